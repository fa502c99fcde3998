// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pattern_book.hpp"
#include "text_painter.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz::svg {

/// What the viewer makes of an item in one state.
struct StateContent {
  double height = 0;
  std::optional<PatternUse> regions;  ///< None if there are none.
  std::optional<PatternUse> button;   ///< What changes the state; none of a band.
  std::optional<PatternUse> drawing;  ///< None of what is in the document from the start.
};

struct ItemContent {
  StateContent folded;
  std::optional<StateContent> unfolded;  ///< Of a fold.
};

/// All that a page shows once a script runs, and the patterns that it is made of.
struct FigureContents {
  PatternBook book;
  std::vector<ItemContent> items;       ///< In the order of the scene's.
  std::vector<PatternUse> definitions;  ///< Those that the figure as first seen does not use.
};

/// Draws both states of all items but for the drawings of the figure as first seen.
FigureContents item_contents(const Scene& scene, const std::string& prefix,
                             const TextPainter& text);

}  // namespace tviz::svg
