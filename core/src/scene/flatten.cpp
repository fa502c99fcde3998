// SPDX-License-Identifier: MIT
#include "tviz/scene/flatten.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

namespace tviz {
namespace {

struct Mover {
  Point offset;

  Point operator()(Point point) const { return {point.x + offset.x, point.y + offset.y}; }
  void operator()(Rectangle& shape) const { move(shape.bounds); }
  void operator()(Circle& shape) const { shape.center = (*this)(shape.center); }
  void operator()(Polyline& shape) const {
    for (Point& point : shape.points) point = (*this)(point);
  }
  void operator()(TextRun& run) const { run.origin = (*this)(run.origin); }
  void operator()(Artwork& artwork) const { move(artwork.bounds); }
  void operator()(Use& use) const { use.offset = (*this)(use.offset); }
  void operator()(Region& region) const { move(region.bounds); }

 private:
  void move(Rect& bounds) const {
    bounds.x += offset.x;
    bounds.y += offset.y;
  }
};

}  // namespace

std::vector<Primitive> moved(std::vector<Primitive> primitives, Point offset) {
  for (Primitive& primitive : primitives) std::visit(Mover{offset}, primitive);
  return primitives;
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
