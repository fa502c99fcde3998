// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tviz/layout/layout.hpp"

namespace tviz {

/// Heads come as near to each other as this multiple of their usual gap.
inline constexpr double kTightestGap = 0.6;

/// The vertical lines that the drawing of a stream is aligned to, in pixels from the left side
/// of the figure.
struct Columns {
  double left = 0;  ///< Of the frames and the cards.
  double frame_right = 0;
  double heads_left = 0;  ///< Heads and MLPs fill heads_left to heads_right.
  double heads_right = 0;
  double stream = 0;
  double right = 0;          ///< Of the notes, or of what stands on the stream.
  bool braces = false;       ///< Left of the frames, where they stand for several blocks.
  bool strips = false;       ///< Left of those, of the layers that are meant.
  bool has_notes = false;    ///< Beside the figure.
  bool notes_below = false;  ///< Below it.
  double notes_left = 0;

  double heads_width() const { return heads_right - heads_left; }
};

/// The way of the output of one stream to another that reads it, through the gaps between them:
/// up beside the stream that is read, and along the one that reads.
struct LinkPath {
  std::size_t from = 0;  ///< Index in Graph::streams.
  std::size_t to = 0;
  std::vector<std::string> into;  ///< Link::into of all links between the two.
  double riser = 0;               ///< x right of `from`.
  double rail = 0;                ///< x left of `to`. The riser's if the two are neighbours.

  bool is_direct() const { return from + 1 == to; }
};

/// The width of a figure, divided.
struct Page {
  double width = 0;
  double left = 0;  ///< Of the title and the legend.
  double right = 0;
  std::vector<Columns> streams;
  std::vector<LinkPath> links;
};

/// Width of a box that stands beside the heads, in a row of this width.
double parallel_box_width(const Theme& theme, double row);

/// The smallest width that divide_width() divides.
double least_width(const Graph& graph, const Theme& theme, const LayoutOptions& options,
                   const std::vector<double>& opened);

/// Divides the width; that of a figure that flows to the right is its height, once it is turned.
/// `opened` has the width that the opened layers of each stream need for their rows. Notes that
/// have no room are left out with a warning; a figure that shows all heads grows. Throws Error if a
/// block does not fit.
Page divide_width(const Graph& graph, const Theme& theme, const LayoutOptions& options,
                  const std::vector<double>& opened, std::vector<std::string>& warnings);

}  // namespace tviz
