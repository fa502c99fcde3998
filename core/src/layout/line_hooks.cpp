// SPDX-License-Identifier: MIT
#include "layout/line_hooks.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "layout/interior_grid.hpp"

namespace tviz {
namespace {

// From a line to the first circle of several that hang from it.
constexpr double kStemRise = 11;
constexpr double kDown = 1;
constexpr double kUp = -1;

using Sites = std::vector<std::string>;

const Sites kBeforeNorm(kSitesBeforeNorm.begin(), kSitesBeforeNorm.end());
const Sites kIntoNorm{"in"};
const Sites kOutOfNorm{"scale", "normalized", "out"};
const Sites kIntoComponent{"entry"};
const Sites kOutOfComponent{"exit"};
const Sites kAdded{"out"};

void append(std::vector<HookCircle> more, std::vector<HookCircle>& circles) {
  std::ranges::move(more, std::back_inserter(circles));
}

double stem_rise(const Theme& theme, const std::vector<HookCircle>& circles) {
  return std::max(kStemRise, circle_rise(theme, circles));
}

void draw_stem(Canvas& lines, Canvas& dots, Point at, const std::vector<HookCircle>& circles,
               double direction, double clear) {
  if (circles.empty()) return;
  const Theme& theme = lines.style().theme;
  double y = at.y + direction * (clear + stem_rise(theme, circles));
  const double step = direction * circle_step(theme, circles);
  Polyline stem;
  stem.points = {at, {at.x, y + step * static_cast<double>(circles.size() - 1)}};
  stem.stroke = Stroke{theme.unchosen, theme.line_width, {}};
  lines.add(std::move(stem));
  for (const HookCircle& circle : circles) {
    // The last dot lies on the stem: the stream is near at the right.
    const double radius = theme.marker_radius;
    const double x = at.x + radius - std::max(radius, circle_reach(lines.style(), circle));
    draw_circle(dots, circle, {x, y});
    draw_circle_label(dots, circle, {x, y}, LabelSide::Left);
    y += step;
  }
}

bool fits_on_line(const std::vector<HookCircle>& circles) {
  return circles.size() == 1 && circles.front().styles.size() < 2;
}

double height_of_stem(const std::vector<HookCircle>& circles, const Theme& theme) {
  const double steps = circle_step(theme, circles) * static_cast<double>(circles.size() - 1);
  return stem_rise(theme, circles) + steps + circle_rise(theme, circles);
}

}  // namespace

bool LineHooks::opens_any(const Components& components) const {
  return std::ranges::any_of(components,
                             [this](const Component* each) { return opened_.opens(*each); });
}

std::vector<HookCircle> LineHooks::circles_of(const Component& reader,
                                              std::span<const std::string> sites) const {
  std::vector<HookCircle> circles = opened_.circles(reader, sites);
  if (!opened_.opens(reader)) {
    std::erase_if(circles, [](const HookCircle& circle) { return circle.styles.empty(); });
  }
  return circles;
}

std::vector<HookCircle> LineHooks::of_read(const Components& norms,
                                           const Components& readers) const {
  std::vector<HookCircle> circles;
  for (const Component* reader : readers) append(circles_of(*reader, kBeforeNorm), circles);
  if (!norms.empty()) {
    append(opened_.circles(*norms.front(), kIntoNorm), circles);
    return circles;
  }
  for (const Component* reader : readers) append(circles_of(*reader, kIntoComponent), circles);
  return circles;
}

std::vector<HookCircle> LineHooks::above_norms(const Components& norms,
                                               const Components& readers) const {
  std::vector<HookCircle> circles;
  for (const Component* norm : norms) append(opened_.circles(*norm, kOutOfNorm), circles);
  for (const Component* reader : readers) append(circles_of(*reader, kIntoComponent), circles);
  return circles;
}

std::vector<HookCircle> LineHooks::before_norm(const Slot& slot) const {
  std::vector<HookCircle> circles;
  if (slot.on_line == nullptr || !opened_.opens(*slot.main)) return circles;
  append(opened_.circles(*slot.main, kOutOfComponent), circles);
  append(opened_.circles(*slot.on_line, kIntoNorm), circles);
  return circles;
}

std::vector<HookCircle> LineHooks::of_output(const Slot& slot) const {
  std::vector<HookCircle> circles;
  if (!opened_.opens(*slot.main)) return circles;
  if (slot.on_line == nullptr) {
    append(opened_.circles(*slot.main, kOutOfComponent), circles);
  } else {
    append(opened_.circles(*slot.on_line, kOutOfNorm), circles);
  }
  append(opened_.circles(*slot.main, kAdded), circles);
  return circles;
}

double height_of(const std::vector<HookCircle>& circles, const Theme& theme) {
  if (circles.empty()) return 0;
  return circles.size() == 1 ? label_room(theme) : height_of_stem(circles, theme);
}

double height_below(const std::vector<HookCircle>& circles, const Theme& theme) {
  if (circles.empty()) return 0;
  return fits_on_line(circles) ? label_room(theme) : height_of_stem(circles, theme);
}

void hang_circles(Canvas& lines, Canvas& dots, Point at, const std::vector<HookCircle>& circles,
                  double below) {
  if (!fits_on_line(circles)) return draw_stem(lines, dots, at, circles, kDown, below);
  draw_circle(dots, circles.front(), at);
  const double clear = std::max(below, lines.style().theme.marker_radius);
  draw_circle_label(dots, circles.front(),
                    {at.x, at.y + clear + label_room(lines.style().theme) / 2}, LabelSide::Below);
}

void stand_circles(Canvas& lines, Canvas& dots, Point at, const std::vector<HookCircle>& circles,
                   double above, double end) {
  if (circles.size() != 1) return draw_stem(lines, dots, at, circles, kUp, above);
  draw_circle(dots, circles.front(), at);
  const double middle = end - label_width(lines.style(), circles.front()) / 2;
  draw_circle_label(dots, circles.front(), {std::min(at.x, middle), at.y}, LabelSide::Above);
}

}  // namespace tviz
