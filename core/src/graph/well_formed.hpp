// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "tviz/base/error.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// Everything about a graph that the later stages could not work with; empty if it is
/// well-formed. Each problem names the component, block or stream in its field.
std::vector<Problem> graph_problems(const Graph& graph);

}  // namespace tviz
