// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "layout/canvas.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// The painter of a component's kind, or nullptr if the layout draws it.
const ComponentPainter* painter_of(const Component& component, const Style& style);

/// Pixels of height that the painter asks for. Throws Error if that is no sensible height.
double painted_height(const ComponentPainter& painter, const Component& component, double width);

/// Lets the painter draw the component into `place`, highlighted by the styles of its hooks.
void paint_component(Canvas& canvas, const ComponentPainter& painter, const Component& component,
                     const Rect& place, const std::vector<BoxStyle>& highlights);

}  // namespace tviz
