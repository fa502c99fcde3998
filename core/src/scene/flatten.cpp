// SPDX-License-Identifier: MIT
#include "scene/flatten.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

#include "scene/transform.hpp"

namespace tviz {
namespace {

struct Move {
  Point offset;

  Point operator()(Point point) const { return {point.x + offset.x, point.y + offset.y}; }
  Rect operator()(const Rect& rect) const {
    return {rect.x + offset.x, rect.y + offset.y, rect.width, rect.height};
  }
};

}  // namespace

std::vector<Primitive> moved(std::vector<Primitive> primitives, Point offset) {
  return transformed(std::move(primitives), Move{offset});
}

Scene flatten(Scene scene) {
  const PlacedScene placed = place(scene, false);
  Band whole{placed.height, {}};
  for (const PlacedLine& line : placed.lines) {
    if (line.bottom <= line.top) continue;
    Polyline drawn;
    drawn.points = {{line.x, line.top}, {line.x, line.bottom}};
    drawn.stroke = *line.stroke;
    whole.primitives.emplace_back(std::move(drawn));
  }
  for (const PlacedBand& band : placed.bands) {
    std::ranges::move(moved(band.band->primitives, {0, band.top}),
                      std::back_inserter(whole.primitives));
  }
  scene.items.clear();
  scene.items.emplace_back(std::move(whole));
  scene.columns.clear();
  scene.streams.clear();
  scene.rails.clear();
  return scene;
}

}  // namespace tviz
