// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "tviz/graph/graph.hpp"
#include "tviz/overlay/overlay.hpp"

namespace tviz {

/// The architecture in one paragraph, for alternative text.
std::string describe(const Graph& graph, const Overlay& overlay);

/// The architecture as text in the order of the data flow, one line a component or run of
/// equal layers.
std::string outline(const Graph& graph, const Overlay& overlay);

}  // namespace tviz
