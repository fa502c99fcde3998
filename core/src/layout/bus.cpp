// SPDX-License-Identifier: MIT
#include "layout/bus.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tviz {
namespace {

constexpr double kSame = 0.01;

/// A vertical line between the bus and what lies below or above it.
struct Riser {
  Point end;
  bool arrow = false;
};

/// A way without the pieces of it on the bus that other lines pass.
std::vector<std::vector<Point>> cut(const std::vector<Point>& way, double y,
                                    const std::vector<double>& passing) {
  std::vector<std::vector<Point>> pieces{{way.front()}};
  for (std::size_t i = 1; i < way.size(); ++i) {
    const Point from = way[i - 1];
    const Point to = way[i];
    const double direction = to.x < from.x ? -1 : 1;
    std::vector<double> crossed;
    for (const double x : passing) {
      const bool is_between = std::min(from.x, to.x) < x && x < std::max(from.x, to.x);
      if (from.y == y && to.y == y && is_between) crossed.push_back(x);
    }
    std::ranges::sort(crossed, {}, [direction](double x) { return direction * x; });
    for (const double x : crossed) {
      pieces.back().push_back({x - direction * kUnderpass, y});
      pieces.push_back({{x + direction * kUnderpass, y}});
    }
    pieces.back().push_back(to);
  }
  return pieces;
}

/// Draws a line that reaches the riser's end by way of the points before it.
void draw_to(Canvas& canvas, std::vector<Point> way, const Riser& riser,
             const std::vector<double>& passing) {
  const double y = way.back().y;
  if (riser.end.y != y) way.push_back(riser.end);
  std::vector<std::vector<Point>> pieces = cut(way, y, passing);
  std::vector<Point> last = std::move(pieces.back());
  pieces.pop_back();
  for (std::vector<Point>& piece : pieces) canvas.line(std::move(piece));
  if (riser.arrow) {
    canvas.arrow(std::move(last));
  } else {
    canvas.line(std::move(last));
  }
}

}  // namespace

void draw_bus(Canvas& canvas, const std::vector<Point>& sources, double y,
              const std::vector<Inlet>& inlets, const std::vector<double>& passing) {
  std::vector<Riser> risers;
  risers.reserve(inlets.size() + sources.size());
  for (const Inlet& inlet : inlets) risers.push_back({inlet.at, inlet.arrow});
  for (std::size_t i = 1; i < sources.size(); ++i) risers.push_back({sources[i], false});
  std::ranges::stable_sort(risers, {}, [](const Riser& riser) { return riser.end.x; });
  const Point source = sources.front();
  const double left = risers.front().end.x;
  const double right = risers.back().end.x;

  // A corner belongs to the line that ends there, so that it is drawn in one stroke.
  std::vector<Point> trunk{source};
  if (source.y != y) trunk.push_back({source.x, y});
  const bool straight = left > source.x - kSame && right < source.x + kSame;
  if (straight) trunk = {source};
  for (const Riser& riser : risers) {
    const bool at_left_end = &riser == &risers.front() && riser.end.x < source.x + kSame;
    const bool at_right_end = &riser == &risers.back() && riser.end.x > source.x + kSame;
    if (at_left_end || at_right_end) continue;
    draw_to(canvas, {{riser.end.x, y}}, riser, passing);
  }
  const bool goes_left = left < source.x + kSame;
  if (right > source.x + kSame) {
    std::vector<Point> way = goes_left ? std::vector<Point>{{source.x, y}} : trunk;
    way.push_back({right, y});
    draw_to(canvas, std::move(way), risers.back(), passing);
  }
  if (goes_left) {
    std::vector<Point> way = trunk;
    if (left < source.x - kSame) way.push_back({left, y});
    draw_to(canvas, std::move(way), risers.front(), passing);
  }
}

}  // namespace tviz
