// SPDX-License-Identifier: MIT
#pragma once

#include "layout/canvas.hpp"
#include "layout/marks.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/layout/layout.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz {

/// Draws the circuit of the overlay in an atlas of its stream: members in the colours of their
/// classes, the rest faint, layers without members folded. Throws Error if the width is too small.
Scene draw_circuit(const Graph& graph, const Marks& marks, const Style& style,
                   const LayoutOptions& options);

/// The smallest width in pixels that draw_circuit() takes.
double least_circuit_width(const Graph& graph, const Circuit& circuit, const Theme& theme);

}  // namespace tviz
