// SPDX-License-Identifier: MIT
#include "base/source_text.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/utf8.hpp"

namespace tviz {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_forbidden(char32_t value) {
  return (value < 0x20 && value != '\t' && value != '\n' && value != '\r') || value == 0x7F;
}

}  // namespace

void fail_at(const std::string& source, Place place, std::string message, std::string hint) {
  throw Error(Problem{std::move(message), {source, place.line, place.column, {}}, std::move(hint)});
}

Place advance(Place place, std::string_view text) {
  for (const char c : text) {
    if (c == '\n') {
      ++place.line;
      place.column = 1;
    } else {
      ++place.column;
    }
  }
  return place;
}

std::string_view checked_text(std::string_view text, const std::string& source,
                              const Limits& limits) {
  if (text.size() > limits.document_bytes) {
    throw Error(
        Problem{fmt::format("longer than {} bytes (limit document_bytes)", limits.document_bytes),
                {source, 0, 0, {}},
                {}});
  }
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] >= ' ' && text[i] <= '~') {  // Nearly every character of a configuration.
      ++i;
      continue;
    }
    const CodePoint point = decode(text, i);
    if (point.length == 0) {
      fail_at(source, advance({}, text.substr(0, i)), "invalid UTF-8", "save the file as UTF-8");
    }
    if (is_forbidden(point.value) || point.value == 0xFEFF) {
      fail_at(source, advance({}, text.substr(0, i)),
              fmt::format("the character U+{:04X} is not allowed",
                          static_cast<std::uint32_t>(point.value)));
    }
    i += point.length;
  }
  return text;
}

}  // namespace tviz
