// SPDX-License-Identifier: MIT
#include "layout/paper_theme.hpp"

#include <algorithm>
#include <cmath>

namespace tviz {
namespace {

constexpr double kMarginOnPaper = 0.5;  // Of the theme's.
constexpr double kNarrowPadding = 0.5;
constexpr double kNarrowBox = 0.75;
constexpr double kBoxForLetters = 1.5;  // Least height of a box, of the size of its letters.
constexpr double kLabelAtTop = 1.9;     // Of the size of a frame's label, above the highest line.

}  // namespace

Theme on_paper(Theme theme, double share, bool narrow) {
  theme.margin = std::round(kMarginOnPaper * theme.margin);
  for (double* length :
       {&theme.frame_gap, &theme.frame_top, &theme.frame_bottom, &theme.head_height,
        &theme.box_height, &theme.norm_height, &theme.end_gap, &theme.arrow_gap, &theme.riser,
        &theme.branch_gap, &theme.header_gap, &theme.card_height}) {
    *length = std::round(share * *length);
  }
  theme.box_height = std::max(theme.box_height, std::ceil(kBoxForLetters * theme.label_size));
  theme.head_height = std::max(theme.head_height, std::ceil(kBoxForLetters * theme.head_size));
  theme.norm_height = std::max(theme.norm_height, std::ceil(kBoxForLetters * theme.norm_size));
  theme.frame_top = std::max(theme.frame_top, std::ceil(kLabelAtTop * theme.frame_label_size));
  if (narrow) {
    theme.frame_padding = std::round(kNarrowPadding * theme.frame_padding);
    theme.end_box_width = std::round(kNarrowBox * theme.end_box_width);
  }
  // An arrowhead needs a piece of line before it.
  theme.arrow_gap = std::max(theme.arrow_gap, theme.arrow_length + 2);
  theme.end_gap = std::max(theme.end_gap, theme.arrow_length + 2);
  return theme;
}

}  // namespace tviz
