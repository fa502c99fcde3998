// SPDX-License-Identifier: MIT
#include "tviz/base/standard_input.hpp"

#include <array>
#include <iostream>

namespace tviz {

std::string read_standard_input(std::size_t max_bytes) {
  std::string content;
  std::array<char, 4096> piece{};
  while (std::cin && content.size() <= max_bytes) {
    std::cin.read(piece.data(), piece.size());
    content.append(piece.data(), static_cast<std::size_t>(std::cin.gcount()));
  }
  if (content.size() > max_bytes) content.resize(max_bytes + 1);
  return content;
}

}  // namespace tviz
