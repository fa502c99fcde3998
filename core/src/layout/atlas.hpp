// SPDX-License-Identifier: MIT
#pragma once

#include "layout/canvas.hpp"
#include "layout/marks.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/layout/layout.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz {

/// Draws every layer as a row and every head as a cell, streams side by side. Throws Error if the
/// width is too small.
Scene draw_atlas(const Graph& graph, const Marks& marks, const Style& style,
                 const LayoutOptions& options);

/// What stands once for several atlases of one model: above them the title, below them the scale of
/// the numbers.
struct CommonBands {
  Band header;
  Band key;
};

/// Those of a page of `width`, for atlases of `width_of_one`, in pixels.
CommonBands common_bands(const Graph& graph, const Marks& marks, const Style& style, double width,
                         double width_of_one);

/// The smallest width in pixels that draw_atlas() takes.
double least_atlas_width(const Graph& graph, const Marks& marks, const Theme& theme);

}  // namespace tviz
