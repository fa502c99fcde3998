// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include "tviz/base/export.hpp"

namespace tviz {

/// Lengths are CSS pixels (1/96 inch, 0.75 pt); x grows to the right, y downwards.
struct Point {
  double x = 0;
  double y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};

/// A rectangle by its top left corner and its extent, in pixels.
struct Rect {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;

  /// The x of the right edge.
  double right() const { return x + width; }
  /// The y of the lower edge.
  double bottom() const { return y + height; }
  /// The middle of the rectangle.
  Point center() const { return {x + width / 2, y + height / 2}; }
  friend bool operator==(const Rect&, const Rect&) = default;
};

/// The smallest rectangle around both.
inline Rect united(const Rect& a, const Rect& b) {
  const double x = std::min(a.x, b.x);
  const double y = std::min(a.y, b.y);
  return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

}  // namespace tviz
