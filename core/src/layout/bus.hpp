// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "layout/canvas.hpp"
#include "layout/component_drawing.hpp"

namespace tviz {

/// Lines from where they leave (below) over a horizontal bus at height `y` to where they enter
/// (above). A source that lies on the bus is its end.
void draw_bus(Canvas& canvas, const std::vector<Point>& sources, double y,
              const std::vector<Inlet>& inlets);

}  // namespace tviz
