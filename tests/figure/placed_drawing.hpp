// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "tviz/scene/scene.hpp"

namespace tviz::test {

/// Text with the box that its glyphs' advances and usual heights fill.
struct DrawnText {
  std::string text;
  Rect bounds;
};

/// A stroked straight piece of a line.
struct Segment {
  Point from;
  Point to;
  bool horizontal() const { return from.y == to.y; }
  bool vertical() const { return from.x == to.x; }
};

/// Everything that a scene draws, in page coordinates.
struct PlacedDrawing {
  std::vector<double> streams;  ///< The x of each.
  double width = 0;
  double height = 0;
  std::vector<Rect> boxes;          ///< Filled rectangles with text, such as heads and MLPs.
  std::vector<Rect> slanted_boxes;  ///< Those of `boxes` that are routers, around their corners.
  std::vector<Rect> cards;          ///< Large light rectangles that cover the stream on purpose.
  std::vector<Rect> frames;         ///< Outlines without a fill.
  std::vector<Rect> circles;
  std::vector<Segment> lines;  ///< With the rails, but not the streams.
  std::vector<DrawnText> texts;
  std::vector<Rect> signs;          ///< Badges and triangles of hooks, on boxes and lines.
  std::vector<DrawnText> letters;   ///< Of the functions, on signs and dots.
  std::vector<Rect> under_letters;  ///< For each letter, what it is on.
};

PlacedDrawing place_drawing(const Scene& scene, bool unfolded);

/// Heights at which an arrow leaves a rail for the right.
std::vector<double> reads_of(const PlacedDrawing& drawing, const Rail& rail);

}  // namespace tviz::test
