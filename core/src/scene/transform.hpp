// SPDX-License-Identifier: MIT
#pragma once

#include <utility>
#include <variant>
#include <vector>

#include "tviz/scene/scene.hpp"

namespace tviz {

/// Puts each primitive where `place` puts points and rectangles.
template <class Place>
class Transformer {
 public:
  explicit Transformer(Place place) : place_(std::move(place)) {}

  // One overload for each primitive and none for the rest: a new one must not go missing.
  void operator()(Rectangle& shape) const { shape.bounds = place_(shape.bounds); }
  void operator()(Circle& shape) const { shape.center = place_(shape.center); }
  void operator()(Polyline& shape) const {
    for (Point& point : shape.points) point = place_(point);
  }
  void operator()(TextRun& run) const { run.origin = place_(run.origin); }
  void operator()(Artwork& artwork) const { artwork.bounds = place_(artwork.bounds); }
  void operator()(Use& use) const { use.offset = place_(use.offset); }
  void operator()(Region& region) const {
    region.bounds = place_(region.bounds);
    for (RegionCell& cell : region.cells) cell.bounds = place_(cell.bounds);
  }

 private:
  Place place_;
};

/// The drawing with everything where `place` puts it; letters and artwork stay upright.
template <class Place>
std::vector<Primitive> transformed(std::vector<Primitive> primitives, Place place) {
  const Transformer<Place> transformer(std::move(place));
  for (Primitive& primitive : primitives) std::visit(transformer, primitive);
  return primitives;
}

}  // namespace tviz
