// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "tviz/base/error.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// Everything about a graph that the later stages could not work with; empty if it is
/// well-formed. Each problem names the component, block or stream in its field.
std::vector<Problem> graph_problems(const Graph& graph);

/// Everything that is wrong with one structure of blocks, whatever stands around it.
std::vector<Problem> structure_problems(const BlockStructure& structure);

}  // namespace tviz
