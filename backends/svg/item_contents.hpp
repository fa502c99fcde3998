// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "text_painter.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz::svg {

/// What the viewer makes of an item in one state: markup, empty where there is nothing.
struct StateContent {
  double height = 0;
  std::string regions;
  std::string button;   ///< What changes the state; none of a band.
  std::string drawing;  ///< None of what is in the document from the start.
};

struct ItemContent {
  StateContent folded;
  std::optional<StateContent> unfolded;  ///< Of a fold.
};

/// All that a page shows once a script runs.
struct FigureContents {
  std::vector<ItemContent> items;  ///< In the order of the scene's.
  std::string definitions;         ///< Those that the figure as first seen does not use.
};

/// Draws both states of all items but for the drawings of the figure as first seen.
FigureContents item_contents(const Scene& scene, const std::string& prefix,
                             const TextPainter& text);

}  // namespace tviz::svg
