// SPDX-License-Identifier: MIT
#include "model/json_spans.hpp"

#include <algorithm>

namespace tviz {
namespace {

constexpr std::string_view kBetween = " \t\r\n,:";

/// The index after the string that begins at `from`.
std::size_t end_of_string(std::string_view text, std::size_t from) {
  std::size_t i = from + 1;
  while (i < text.size() && text[i] != '"') i += text[i] == '\\' ? 2U : 1U;
  return std::min(i + 1, text.size());
}

/// The index after the value that begins at `from`.
std::size_t end_of_value(std::string_view text, std::size_t from) {
  int depth = 0;
  for (std::size_t i = from; i < text.size();) {
    const char c = text[i];
    if (c == '"') {
      i = end_of_string(text, i);
      if (depth == 0) return i;
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') {
      if (--depth < 0) return i;
      if (depth == 0) return i + 1;
    }
    if (depth == 0 && kBetween.find(c) != kBetween.npos) return i;
    ++i;
  }
  return text.size();
}

}  // namespace

std::vector<JsonSpan> json_spans(std::string_view text) {
  std::vector<JsonSpan> spans;
  const std::size_t start = text.find_first_of("{[");
  if (start == text.npos) return spans;
  const bool has_keys = text[start] == '{';
  std::size_t i = text.find_first_not_of(kBetween, start + 1);
  while (i < text.size() && text[i] != '}' && text[i] != ']') {
    JsonSpan span;
    if (has_keys) {
      const std::size_t end = end_of_string(text, i);
      span.key = text.substr(i + 1, end - i - 2);
      i = text.find_first_not_of(kBetween, end);
    }
    const std::size_t end = end_of_value(text, i);
    span.value = text.substr(i, end - i);
    spans.push_back(span);
    i = text.find_first_not_of(kBetween, end);
  }
  return spans;
}

std::string_view find_span(const std::vector<JsonSpan>& spans, std::string_view key) {
  const auto found = std::find_if(spans.begin(), spans.end(),
                                  [&](const JsonSpan& span) { return span.key == key; });
  return found == spans.end() ? std::string_view() : found->value;
}

}  // namespace tviz
