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
constexpr double kLiftOfScripts = 0.1;   // Of a label above tabs, in em: its scripts hang down.
constexpr double kLineAboveTabs = 1.45;  // Least room of a label above tabs, in em.
constexpr double kBesideTabs = 2;        // From tabs to a label beside them.
constexpr double kBeforeLetter = 3;      // From a label to the letter of its mark.

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

Color text_color(const BoxStyle& role, std::span<const MarkStyle> marks) {
  const MarkStyle* ground = filling(marks);
  return ground == nullptr ? role.text : ground->ink;
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

void Canvas::box(const Rect& bounds, const BoxStyle& role, std::span<const MarkStyle> marks) {
  if (style_.flows_right()) {
    return draw_upright([&](Canvas& canvas) { canvas.box(turned(bounds), role, marks); });
  }
  const Theme& theme = style_.theme;
  Rectangle shape{bounds, theme.box_radius, role.fill,
                  Stroke{role.stroke, theme.box_line_width, {}}};
  if (const MarkStyle* ground = filling(marks)) {
    add_all(marked_shape(std::move(shape), *ground, theme.highlight_line_width));
  } else {
    if (!marks.empty()) shape.stroke = Stroke{theme.muted, theme.highlight_line_width, {}};
    primitives_.emplace_back(std::move(shape));
  }
  add_all(signs(bounds, marks, theme, style_.fonts));
}

void Canvas::shape(Polyline shape, const Rect& bounds, const BoxStyle& role,
                   std::span<const MarkStyle> marks) {
  const Theme& theme = style_.theme;
  if (const MarkStyle* ground = filling(marks)) {
    add_all(marked_shape(std::move(shape), *ground, theme.highlight_line_width));
  } else {
    shape.fill = role.fill;
    shape.stroke = marks.empty() ? Stroke{role.stroke, theme.box_line_width, {}}
                                 : Stroke{theme.muted, theme.highlight_line_width, {}};
    primitives_.emplace_back(std::move(shape));
  }
  if (style_.flows_right()) {
    add_all(turned_back(signs(turned(bounds), marks, theme, style_.fonts)));
  } else {
    add_all(signs(bounds, marks, theme, style_.fonts));
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
  fit(fitting_line(markup, size, bounds.width), size, bounds, color);
}

TextLine Canvas::fitting_line(std::string_view markup, double& size, double width) const {
  TextLine line = typeset_math(style_.fonts, markup, size);
  const double room = width - 2 * kLabelPadding;
  if (line.width <= room) return line;
  size = std::clamp(size * room / line.width, std::min(size, least_label_size(line, style_.theme)),
                    size);
  return typeset_math(style_.fonts, markup, size);
}

void Canvas::label(std::string_view markup, const Rect& bounds, double size, const BoxStyle& role,
                   std::span<const MarkStyle> marks) {
  if (style_.flows_right()) {
    return draw_upright(
        [&](Canvas& canvas) { canvas.label(markup, turned(bounds), size, role, marks); });
  }
  const Theme& theme = style_.theme;
  const Color color = text_color(role, marks);
  const MarkStyle* ground = filling(marks);
  const std::string mark = ground == nullptr ? std::string() : ground->letter;
  const TextLine letter = typeset(style_.fonts, mark, Face::Sans, mark_letter_size(theme));
  const double after = mark.empty() ? 0 : kBeforeLetter + letter.width;
  TextLine line = fitting_line(markup, size, bounds.width - after);
  Rect room = bounds;
  const Extent tabs = room_of_tabs(bounds, marks, theme, style_.fonts);
  if (tabs.width > 0 && (bounds.width - line.width) / 2 < tabs.width + kBesideTabs) {
    room.height -= tabs.height;
    size = std::clamp(room.height / kLineAboveTabs, std::min(size, theme.minimum_size), size);
    line = fitting_line(markup, size, bounds.width - after);
    room.y -= kLiftOfScripts * size;
  }
  room.width -= after;
  fit(line, size, room, color);
  if (mark.empty()) return;
  const double right = room.center().x + line.width / 2 + kBeforeLetter;
  fit(letter, mark_letter_size(theme), {right, room.y, letter.width, room.height}, color);
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
