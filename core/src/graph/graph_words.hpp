// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <string_view>

#include "tviz/graph/graph.hpp"

namespace tviz {

/// A word for one end of a wire in a graph file.
struct WireEnd {
  std::string_view word;
  int index;  ///< As Wire::from and Wire::to.
};

inline constexpr std::array<WireEnd, 3> kWireEnds{
    {{"input", kComponentInput}, {"source", kComponentSource}, {"output", kComponentOutput}}};

/// How the paths of blocks begin if nothing else is said.
inline constexpr std::string_view kBlocks = "blocks";

}  // namespace tviz
