// SPDX-License-Identifier: MIT
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <iterator>

namespace tviz {
namespace {

/// How many bytes a lead byte announces, which bits of it count, and the least value that
/// needs so many bytes.
struct Lead {
  std::size_t length;
  unsigned bits;
  char32_t least;
};

Lead lead(unsigned char byte) {
  if (byte < 0x80) return {1, 0x7F, 0};
  if ((byte & 0xE0U) == 0xC0) return {2, 0x1F, 0x80};
  if ((byte & 0xF0U) == 0xE0) return {3, 0x0F, 0x800};
  if ((byte & 0xF8U) == 0xF0) return {4, 0x07, 0x10000};
  return {0, 0, 0};
}

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80; }

bool is_hostile(char32_t value) {
  const bool control = value < 0x20 || (value >= 0x7F && value < 0xA0);
  const bool separator = value == 0x2028 || value == 0x2029;
  const bool bidirectional = value == 0x061C || value == 0x200E || value == 0x200F ||
                             (value >= 0x202A && value <= 0x202E) ||
                             (value >= 0x2066 && value <= 0x2069);
  return control || separator || bidirectional || value == 0xFEFF;
}

}  // namespace

CodePoint decode(std::string_view text, std::size_t offset) {
  const auto first = static_cast<unsigned char>(text[offset]);
  const Lead form = lead(first);
  if (form.length == 0 || text.size() - offset < form.length) return {};
  char32_t value = first & form.bits;
  for (std::size_t i = 1; i < form.length; ++i) {
    const char byte = text[offset + i];
    if (!is_continuation(byte)) return {};
    value = (value << 6U) | (static_cast<unsigned char>(byte) & 0x3FU);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < form.least || surrogate || value > 0x10FFFF) return {};
  return {value, form.length};
}

std::string escape_controls(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = decode(text, i);
    if (point.length == 0 || (point.length == 1 && is_hostile(point.value))) {
      fmt::format_to(std::back_inserter(result), "\\x{:02x}",
                     static_cast<unsigned>(static_cast<unsigned char>(text[i])));
      ++i;
      continue;
    }
    if (is_hostile(point.value)) {
      fmt::format_to(std::back_inserter(result), "\\u{:04x}",
                     static_cast<std::uint32_t>(point.value));
    } else {
      result.append(text.substr(i, point.length));
    }
    i += point.length;
  }
  return result;
}

std::string_view head(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && is_continuation(text[bytes])) --bytes;
  return text.substr(0, bytes);
}

}  // namespace tviz
