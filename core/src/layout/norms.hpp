// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "layout/canvas.hpp"
#include "layout/component_drawing.hpp"

namespace tviz {

/// A norm with its path ("blocks.3.ln1").
struct NamedNorm {
  const Component* norm = nullptr;
  std::string path;
};

/// The place of a norm with this centre.
Rect norm_bounds(const Theme& theme, Point center);

/// Draws a norm, whose label is set in the sans face.
void draw_norm(Canvas& canvas, const Component& norm, const Rect& bounds,
               const std::vector<MarkStyle>& highlights);

/// The drawing with a norm above it, through which all its outputs go.
ComponentDrawing with_norm_above(ComponentDrawing drawing, const NamedNorm& norm, const Room& room);
/// The drawing with a norm below it, from which all its inputs come.
ComponentDrawing with_norm_below(ComponentDrawing drawing, const NamedNorm& norm, const Room& room);

}  // namespace tviz
