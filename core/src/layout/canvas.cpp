// SPDX-License-Identifier: MIT
#include "layout/canvas.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "layout/turn.hpp"

namespace tviz {
namespace {

// Height of capitals in the carried text faces, in em: text is centred by it, not by its
// line height, because labels have few descenders.
constexpr double kCapHeight = 0.66;
// Least distance between a label and the sides of its box.
constexpr double kLabelPadding = 3;
// Height of the stripes above and below a label, of the box's.
constexpr double kBandShare = 0.26;

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

bool has_scripts(const TextLine& line) {
  return std::ranges::any_of(line.runs, [&line](const PlacedText& placed) {
    return placed.run.size < line.runs.front().run.size;
  });
}

}  // namespace

double least_label_size(const TextLine& label, const Theme& theme) {
  return theme.minimum_size / (has_scripts(label) ? kLargestScript : 1);
}

void Canvas::add_all(std::vector<Primitive> primitives) {
  std::ranges::move(primitives, std::back_inserter(primitives_));
}

template <class Draw>
void Canvas::draw_upright(Draw draw) {
  Canvas upright(Style{style_.theme, style_.fonts, style_.painters});
  draw(upright);
  add_all(turned_back(std::move(upright).take()));
}

/// One of several marks on a box; their common outline is drawn later.
void Canvas::stripe(const Rect& bounds, const MarkStyle& mark) {
  const bool framed = mark.backward || mark.dormant;
  primitives_.emplace_back(
      Rectangle{bounds, 0, mark.backward ? mark.colors.fill : mark.ground, std::nullopt});
  if (!framed) return;
  const double line = style_.theme.highlight_line_width;
  const Rect inner{bounds.x + line, bounds.y + line, bounds.width - 2 * line,
                   bounds.height - 2 * line};
  if (inner.width <= 0 || inner.height <= 0) return;
  Stroke stroke{mark.colors.stroke, line / 2, {}};
  if (mark.dormant) stroke.dashes = {2, 1.5};
  primitives_.emplace_back(Rectangle{inner, 0, mark.ground, std::move(stroke)});
}

void Canvas::box(const Rect& bounds, const BoxStyle& role, std::span<const MarkStyle> marks) {
  if (style_.flows_right()) {
    return draw_upright([&](Canvas& canvas) { canvas.box(turned(bounds), role, marks); });
  }
  const Theme& theme = style_.theme;
  Rectangle shape{bounds, theme.box_radius, role.fill,
                  Stroke{role.stroke, theme.box_line_width, {}}};
  if (marks.size() < 2) {
    if (marks.empty()) {
      primitives_.emplace_back(std::move(shape));
      return;
    }
    add_all(marked_shape(std::move(shape), marks.front(), theme.highlight_line_width));
    add_all(badges(bounds, marks, theme, style_.fonts));
    return;
  }
  const bool whole = carry_label(marks);
  const double height = whole ? bounds.height : kBandShare * bounds.height;
  const double width = bounds.width / static_cast<double>(marks.size());
  shape.fill = whole ? marks.front().ground : role.fill;
  shape.stroke.reset();
  primitives_.emplace_back(shape);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const double left = bounds.x + width * static_cast<double>(i);
    // The first one's area is the shape's own, with its round corners.
    if (!whole || i > 0) {
      stripe({left, bounds.y, width, height}, marks[i]);
    }
    if (!whole) stripe({left, bounds.bottom() - height, width, height}, marks[i]);
  }
  shape.fill.reset();
  shape.stroke = Stroke{marks.front().colors.stroke, theme.highlight_line_width, {}};
  primitives_.emplace_back(std::move(shape));
  add_all(badges(bounds, marks, theme, style_.fonts));
}

void Canvas::shape(Polyline shape, const Rect& bounds, const BoxStyle& role,
                   std::span<const MarkStyle> marks) {
  if (marks.empty()) {
    shape.fill = role.fill;
    shape.stroke = Stroke{role.stroke, style_.theme.box_line_width, {}};
    primitives_.emplace_back(std::move(shape));
    return;
  }
  add_all(marked_shape(std::move(shape), marks.front(), style_.theme.highlight_line_width));
  if (style_.flows_right()) {
    add_all(turned_back(badges(turned(bounds), marks, style_.theme, style_.fonts)));
  } else {
    add_all(badges(bounds, marks, style_.theme, style_.fonts));
  }
}

void Canvas::fit(const TextLine& line, double size, const Rect& bounds, Color color) {
  const Point center = bounds.center();
  text(line, {center.x - line.width / 2, center.y + size * kCapHeight / 2}, color,
       TextAnchor::Middle);
}

void Canvas::label(std::string_view markup, const Rect& bounds, double size, Color color) {
  if (style_.flows_right()) {
    return draw_upright([&](Canvas& canvas) { canvas.label(markup, turned(bounds), size, color); });
  }
  TextLine line = typeset_math(style_.fonts, markup, size);
  const double room = bounds.width - 2 * kLabelPadding;
  if (line.width > room) {
    size = std::clamp(size * room / line.width,
                      std::min(size, least_label_size(line, style_.theme)), size);
    line = typeset_math(style_.fonts, markup, size);
  }
  fit(line, size, bounds, color);
}

void Canvas::caption(std::string_view text, Face face, const Rect& bounds, double size,
                     Color color) {
  if (style_.flows_right()) {
    return draw_upright(
        [&](Canvas& canvas) { canvas.caption(text, face, turned(bounds), size, color); });
  }
  TextLine line = typeset(style_.fonts, text, face, size);
  const double room = bounds.width - 2 * kLabelPadding;
  if (line.width > room) {
    size = std::max(size * room / line.width, style_.theme.minimum_size);
    line = typeset(style_.fonts, elide(style_.fonts, text, face, size, room), face, size);
  }
  fit(line, size, bounds, color);
}

void Canvas::text(const TextLine& line, Point origin, Color color, TextAnchor anchor) {
  if (style_.flows_right()) {
    return draw_upright([&](Canvas& canvas) { canvas.text(line, turned(origin), color, anchor); });
  }
  for (const PlacedText& placed : line.runs) {
    primitives_.emplace_back(TextRun{
        {origin.x + placed.origin.x, origin.y + placed.origin.y}, placed.run, color, anchor});
  }
}

void Canvas::text_beside(const TextLine& line, Point at, double middle, Color color) {
  if (style_.flows_right()) {
    text(line, {at.x + 2 * middle, at.y + line.width / 2}, color);
  } else {
    text(line, {at.x, at.y + middle}, color);
  }
}

void Canvas::line(std::vector<Point> points) {
  Polyline shape;
  shape.points = std::move(points);
  shape.stroke = Stroke{style_.theme.line, style_.theme.line_width, {}};
  primitives_.emplace_back(std::move(shape));
}

void Canvas::arrow(std::vector<Point> points) {
  const Theme& theme = style_.theme;
  const Point tip = points.back();
  const Point before = points[points.size() - 2];
  shorten(points, theme.arrow_length * 0.8);
  Polyline shaft;
  shaft.points = std::move(points);
  shaft.stroke = Stroke{theme.line, theme.line_width, {}};
  primitives_.emplace_back(std::move(shaft));
  primitives_.emplace_back(
      arrowhead(before, tip, theme.arrow_length, theme.arrow_width, theme.line));
}

void Canvas::operation(Point center, double radius) {
  const Theme& theme = style_.theme;
  primitives_.emplace_back(Circle{center, radius, theme.operation.fill,
                                  Stroke{theme.operation.stroke, theme.line_width, {}}});
}

void Canvas::sum(Point center, double radius) {
  const double arm = radius * 0.46;
  operation(center, radius);
  line({{center.x - arm, center.y}, {center.x + arm, center.y}});
  line({{center.x, center.y - arm}, {center.x, center.y + arm}});
}

void Canvas::read_dot(Point center) {
  primitives_.emplace_back(Circle{center, kReadDot, style_.theme.line, std::nullopt});
}

void Canvas::concatenation(Point center) {
  const Theme& theme = style_.theme;
  const double arm = theme.sum_radius * 0.5;
  const double apart = theme.sum_radius * 0.22;
  operation(center, theme.sum_radius);
  for (const double side : {-apart, apart}) {
    line({{center.x + side, center.y - arm}, {center.x + side, center.y + arm}});
  }
}

double product_radius(const Theme& theme) { return 0.9 * theme.sum_radius; }

void Canvas::product(Point center) {
  const double arm = product_radius(style_.theme) * 0.36;
  operation(center, product_radius(style_.theme));
  line({{center.x - arm, center.y - arm}, {center.x + arm, center.y + arm}});
  line({{center.x - arm, center.y + arm}, {center.x + arm, center.y - arm}});
}

void Canvas::markers(Point center, std::span<const MarkStyle> marks) {
  const Theme& theme = style_.theme;
  const double extent = marker_extent(theme, marks);
  double x = center.x - marker_width(theme, marks) / 2 + extent;
  for (const MarkStyle& mark : marks) {
    const Point place{x, center.y};
    if (style_.flows_right()) {
      add_all(turned_back(marker(turned(place), extent, mark, theme, style_.fonts)));
    } else {
      add_all(marker(place, extent, mark, theme, style_.fonts));
    }
    x += 2 * extent + kMarkerSpace;
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
