// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "tviz/base/geometry.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz {

// A figure whose data flows to the right is laid out as one whose data flows up, and then turned
// clockwise by a right angle about the origin: what was up is right, what was left is on top. Texts
// and artwork stay upright; of a text only its origin is turned.

/// Where a place of the layout is seen.
Point turned(Point point);
Rect turned(const Rect& rect);
std::vector<Primitive> turned(std::vector<Primitive> primitives);

/// The drawing for the layout that is seen, once it is turned, as the given one.
std::vector<Primitive> turned_back(std::vector<Primitive> primitives);

/// The place in the layout of what is seen at a place.
Point turned_back(Point point);
Rect turned_back(const Rect& rect);

}  // namespace tviz
