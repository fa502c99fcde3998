// SPDX-License-Identifier: MIT
#include "layout/turn.hpp"

#include <variant>

namespace tviz {
namespace {

/// Turns each primitive as `turn` turns points and rectangles.
template <class Turn>
struct Turner {
  Turn turn;

  void operator()(Rectangle& shape) const { shape.bounds = turn(shape.bounds); }
  void operator()(Circle& shape) const { shape.center = turn(shape.center); }
  void operator()(Polyline& shape) const {
    for (Point& point : shape.points) point = turn(point);
  }
  void operator()(TextRun& run) const { run.origin = turn(run.origin); }
  void operator()(Artwork& artwork) const { artwork.bounds = turn(artwork.bounds); }
  void operator()(Use& use) const { use.offset = turn(use.offset); }
  void operator()(Region& region) const { region.bounds = turn(region.bounds); }
};

template <class Turn>
std::vector<Primitive> each_turned(std::vector<Primitive> primitives, Turn turn) {
  const Turner<Turn> turner{turn};
  for (Primitive& primitive : primitives) std::visit(turner, primitive);
  return primitives;
}

}  // namespace

Point turned(Point point) { return {-point.y, point.x}; }

Rect turned(const Rect& rect) { return {-rect.bottom(), rect.x, rect.height, rect.width}; }

std::vector<Primitive> turned(std::vector<Primitive> primitives) {
  return each_turned(std::move(primitives), [](const auto& place) { return turned(place); });
}

Point turned_back(Point point) { return {point.y, -point.x}; }

Rect turned_back(const Rect& rect) { return {rect.y, -rect.right(), rect.height, rect.width}; }

std::vector<Primitive> turned_back(std::vector<Primitive> primitives) {
  return each_turned(std::move(primitives), [](const auto& place) { return turned_back(place); });
}

}  // namespace tviz
