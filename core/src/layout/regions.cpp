// SPDX-License-Identifier: MIT
#include "layout/regions.hpp"

#include <utility>

#include "layout/details.hpp"
#include "layout/value_scale.hpp"

namespace tviz {

std::vector<Region> regions_of(const std::vector<PlacedComponent>& parts, const RegionPlace& place,
                               double height) {
  const auto& [stream, block, where, marks] = place;
  std::vector<Region> regions;
  for (const PlacedComponent& part : parts) {
    const Component& component = *part.component;
    const std::string inner = part.part == nullptr ? "" : "." + part.part->path;
    const std::string& summary = part.part == nullptr ? component.summary : part.part->summary;
    Region region;
    region.path = ComponentReference{&component, &stream, block}.path() + inner;
    region.label = part.part == nullptr ? component.title : part.part->title;
    if (block != nullptr) region.label += ", " + where;
    if (!summary.empty()) region.label += ": " + summary;
    region.detail = block == nullptr ? component.path
                                     : detail_key(stream, block->structure, component.path + inner);
    if (const auto number = marks.number(region.path, kAllHeads)) {
      region.label += ": " + number_text(*number);
    }
    region.bounds = part.bounds;
    region.bounds.y += height;
    region.cells = part.cells;
    for (RegionCell& cell : region.cells) cell.bounds.y += height;
    regions.push_back(std::move(region));
  }
  return regions;
}

}  // namespace tviz
