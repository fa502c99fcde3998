// SPDX-License-Identifier: MIT
#include "placed_drawing.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

namespace tviz::test {
namespace {

constexpr std::size_t kMostCorners = 8;

constexpr double kCardWidth = 165;
constexpr double kCardHeight = 110;  // Of the cards of figures that flow to the right.
constexpr double kBadgeRadius = 2;
constexpr double kLargestDot = 14;  // Of two letters or a number of others.

class Collector {
 public:
  Collector(const Scene& scene, PlacedDrawing& drawing) : scene_(scene), drawing_(drawing) {}

  void collect(const std::vector<Primitive>& primitives, Point origin) {
    for (const Primitive& primitive : primitives) {
      std::visit([&](const auto& shape) { add(shape, origin); }, primitive);
    }
  }

 private:
  static Rect shifted(Rect bounds, Point by) {
    return {bounds.x + by.x, bounds.y + by.y, bounds.width, bounds.height};
  }

  void add(const Rectangle& shape, Point by) {
    const Rect bounds = shifted(shape.bounds, by);
    if (shape.radius == kBadgeRadius) {
      add_sign(bounds);
      return;
    }
    // The stripes of marks, drawn on their box.
    if (shape.radius == 0 && !drawing_.boxes.empty() && lies_in(bounds, drawing_.boxes.back())) {
      return;
    }
    const bool card =
        shape.radius > 5 && (shape.bounds.width > kCardWidth || shape.bounds.height > kCardHeight);
    if (!shape.fill) {
      drawing_.frames.push_back(bounds);
    } else if (card) {
      drawing_.cards.push_back(bounds);
    } else {
      drawing_.boxes.push_back(bounds);
    }
  }
  void add(const Circle& shape, Point by) {
    drawing_.circles.push_back({shape.center.x - shape.radius + by.x,
                                shape.center.y - shape.radius + by.y, 2 * shape.radius,
                                2 * shape.radius});
    if (shape.radius < kLargestDot) under_letter_ = drawing_.circles.back();
  }
  void add(const Polyline& shape, Point by) {
    if (!shape.stroke || is_stream(shape)) return;
    if (shape.fill) {
      add_slanted_box(shape, by);
      return;
    }
    if (shape.points.size() > kMostCorners) return;  // A brace.
    for (std::size_t i = 1; i < shape.points.size(); ++i) {
      const Point a = shape.points[i - 1];
      const Point b = shape.points[i];
      drawing_.lines.push_back({{a.x + by.x, a.y + by.y}, {b.x + by.x, b.y + by.y}});
    }
  }
  /// That of a figure that flows to the right, which runs behind boxes and cards.
  static bool is_stream(const Polyline& shape) {
    const bool along = shape.points.size() == 2 && shape.points.front().y == shape.points.back().y;
    return along && shape.stroke->dashes == std::vector<double>{4, 3.5};
  }
  static bool lies_in(const Rect& inner, const Rect& outer) {
    return inner.x > outer.x - 0.01 && inner.right() < outer.right() + 0.01 &&
           inner.y > outer.y - 0.01 && inner.bottom() < outer.bottom() + 0.01;
  }

  void add_sign(const Rect& bounds) {
    drawing_.signs.push_back(bounds);
    under_letter_ = bounds;
  }

  void add_slanted_box(const Polyline& shape, Point by) {
    const auto [left, right] = std::ranges::minmax(shape.points, {}, &Point::x);
    const auto [top, bottom] = std::ranges::minmax(shape.points, {}, &Point::y);
    const Rect bounds = shifted({left.x, top.y, right.x - left.x, bottom.y - top.y}, by);
    if (shape.points.size() == 3) {
      add_sign(bounds);
      return;
    }
    drawing_.boxes.push_back(bounds);
    drawing_.slanted_boxes.push_back(drawing_.boxes.back());
  }
  void add(const TextRun& run, Point by) {
    const double size = run.text.size;
    DrawnText text{
        run.text.text,
        {run.origin.x + by.x, run.origin.y + by.y - 0.7 * size, run.text.width, 0.72 * size}};
    const Point middle = text.bounds.center();
    if (lies_in({middle.x, middle.y, 0, 0}, under_letter_)) {
      drawing_.letters.push_back(std::move(text));
      drawing_.under_letters.push_back(under_letter_);
      return;
    }
    drawing_.texts.push_back(std::move(text));
  }
  void add(const Use& use, Point by) {
    collect(scene_.definitions.at(use.definition).primitives,
            {by.x + use.offset.x, by.y + use.offset.y});
  }
  void add(const Artwork& artwork, Point by) {
    const Rect& place = artwork.bounds;
    drawing_.boxes.push_back({place.x + by.x, place.y + by.y, place.width, place.height});
  }
  void add(const Region&, Point) {}

  const Scene& scene_;
  PlacedDrawing& drawing_;
  Rect under_letter_;  ///< The last sign or dot.
};

}  // namespace

PlacedDrawing place_drawing(const Scene& scene, bool unfolded) {
  PlacedDrawing drawing;
  drawing.width = scene.width;
  const PlacedScene placed = place(scene, unfolded);
  drawing.height = placed.height;
  for (const StreamLine& stream : scene.streams) drawing.streams.push_back(stream.x);
  Collector collector(scene, drawing);
  for (std::size_t i = scene.streams.size(); i < placed.lines.size(); ++i) {
    const PlacedLine& rail = placed.lines[i];
    drawing.lines.push_back({{rail.x, rail.top}, {rail.x, rail.bottom}});
  }
  for (const PlacedBand& band : placed.bands) {
    collector.collect(band.band->primitives, {0, band.top});
  }
  return drawing;
}

std::vector<double> reads_of(const PlacedDrawing& drawing, const Rail& rail) {
  std::vector<double> heights;
  for (const Segment& line : drawing.lines) {
    if (line.horizontal() && std::abs(line.from.x - rail.x) < 1 && line.to.x > rail.x) {
      heights.push_back(line.from.y);
    }
  }
  std::ranges::sort(heights);
  return heights;
}

}  // namespace tviz::test
