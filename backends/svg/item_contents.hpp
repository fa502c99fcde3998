// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "text_painter.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz::svg {

/// What a region means. Most regions of an item mean the same in both of its states.
struct Place {
  std::string path;
  std::string label;
  std::int64_t detail = -1;  ///< Index among the scene's; -1 without a panel.
  friend bool operator==(const Place&, const Place&) = default;
};

struct LiveRegion {
  std::size_t place = 0;          ///< Index among the item's.
  Rect bounds;                    ///< Inside the item.
  std::vector<RegionCell> cells;  ///< Likewise.
};

/// What the viewer makes of an item in one state. Markup is empty where there is nothing.
struct StateContent {
  double height = 0;
  std::vector<LiveRegion> regions;  ///< In the order of the Tab key.
  std::string button;               ///< What changes the state; none of a band.
  std::string drawing;              ///< None of what is in the document from the start.
};

struct ItemContent {
  std::vector<Place> places;
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
