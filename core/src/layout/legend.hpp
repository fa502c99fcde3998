// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "layout/canvas.hpp"
#include "layout/marks.hpp"

namespace tviz {

/// What a legend says of a hook besides its function: "blocks.0.attn.hook_result · heads 0, 2 ·
/// never fires: needs use_attn_result".
std::string hook_text(const Highlight& highlight);

/// A legend from y = 0 downwards.
struct Legend {
  std::vector<Primitive> primitives;
  double height = 0;
};

/// The least width of a legend that shortens no function or hook, in pixels.
double legend_width(const Marks& marks, const Style& style);

/// One entry for each function, with the looks of its marks and its hooks. Few entries stand below
/// each other, many in as many columns as the width from `left` to `right` allows.
Legend draw_legend(const Marks& marks, double left, double right, const Style& style);

}  // namespace tviz
