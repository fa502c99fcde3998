// SPDX-License-Identifier: MIT
#include <charconv>

#include "readers.hpp"

namespace values {

tviz::Value place(std::string_view path) {
  constexpr std::string_view kHeads = ".heads.";
  const std::size_t heads = path.rfind(kHeads);
  if (heads != std::string_view::npos) {
    const std::string_view number = path.substr(heads + kHeads.size());
    const char* const end = number.data() + number.size();
    std::int64_t head = 0;
    const auto [rest, error] = std::from_chars(number.data(), end, head);
    if (error == std::errc{} && rest == end && head >= 0) {
      return {std::string(path.substr(0, heads)), head};
    }
  }
  return {std::string(path)};
}

}  // namespace values
