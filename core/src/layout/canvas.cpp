// SPDX-License-Identifier: MIT
#include "layout/canvas.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tviz {
namespace {

// Height of capitals in the carried text faces, in em: text is centred by it, not by its
// line height, because labels have few descenders.
constexpr double kCapHeight = 0.66;
// Least distance between a label and the sides of its box.
constexpr double kLabelPadding = 3;

constexpr double kMarkerSpace = 1;

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

/// The part of a line that stays when its arrowhead takes the end.
void shorten(std::vector<Point>& points, double length) {
  Point& tip = points.back();
  const Point before = points[points.size() - 2];
  const double run = std::hypot(tip.x - before.x, tip.y - before.y);
  const double share = std::min(length, run) / run;
  tip.x -= (tip.x - before.x) * share;
  tip.y -= (tip.y - before.y) * share;
}

Polyline arrowhead(Point before, Point tip, double length, double width, Color color) {
  const double run = std::hypot(tip.x - before.x, tip.y - before.y);
  const Point along{(tip.x - before.x) / run, (tip.y - before.y) / run};
  const Point base{tip.x - along.x * length, tip.y - along.y * length};
  const Point side{-along.y * width / 2, along.x * width / 2};
  Polyline head;
  head.points = {tip, {base.x + side.x, base.y + side.y}, {base.x - side.x, base.y - side.y}};
  head.closed = true;
  head.fill = color;
  return head;
}

}  // namespace

std::vector<Primitive> moved(std::vector<Primitive> primitives, Point offset) {
  for (Primitive& primitive : primitives) std::visit(Mover{offset}, primitive);
  return primitives;
}

void Canvas::box(const Rect& bounds, const BoxStyle& role, std::span<const BoxStyle> highlights) {
  const Theme& theme = style_.theme;
  const BoxStyle& outer = highlights.empty() ? role : highlights.front();
  const double width = highlights.empty() ? theme.box_line_width : theme.highlight_line_width;
  Rectangle shape{bounds, theme.box_radius, outer.fill, Stroke{outer.stroke, width, {}}};
  if (highlights.size() > 1) {
    const double stripe = bounds.width / static_cast<double>(highlights.size());
    shape.stroke.reset();
    primitives_.emplace_back(shape);
    for (std::size_t i = 1; i < highlights.size(); ++i) {
      const double left = bounds.x + stripe * static_cast<double>(i);
      primitives_.emplace_back(
          Rectangle{{left, bounds.y, stripe, bounds.height}, 0, highlights[i].fill, std::nullopt});
    }
    shape.fill.reset();
    shape.stroke = Stroke{outer.stroke, width, {}};
  }
  primitives_.emplace_back(std::move(shape));
}

void Canvas::fit(const TextLine& line, double size, const Rect& bounds, Color color) {
  const Point center = bounds.center();
  text(line, {center.x - line.width / 2, center.y + size * kCapHeight / 2}, color);
}

void Canvas::label(std::string_view markup, const Rect& bounds, double size, Color color) {
  TextLine line = typeset_math(style_.fonts, markup, size);
  const double room = bounds.width - 2 * kLabelPadding;
  if (line.width > room) {
    size = std::max(size * room / line.width, style_.theme.minimum_size);
    line = typeset_math(style_.fonts, markup, size);
  }
  fit(line, size, bounds, color);
}

void Canvas::caption(std::string_view text, Face face, const Rect& bounds, double size,
                     Color color) {
  TextLine line = typeset(style_.fonts, text, face, size);
  const double room = bounds.width - 2 * kLabelPadding;
  if (line.width > room) {
    size = std::max(size * room / line.width, style_.theme.minimum_size);
    line = typeset(style_.fonts, elide(style_.fonts, text, face, size, room), face, size);
  }
  fit(line, size, bounds, color);
}

void Canvas::text(const TextLine& line, Point origin, Color color) {
  for (const PlacedText& placed : line.runs) {
    primitives_.emplace_back(
        TextRun{{origin.x + placed.origin.x, origin.y + placed.origin.y}, placed.run, color});
  }
}

void Canvas::line(std::vector<Point> points) {
  Polyline shape;
  shape.points = std::move(points);
  shape.stroke = Stroke{style_.theme.line, style_.theme.line_width, {}};
  primitives_.emplace_back(std::move(shape));
}

void Canvas::arrow(std::vector<Point> points, const Stroke& stroke) {
  const Theme& theme = style_.theme;
  const Point tip = points.back();
  const Point before = points[points.size() - 2];
  shorten(points, theme.arrow_length * 0.8);
  Polyline shaft;
  shaft.points = std::move(points);
  shaft.stroke = stroke;
  primitives_.emplace_back(std::move(shaft));
  primitives_.emplace_back(
      arrowhead(before, tip, theme.arrow_length, theme.arrow_width, stroke.color));
}

void Canvas::arrow(std::vector<Point> points) {
  arrow(std::move(points), {style_.theme.line, style_.theme.line_width, {}});
}

void Canvas::unchosen_arrow(std::vector<Point> points) {
  arrow(std::move(points), {style_.theme.unchosen, style_.theme.line_width, {2, 2}});
}

void Canvas::operation(Point center, double radius) {
  const Theme& theme = style_.theme;
  primitives_.emplace_back(Circle{center, radius, theme.operation.fill,
                                  Stroke{theme.operation.stroke, theme.line_width, {}}});
}

void Canvas::sum(Point center) {
  const Theme& theme = style_.theme;
  const double arm = theme.sum_radius * 0.46;
  operation(center, theme.sum_radius);
  line({{center.x - arm, center.y}, {center.x + arm, center.y}});
  line({{center.x, center.y - arm}, {center.x, center.y + arm}});
}

double product_radius(const Theme& theme) { return 0.9 * theme.sum_radius; }

void Canvas::product(Point center) {
  const double arm = product_radius(style_.theme) * 0.36;
  operation(center, product_radius(style_.theme));
  line({{center.x - arm, center.y - arm}, {center.x + arm, center.y + arm}});
  line({{center.x - arm, center.y + arm}, {center.x + arm, center.y - arm}});
}

double marker_width(const Theme& theme, std::size_t count) {
  return static_cast<double>(count) * (2 * theme.marker_radius + kMarkerSpace) - kMarkerSpace;
}

void Canvas::markers(Point center, std::span<const BoxStyle> styles) {
  const double radius = style_.theme.marker_radius;
  const double step = 2 * radius + kMarkerSpace;
  double x = center.x - marker_width(style_.theme, styles.size()) / 2 + radius;
  for (const BoxStyle& style : styles) {
    primitives_.emplace_back(
        Circle{{x, center.y}, radius, style.fill, Stroke{style.stroke, 1.2, {}}});
    x += step;
  }
}

void Canvas::dots(Point center) {
  for (const double offset : {-6.0, 0.0, 6.0}) {
    primitives_.emplace_back(
        Circle{{center.x + offset, center.y}, 1.5, style_.theme.muted, std::nullopt});
  }
}

Band Canvas::finish(double height) && {
  return {height, moved(std::move(primitives_), {0, height})};
}

}  // namespace tviz
