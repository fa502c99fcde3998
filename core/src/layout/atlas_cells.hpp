// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "layout/canvas.hpp"
#include "layout/columns.hpp"
#include "layout/marks.hpp"

namespace tviz {

/// Size of the text of an atlas, in pixels.
double atlas_text_size(const Theme& theme);

/// The narrowest cell in which most numbers fit, in pixels.
double least_cell_of_numbers(const Style& style);

/// Draws the cells of an atlas.
class AtlasCells {
 public:
  AtlasCells(Canvas& canvas, const Marks& marks)
      : canvas_(canvas), marks_(marks), style_(canvas.style()), theme_(canvas.style().theme) {}

  /// A cell in the colours of what it carries, with its number; without one among cells that are
  /// measured it is hollow.
  void paint(const Rect& bounds, const std::vector<MarkStyle>& styles, std::optional<double> number,
             bool is_measured);

  /// The outline of hollow cells, if any was drawn.
  const std::optional<Stroke>& hollow() const { return hollow_; }

 private:
  Stroke hollow_outline(const Rect& cell) const;
  void paint_number(const Rect& bounds, double number, Color ink);
  void paint_sign(Point at, const Rect& bounds, double number, Color ink);

  Canvas& canvas_;
  const Marks& marks_;
  const Style& style_;
  const Theme& theme_;
  std::optional<Stroke> hollow_;
};

/// What is below the rows: the scale of the numbers, and beside it what other cells mean. Returns
/// the y of its foot.
double paint_atlas_key(Canvas& canvas, const Marks& marks, const std::optional<Stroke>& hollow,
                       const Page& page, double y);

}  // namespace tviz
