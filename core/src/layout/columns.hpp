// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "tviz/layout/layout.hpp"

namespace tviz {

/// Heads come as near to each other as this multiple of their usual gap.
inline constexpr double kTightestGap = 0.6;

/// The vertical lines that a figure is aligned to, in pixels from its left side.
struct Columns {
  double width = 0;  ///< Of the whole figure.
  double left = 0;   ///< Of the title, the frames and the cards.
  double frame_right = 0;
  double heads_left = 0;  ///< Heads and MLPs fill heads_left to heads_right.
  double heads_right = 0;
  double stream = 0;
  double right = 0;  ///< Of the header: the figure's inner edge.
  bool has_notes = false;
  double notes_left = 0;

  double heads_width() const { return heads_right - heads_left; }
};

/// Width of a box that stands beside the heads, in a row of this width.
double parallel_box_width(const Theme& theme, double row);

/// Divides the width. Notes that have no room are left out with a warning; a figure that
/// shows all heads grows. Throws Error if a block does not fit.
Columns columns_for(const Graph& graph, const Theme& theme, const LayoutOptions& options,
                    std::vector<std::string>& warnings);

}  // namespace tviz
