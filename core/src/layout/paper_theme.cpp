// SPDX-License-Identifier: MIT
#include "layout/paper_theme.hpp"

#include <algorithm>
#include <cmath>

#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

constexpr double kMarginOnPaper = 0.5;  // Of the theme's.
constexpr double kNarrowPadding = 0.5;
constexpr double kNarrowBox = 0.75;
constexpr double kSmallLetters = 0.75;   // On the narrowest pages.
constexpr double kSmallestLabel = 0.9;   // Labels of parts are smaller than those of boxes.
constexpr double kBoxForLetters = 1.5;   // Least height of a box, of the size of its letters.
constexpr double kNormForLetters = 3.2;  // Least width of a norm, of the size of its letters.
constexpr double kCardForLines = 4;      // Least height of a card, of the size of its letters.
constexpr double kLabelAtTop = 1.9;      // Of the size of a frame's label, above the highest line.

/// Letters and what surrounds them, no smaller than a page allows.
void make_small(Theme& theme) {
  for (double* size : {&theme.title_size, &theme.subtitle_size, &theme.legend_size,
                       &theme.frame_label_size, &theme.card_size, &theme.note_size}) {
    *size = std::max(theme.minimum_size, kSmallLetters * *size);
  }
  for (double* size : {&theme.label_size, &theme.head_size, &theme.norm_size, &theme.state_size,
                       &theme.equation_size}) {
    const double least = theme.minimum_size / (kLargestScript * kSmallestLabel);
    *size = std::min(*size, std::max(least, kSmallLetters * *size));
  }
  for (double* length : {&theme.head_width, &theme.head_minimum_width, &theme.head_gap,
                         &theme.norm_width, &theme.sum_radius, &theme.marker_radius,
                         &theme.arrow_length, &theme.arrow_width, &theme.end_box_width}) {
    *length *= kSmallLetters;
  }
  theme.norm_width = std::max(theme.norm_width, std::ceil(kNormForLetters * theme.norm_size));
}

}  // namespace

Theme on_paper(Theme theme, double share, PaperWidth width) {
  if (width == PaperWidth::Narrowest) make_small(theme);
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
  theme.card_height = std::max(theme.card_height, std::ceil(kCardForLines * theme.card_size));
  theme.frame_top = std::max(theme.frame_top, std::ceil(kLabelAtTop * theme.frame_label_size));
  if (width != PaperWidth::Usual) {
    theme.frame_padding = std::round(kNarrowPadding * theme.frame_padding);
    theme.end_box_width = std::round(kNarrowBox * theme.end_box_width);
  }
  // An arrowhead needs a piece of line before it.
  theme.arrow_gap = std::max(theme.arrow_gap, theme.arrow_length + 2);
  theme.end_gap = std::max(theme.end_gap, theme.arrow_length + 2);
  return theme;
}

}  // namespace tviz
