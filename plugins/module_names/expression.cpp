// SPDX-License-Identifier: MIT
#include "expression.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "data.hpp"

namespace module_names {

namespace {

struct End {
  std::string_view text;
  bool input;
};

constexpr std::array<End, 3> kEnds{{{".output", false}, {".inputs", true}, {".input", true}}};

/// Whether nothing but indices and ".save()" is left after an end; `first` gets the first index.
bool is_tail(std::string_view tail, std::string& first) {
  constexpr std::string_view kSave = ".save()";
  while (!tail.empty()) {
    if (tail == kSave) return true;
    const auto close = tail.find(']');
    if (!tail.starts_with('[') || close == tail.npos || close == 1) return false;
    if (first.empty()) first = tail.substr(1, close - 1);
    tail.remove_prefix(close + 1);
  }
  return true;
}

/// "h[5].attn" as "h.5.attn"; nothing if brackets hold something else than a number.
std::optional<std::string> without_brackets(std::string_view text) {
  std::string path;
  while (!text.empty()) {
    const auto open = text.find('[');
    path += text.substr(0, open);
    if (open == text.npos) break;
    const auto close = text.find(']', open);
    if (close == text.npos || !is_number(text.substr(open + 1, close - open - 1))) {
      return std::nullopt;
    }
    path += '.';
    path += text.substr(open + 1, close - open - 1);
    text.remove_prefix(close + 1);
    if (!text.empty() && text.front() != '.' && text.front() != '[') return std::nullopt;
  }
  return path;
}

}  // namespace

bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() &&
         std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c); });
}

std::optional<Expression> read_expression(std::string_view text) {
  for (const End& end : kEnds) {
    const auto at = text.rfind(end.text);
    if (at == text.npos) continue;
    Expression expression{.input = end.input};
    if (!is_tail(text.substr(at + end.text.size()), expression.index)) continue;
    const auto path = without_brackets(text.substr(0, at));
    if (!path) return std::nullopt;
    expression.path = *path;
    return expression;
  }
  return std::nullopt;
}

std::string with_brackets(std::string_view path) {
  std::string text;
  for (const std::string& part : split(path, '.')) {
    if (is_number(part)) {
      text += '[' + part + ']';
    } else {
      text += (text.empty() ? "" : ".") + part;
    }
  }
  return text;
}

}  // namespace module_names
