// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "layout/branches.hpp"
#include "layout/canvas.hpp"
#include "layout/component_drawing.hpp"
#include "tviz/text/typeset.hpp"

namespace tviz {

/// The caption of a component that has no box of its own to hold it, such as a row of heads.
struct RowCaption {
  std::vector<TextLine> lines;
  double left = 0;
};

/// The captions below the line that leads to the components, which starts at x = `end`: one after
/// the other, or if they stand at lines of their own (`apart`), each below its component. None
/// where the data flows to the right.
std::vector<RowCaption> row_captions(const std::vector<Slot>& slots,
                                     const std::vector<ComponentDrawing>& mains, double end,
                                     bool apart, const Style& style);

/// What captions take below a line.
double height_of(const RowCaption& caption, const Theme& theme);

/// Draws a caption below a line at height y.
void draw_row_caption(Canvas& canvas, const RowCaption& caption, double y);

/// Where the data flows to the right, a caption stands above its component. What it takes from the
/// component's side.
double room_above_row(const Component& component, const Room& room);

/// Draws the caption there. `side` is where the component's room began.
void draw_caption_above(Canvas& canvas, const Component& component, const Rect& bounds,
                        double side);

}  // namespace tviz
