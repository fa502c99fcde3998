// SPDX-License-Identifier: MIT
#include "layout/norms.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "layout/bus.hpp"
#include "layout/captions.hpp"

namespace tviz {
namespace {

// Letters with serifs look smaller than those of the notes, whose size the theme gives.
constexpr double kNormLetters = 1.1;

void append(ComponentDrawing& drawing, Canvas canvas) {
  std::ranges::move(std::move(canvas).take(), std::back_inserter(drawing.primitives));
}

double middle_of(const std::vector<double>& all) {
  const auto [least, greatest] = std::ranges::minmax(all);
  return (least + greatest) / 2;
}

}  // namespace

Rect norm_bounds(const Theme& theme, Point center) {
  return {center.x - theme.norm_width / 2, center.y - theme.norm_height / 2, theme.norm_width,
          theme.norm_height};
}

void draw_norm(Canvas& canvas, const Component& norm, const Rect& bounds,
               const std::vector<MarkStyle>& highlights) {
  const Theme& theme = canvas.style().theme;
  canvas.box(bounds, theme.learned, highlights);
  // The letters of hooks take the place of an index.
  const bool lettered =
      std::ranges::any_of(highlights, [](const MarkStyle& mark) { return !mark.letter.empty(); });
  const std::string label = lettered ? norm.label.substr(0, norm.label.find('_')) : norm.label;
  draw_label(canvas, norm, label, bounds, kNormLetters * theme.norm_size, theme.learned,
             highlights);
}

ComponentDrawing with_norm_above(ComponentDrawing drawing, const NamedNorm& norm,
                                 const Room& room) {
  const Theme& theme = room.style.theme;
  Canvas canvas(room.style);
  std::vector<double> outlets;
  for (const Point& outlet : drawing.outlets) outlets.push_back(outlet.x);
  const double bus = drawing.bounds.y - theme.riser;
  const double bottom = bus - (outlets.size() > 1 ? theme.arrow_gap : 0);
  const Rect bounds = norm_bounds(theme, {middle_of(outlets), bottom - theme.norm_height / 2});
  draw_bus(canvas, drawing.outlets, bus, {{{bounds.center().x, bottom}}});
  draw_norm(canvas, *norm.norm, bounds, room.marks.anywhere(norm.path));
  drawing.placed.push_back({norm.norm, bounds});
  drawing.outlets = {{bounds.center().x, bounds.y}};
  drawing.bounds.height += drawing.bounds.y - bounds.y;
  drawing.bounds.y = bounds.y;
  append(drawing, std::move(canvas));
  return drawing;
}

ComponentDrawing with_norm_below(ComponentDrawing drawing, const NamedNorm& norm,
                                 const Room& room) {
  const Theme& theme = room.style.theme;
  Canvas canvas(room.style);
  std::vector<double> inlets;
  for (const Inlet& inlet : drawing.inlets) inlets.push_back(inlet.at.x);
  const double bus = theme.arrow_gap;
  const double top = bus + (inlets.size() > 1 ? theme.riser : 0);
  const Rect bounds = norm_bounds(theme, {middle_of(inlets), top + theme.norm_height / 2});
  draw_bus(canvas, {{bounds.center().x, top}}, bus, drawing.inlets);
  draw_norm(canvas, *norm.norm, bounds, room.marks.anywhere(norm.path));
  drawing.placed.push_back({norm.norm, bounds});
  drawing.inlets = {{{bounds.center().x, bounds.bottom()}}};
  drawing.bounds.height += bounds.bottom();
  append(drawing, std::move(canvas));
  return moved(std::move(drawing), {0, -bounds.bottom()});
}

}  // namespace tviz
