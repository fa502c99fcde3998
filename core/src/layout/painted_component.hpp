// SPDX-License-Identifier: MIT
#pragma once

#include "layout/component_drawing.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// The painter of a component's kind, or nullptr if the layout draws it.
const ComponentPainter* painter_of(const Component& component, const Style& style);

/// Lets the painter draw the component. Throws Error for a height that makes no sense, and for
/// what lies outside the component's place.
ComponentDrawing draw_painted(const ComponentPainter& painter, const Component& component,
                              const Room& room);

}  // namespace tviz
