// SPDX-License-Identifier: MIT
#include <charconv>

#include "readers.hpp"

namespace values {

tviz::Value place(std::string_view path) {
  for (const std::string_view list : {".heads.", ".experts."}) {
    const std::size_t begin = path.rfind(list);
    if (begin == std::string_view::npos) continue;
    const std::string_view number = path.substr(begin + list.size());
    const char* const end = number.data() + number.size();
    std::int64_t index = 0;
    const auto [rest, error] = std::from_chars(number.data(), end, index);
    if (error == std::errc{} && rest == end && index >= 0) {
      return {std::string(path.substr(0, begin)), index};
    }
  }
  return {std::string(path)};
}

}  // namespace values
