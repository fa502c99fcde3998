// SPDX-License-Identifier: MIT
#include "layout/turn.hpp"

#include <utility>

#include "scene/transform.hpp"

namespace tviz {

Point turned(Point point) { return {-point.y, point.x}; }

Rect turned(const Rect& rect) { return {-rect.bottom(), rect.x, rect.height, rect.width}; }

std::vector<Primitive> turned(std::vector<Primitive> primitives) {
  return transformed(std::move(primitives), [](const auto& place) { return turned(place); });
}

Point turned_back(Point point) { return {point.y, -point.x}; }

Rect turned_back(const Rect& rect) { return {rect.y, -rect.right(), rect.height, rect.width}; }

std::vector<Primitive> turned_back(std::vector<Primitive> primitives) {
  return transformed(std::move(primitives), [](const auto& place) { return turned_back(place); });
}

}  // namespace tviz
