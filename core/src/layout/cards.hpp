// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "layout/canvas.hpp"
#include "layout/columns.hpp"
#include "layout/folding.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// Layers that are folded into a card, with the name of the state that leaves them.
struct Card {
  Band band;
  Rect bounds;                  ///< From the band's top left corner.
  double heading_baseline = 0;  ///< Of "Layers 3 – 11", from the band's top.
};

/// Draws a card: which layers, what they are, and one chip for each where they differ.
Card draw_card(const Stream& stream, const LayerRun& run, const Columns& columns,
               const Style& style);

/// "8" or "3 – 11".
std::string layer_numbers(const Stream& stream, const LayerRun& run);

/// The look of a small box that stands for a block of this structure: apart in lightness, so that
/// print without colour tells four of them apart.
BoxStyle chip_style(const Theme& theme, std::size_t structure);

/// Size of a card's text below its heading.
double card_text_size(const Theme& theme);

}  // namespace tviz
