// SPDX-License-Identifier: MIT
#pragma once

#include "tviz/graph/graph.hpp"
#include "tviz/layout/layout.hpp"
#include "tviz/overlay/overlay.hpp"

namespace tviz {

/// The graph with latent attention drawn out only in the first kind of block that has it: in
/// others with the same attention it is one box. What carries a hook or a number stays as it is.
Graph without_latent_repeats(Graph graph, const Overlay& overlay);

}  // namespace tviz
