// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "layout/canvas.hpp"
#include "layout/marks.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/layout/layout.hpp"

namespace tviz {

/// A column of a row of heads: a head, or kEllipsis for the heads that are left out.
inline constexpr std::int64_t kEllipsis = -1;

/// Which heads a row of at most `capacity` columns shows: the first ones, the last, and every
/// head of `named`, however many these are. With grouped queries the first group is shown whole
/// or by its ends if that fits.
std::vector<std::int64_t> choose_heads(std::int64_t n_heads, std::int64_t n_key_value_heads,
                                       const std::vector<std::int64_t>& named,
                                       std::size_t capacity);

/// A drawn component and the x of the lines that enter it from below and leave it above.
struct Drawn {
  Rect bounds;           ///< With everything that belongs to it.
  double input_tip = 0;  ///< y of the arrowheads' tips.
  std::vector<double> inputs;
  std::vector<double> outputs;
};

/// An attention component as a row of heads between two x, or as a grid of cells where a row
/// would be too tight.
class HeadRow {
 public:
  HeadRow(const Component& attention, std::string path, const Marks& marks, const Theme& theme,
          HeadsShown shown, double left, double right);

  /// Including the brackets that join the heads of a key/value group.
  double height() const;
  /// Draws the row with its bottom at `bottom` (y grows downwards).
  Drawn draw(Canvas& canvas, double bottom) const;

 private:
  bool grouped() const;
  double cell_left(std::size_t column) const;
  double grid_height() const;
  void draw_column(Canvas& canvas, std::int64_t head, const Rect& bounds) const;
  void draw_brackets(Canvas& canvas, double top, Drawn& drawn) const;
  Drawn draw_row(Canvas& canvas, double bottom) const;
  Drawn draw_grid(Canvas& canvas, double bottom) const;

  const Component& attention_;
  std::string path_;
  const Marks& marks_;
  const Theme& theme_;
  double left_;
  double right_;
  bool grid_ = false;
  std::vector<std::int64_t> columns_;  ///< Of the row, or the grid's cells in order.
  std::size_t grid_columns_ = 0;
  double cell_width_ = 0;
  double gap_ = 0;
};

}  // namespace tviz
