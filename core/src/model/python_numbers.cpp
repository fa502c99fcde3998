// SPDX-License-Identifier: MIT
#include "model/python_numbers.hpp"

#include <array>

namespace tviz {

std::string with_quoted_infinities(std::string_view text) {
  constexpr std::array<std::string_view, 3> kWords{"-Infinity", "Infinity", "NaN"};
  std::string result;
  result.reserve(text.size());
  bool in_quotes = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_quotes && text[i] == '\\' && i + 1 < text.size()) {
      result.append(text.substr(i++, 2));
      continue;
    }
    if (text[i] == '"') in_quotes = !in_quotes;
    std::string_view found;
    for (const std::string_view word : kWords) {
      if (!in_quotes && found.empty() && text.substr(i).starts_with(word)) found = word;
    }
    if (found.empty()) {
      result += text[i];
    } else {
      result.append("\"").append(found).append("\"");
      i += found.size() - 1;
    }
  }
  return result;
}

}  // namespace tviz
