// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "layout/canvas.hpp"
#include "tviz/layout/layout.hpp"
#include "tviz/theme/theme.hpp"

namespace tviz {

/// A column of a row of heads: a head, or kEllipsis for the heads that are left out.
inline constexpr std::int64_t kEllipsis = -1;

/// Which heads a row of at most `capacity` columns shows: the first ones, the last, and every
/// head of `named`, however many these are. With grouped queries the first group is shown whole
/// or by its ends if that fits.
std::vector<std::int64_t> choose_heads(std::int64_t n_heads, std::int64_t n_key_value_heads,
                                       const std::vector<std::int64_t>& named,
                                       std::size_t capacity);

/// Cells of equal width beside each other, such as heads.
struct CellRow {
  std::vector<std::int64_t> columns;  ///< The cells' numbers and ellipses.
  double left = 0;
  double cell_width = 0;
  double gap = 0;

  double cell_left(std::size_t column) const {
    return left + static_cast<double>(column) * (cell_width + gap);
  }
  double width() const { return static_cast<double>(columns.size()) * (cell_width + gap) - gap; }
};

/// Spreads the first cells and the last of `count` over the room between two x, as many as fit;
/// see choose_heads.
CellRow arrange_cells(std::int64_t count, std::int64_t groups,
                      const std::vector<std::int64_t>& named, HeadsShown shown, double left,
                      double right, const Theme& theme);

/// What one box says that stands for all heads: "latent attention  h_0, …, h_127", where the title
/// is "Latent attention".
std::string label_of_heads(const Component& attention);

/// Size of the label of a head or an expert in a cell of the layout.
double cell_label_size(const Rect& cell, const Style& style);

}  // namespace tviz
