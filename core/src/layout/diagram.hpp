// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "tviz/graph/graph.hpp"
#include "tviz/scene/diagram.hpp"

namespace tviz {

/// What joins what in a block view of the graph: one block of each kind, or several where loops,
/// skips and read-outs part them.
Diagram diagram_of(const Graph& graph);

/// Diagrams of sub-figures in one, each in a frame with its label and its caption.
Diagram side_by_side(const std::vector<Diagram>& diagrams, const std::vector<std::string>& captions,
                     std::string title);

}  // namespace tviz
