// SPDX-License-Identifier: MIT
#include "model/json_spans.hpp"

#include <algorithm>
#include <string>

namespace tviz {
namespace {

constexpr std::string_view kBetween = " \t\r\n,:";

/// The index after the string that begins at `from`.
std::size_t end_of_string(std::string_view text, std::size_t from) {
  std::size_t i = from + 1;
  while (i < text.size() && text[i] != '"') i += text[i] == '\\' ? 2U : 1U;
  return std::min(i + 1, text.size());
}

/// The start of the next line after `from` that is indented as much as `line` and begins with a
/// closing bracket.
std::size_t closing_line(std::string_view text, std::size_t from, std::size_t line) {
  const std::size_t indent = text.find_first_not_of(' ', line) - line;
  const std::string start = "\n" + std::string(text.substr(line, indent));
  std::size_t found = text.find(start, from);
  while (found < text.size()) {
    const std::size_t first = found + start.size();
    if (first < text.size() && (text[first] == '}' || text[first] == ']')) return first;
    found = text.find(start, first);
  }
  return text.size();
}

/// The index after the bracket that closes the one at `from`. Of brackets that stay open at the end
/// of a line, the text up to the line that closes them is passed over: lines are found much sooner
/// than brackets.
std::size_t end_of_brackets(std::string_view text, std::size_t from) {
  const std::size_t line = text.rfind('\n', from) + 1;  // 0 if there is none.
  int depth = 0;
  for (std::size_t i = from; i < text.size();) {
    const char c = text[i];
    if (c == '\n') {
      i = closing_line(text, i, line);
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) return i + 1;
    i = c == '"' ? end_of_string(text, i) : i + 1;
  }
  return text.size();
}

/// The index after the value that begins at `from`.
std::size_t end_of_value(std::string_view text, std::size_t from) {
  if (text[from] == '"') return end_of_string(text, from);
  if (text[from] == '{' || text[from] == '[') return end_of_brackets(text, from);
  return std::min(text.find_first_of(" \t\r\n,}]", from), text.size());
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
