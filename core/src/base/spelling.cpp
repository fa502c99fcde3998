// SPDX-License-Identifier: MIT
#include "tviz/base/spelling.hpp"

#include "base/name_index.hpp"

namespace tviz {

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::vector<std::string> nearest(std::string_view word, std::span<const std::string> candidates,
                                 std::size_t count) {
  return NameIndex({candidates.begin(), candidates.end()}).nearest(word, count);
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
  return NameIndex({candidates.begin(), candidates.end()}).did_you_mean(word);
}

}  // namespace tviz
