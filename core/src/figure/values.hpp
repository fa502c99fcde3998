// SPDX-License-Identifier: MIT
#pragma once

#include "tviz/graph/graph.hpp"
#include "tviz/overlay/overlay.hpp"

namespace tviz {

/// Throws Error with every value that is no number or belongs to no component or head.
void check_values(const Values& values, const Graph& graph);

}  // namespace tviz
