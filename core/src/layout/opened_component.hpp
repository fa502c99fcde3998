// SPDX-License-Identifier: MIT
#pragma once

#include "layout/component_drawing.hpp"
#include "layout/hook_circles.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// Pixels of width that a component with an interior needs when it is opened in this layer.
double least_opened_width(const Component& component, const OpenedLayer& layer, const Style& style);

/// Draws what a component consists of, with its hook points on the lines where they flow.
ComponentDrawing draw_opened(const Component& component, const OpenedLayer& layer,
                             const Room& room);

}  // namespace tviz
