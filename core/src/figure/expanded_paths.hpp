// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "tviz/graph/graph.hpp"

namespace tviz {

/// Checks what a figure shall draw opened: paths of components in blocks, of blocks, or "all".
/// Throws Error with every path that the graph does not have.
void check_expanded(const std::vector<std::string>& paths, const Graph& graph);

}  // namespace tviz
