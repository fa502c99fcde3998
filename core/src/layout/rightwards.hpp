// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "layout/canvas.hpp"
#include "layout/marks.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/layout/layout.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz {

/// The header of a figure and below it, as one band, its streams from left to right. If they do
/// not fit the width that is asked for, more layers are folded, with a warning. Throws Error if
/// that is not enough, and if something is to be opened.
Scene draw_rightwards(const Graph& graph, const Marks& marks, const Style& style,
                      const LayoutOptions& options, std::vector<std::string>& warnings);

/// The smallest width that it may be asked for.
double least_width_rightwards(const Graph& graph, const Marks& marks, const Style& style,
                              const LayoutOptions& options);

}  // namespace tviz
