// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "layout/component_drawing.hpp"
#include "layout/marks.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz {

/// Where placed components belong.
struct RegionPlace {
  const Stream& stream;
  const Block* block = nullptr;  ///< nullptr outside the blocks.
  const std::string& where;      ///< "layer 3", for their labels.
  const Marks& marks;
};

/// The meaning of the places of components, which are moved down by `height`.
std::vector<Region> regions_of(const std::vector<PlacedComponent>& parts, const RegionPlace& place,
                               double height);

}  // namespace tviz
