// SPDX-License-Identifier: MIT
#include "tviz/scene/scene.hpp"

#include <algorithm>

#include "tviz/base/error.hpp"

namespace tviz {
namespace {

double line_end(const std::vector<double>& tops, std::size_t item, double below) {
  if (item >= tops.size()) {
    throw Error(Problem{
        "a stream line ends in item " + std::to_string(item) + " of " + std::to_string(tops.size()),
        {.source = "scene"},
        {}});
  }
  return tops[item] + below;
}

}  // namespace

std::span<const Band> bands_of(const StackItem& item, bool unfolded) {
  if (const Band* band = std::get_if<Band>(&item)) return {band, 1};
  const Fold& fold = std::get<Fold>(item);
  return unfolded ? fold.unfolded : fold.folded;
}

PlacedScene place(const Scene& scene, bool unfolded) {
  PlacedScene placed;
  std::vector<double> tops;
  for (const StackItem& item : scene.items) {
    tops.push_back(placed.height);
    for (const Band& band : bands_of(item, unfolded)) {
      placed.bands.push_back({&band, placed.height});
      placed.height += band.height;
    }
  }
  for (const StreamLine& line : scene.streams) {
    const double top = line_end(tops, line.top_item, line.top);
    const double bottom = line_end(tops, line.bottom_item, line.bottom);
    placed.streams.push_back({line.x, top, 0, std::max(0.0, bottom - top)});
  }
  return placed;
}

}  // namespace tviz
