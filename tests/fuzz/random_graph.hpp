// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "tviz/graph/builder.hpp"

namespace tviz::fuzz {

/// Turns bytes into choices; when they are used up, every choice is the first.
class Choices {
 public:
  explicit Choices(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  /// A number from 0 to `count` - 1.
  std::size_t below(std::size_t count) {
    if (next_ >= bytes_.size() || count == 0) return 0;
    return bytes_[next_++] % count;
  }
  /// Once in `times`.
  bool rarely(std::size_t times) { return below(times) == times - 1; }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t next_ = 0;
};

/// Writes a graph of random kinds, roles, counts, parts, wires, links and sites into the builder.
/// Most are well-formed. Throws Error, as the builder does, where one passes a limit.
void write_random_graph(Choices& choices, GraphBuilder& builder);

}  // namespace tviz::fuzz
