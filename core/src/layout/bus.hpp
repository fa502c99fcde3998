// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "layout/canvas.hpp"
#include "layout/component_drawing.hpp"

namespace tviz {

/// Half the gap in a line where another one crosses it, in pixels.
inline constexpr double kUnderpass = 3.5;

/// Lines from where they leave (below) over a horizontal bus at height `y` to where they enter
/// (above). A source that lies on the bus is its end. The bus has gaps where other lines pass it,
/// at these x.
void draw_bus(Canvas& canvas, const std::vector<Point>& sources, double y,
              const std::vector<Inlet>& inlets, const std::vector<double>& passing = {});

}  // namespace tviz
