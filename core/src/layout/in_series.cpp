// SPDX-License-Identifier: MIT
#include "layout/in_series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>
#include <vector>

#include "layout/bus.hpp"
#include "layout/captions.hpp"

namespace tviz {
namespace {

constexpr double kFullWidth = 1.7;    // Of a head's.
constexpr double kNarrowEnd = 0.5;    // Of the wide end of a trapezoid.
constexpr double kLatentWidth = 0.8;  // Of a box between the narrow ends, of the wide ones.
constexpr double kFeatures = 11;      // Height of the row of features.
constexpr std::size_t kCells = 12;    // In that row.
constexpr std::array<std::size_t, 3> kActive{2, 7, 8};
constexpr double kInnerGap = 0.8;   // Of an arrow's, between the parts.
constexpr double kPastAdapter = 9;  // From an adapter to the line past it.
constexpr double kWordsGap = 7;     // From what is drawn to the words beside it.

/// "W_enc" as `W_"enc"`.
std::string markup_of_map(const Weight& weight) {
  const std::size_t script = weight.name.find('_');
  if (script != 1) return fmt::format("\"{}\"", weight.name);
  return fmt::format("{}_\"{}\"", weight.name.substr(0, 1), weight.name.substr(2));
}

/// Draws two maps as trapezoids, and what lies between them, from the bottom upwards.
class SeriesPainter {
 public:
  SeriesPainter(const Component& component, double center, const Room& room)
      : component_(component),
        center_(center),
        room_(room),
        theme_(room.style.theme),
        width_(std::min(
            {kFullWidth * theme_.head_width, 2 * (center - room.left), 2 * (room.right - center)})),
        styles_(room.marks.anywhere(room.path)),
        canvas_(room.style) {
    for (const Weight& weight : component.weights) {
      if (weight.shape.size() == 2) maps_.push_back(&weight);
    }
  }

  bool has_maps() const { return maps_.size() >= 2; }

  ComponentDrawing paint() && {
    const bool widens = component_.kind == "autoencoder";
    map(*maps_.front(), widens);
    widens ? features() : bottleneck();
    map(*maps_.back(), !widens);
    return std::move(*this).finish();
  }

  ComponentDrawing paint_box() && {
    const Rect bounds{center_ - width_ / 2, -theme_.box_height, width_, theme_.box_height};
    canvas_.box(bounds, theme_.learned, styles_);
    draw_label(canvas_, component_, component_.label, bounds, theme_.label_size, theme_.learned,
               styles_);
    y_ = bounds.y;
    return std::move(*this).finish();
  }

 private:
  ComponentDrawing finish() && {
    const Rect bounds{center_ - width_ / 2, y_, width_, -y_};
    return {.primitives = std::move(canvas_).take(),
            .bounds = bounds,
            .inlets = {{{center_, 0}}},
            .outlets = {{center_, y_}},
            .placed = {{&component_, bounds}},
            .holds_caption = true};
  }

  Rect next(double width, double height) {
    y_ -= height;
    return {center_ - width / 2, y_, width, height};
  }

  void arrow() {
    const double gap = kInnerGap * theme_.arrow_gap;
    canvas_.arrow({{center_, y_}, {center_, y_ - gap}});
    y_ -= gap;
  }

  /// A map as a trapezoid, wide at its top or at its bottom.
  void map(const Weight& weight, bool widens) {
    const Rect bounds = next(width_, theme_.norm_height);
    const double lean = (1 - kNarrowEnd) / 2 * width_;
    const double top = widens ? 0 : lean;
    const double bottom = widens ? lean : 0;
    Polyline trapezoid;
    trapezoid.points = {{bounds.x + bottom, bounds.bottom()},
                        {bounds.x + top, bounds.y},
                        {bounds.right() - top, bounds.y},
                        {bounds.right() - bottom, bounds.bottom()}};
    trapezoid.closed = true;
    canvas_.shape(std::move(trapezoid), bounds, theme_.learned, styles_);
    const Rect inner{bounds.x + lean, bounds.y, bounds.width - 2 * lean, bounds.height};
    canvas_.label(markup_of_map(weight), inner, theme_.norm_size, theme_.learned, styles_);
  }

  /// The row of features of which few are active, with the component's name beside it.
  void features() {
    arrow();
    const Rect row = next(width_, kFeatures);
    canvas_.add(Rectangle{row, 0, theme_.latent.fill,
                          Stroke{theme_.latent.stroke, theme_.box_line_width, {}}});
    const double cell = row.width / static_cast<double>(kCells);
    for (const std::size_t each : kActive) {
      canvas_.add(Rectangle{{row.x + cell * static_cast<double>(each), row.y, cell, row.height},
                            0,
                            theme_.learned.stroke,
                            std::nullopt});
    }
    std::vector<TextLine> lines{
        typeset_math(room_.style.fonts, component_.label, theme_.minimum_size / kLargestScript)};
    std::ranges::move(caption(), std::back_inserter(lines));
    write(lines, row, true);
    arrow();
  }

  /// The function between the maps of an adapter.
  void bottleneck() {
    arrow();
    const Rect box = next(kLatentWidth * width_, theme_.norm_height);
    canvas_.box(box, theme_.operation, {});
    const TextLine smallest =
        typeset_math(room_.style.fonts, component_.label, theme_.minimum_size);
    if (smallest.width < box.width) {
      canvas_.label(component_.label, box, theme_.norm_size, theme_.operation.text);
    }
    write(caption(), box, false);
    arrow();
  }

  std::vector<TextLine> caption() const {
    return caption_of(component_, room_.style, theme_.end_box_width, kMostCaptionLines);
  }

  /// Lines beside a box, left of it or right, one above the other where the data flows up. Where
  /// it flows to the right, they are seen above the box or below it.
  void write(const std::vector<TextLine>& lines, const Rect& box, bool at_left) {
    const double step = caption_line(theme_);
    const double extent = step * static_cast<double>(lines.size());
    Point pen{at_left ? width_left() : width_right(), box.center().y - extent / 2};
    if (room_.style.flows_right() && at_left) pen.x -= extent;
    for (const TextLine& line : lines) {
      if (room_.style.flows_right()) {
        canvas_.text(line, {pen.x + line.ascent, box.center().y + line.width / 2}, theme_.muted);
        pen.x += step;
      } else {
        const double left = at_left ? pen.x - line.width : pen.x;
        canvas_.text(line, {left, pen.y + line.ascent}, theme_.muted);
        pen.y += step;
      }
    }
  }

  double width_left() const { return center_ - width_ / 2 - kWordsGap; }
  double width_right() const { return center_ + width_ / 2 + kWordsGap; }

  const Component& component_;
  double center_;
  const Room& room_;
  const Theme& theme_;
  double width_;
  std::vector<MarkStyle> styles_;
  Canvas canvas_;
  std::vector<const Weight*> maps_;
  double y_ = 0;
};

}  // namespace

ComponentDrawing draw_in_series(const Component& component, double center, const Room& room) {
  SeriesPainter painter(component, center, room);
  return painter.has_maps() && is_in_series(component) ? std::move(painter).paint()
                                                       : std::move(painter).paint_box();
}

ComponentDrawing with_adapter_above(ComponentDrawing drawing, const Component& adapter,
                                    const Room& room) {
  const Theme& theme = room.style.theme;
  Canvas canvas(room.style);
  std::vector<double> outlets;
  for (const Point& outlet : drawing.outlets) outlets.push_back(outlet.x);
  const auto [left, right] = std::ranges::minmax(outlets);
  const double center = (left + right) / 2;
  const double bus = drawing.bounds.y - theme.riser;
  const double leaves = bus - (outlets.size() > 1 ? theme.arrow_gap / 2 : 0);
  const double bottom = leaves - theme.arrow_gap - kReadDot;
  ComponentDrawing inner = moved(draw_in_series(adapter, center, room), {0, bottom});
  draw_bus(canvas, drawing.outlets, bus, {{{center, bottom}}});
  const double radius = theme.sum_radius;
  const Point sum{center, inner.bounds.y - kInnerGap * theme.arrow_gap - radius};
  const double past = inner.bounds.x - kPastAdapter;
  canvas.read_dot({center, leaves});
  canvas.arrow({{center, inner.bounds.y}, {center, sum.y + radius}});
  canvas.arrow({{center, leaves}, {past, leaves}, {past, sum.y}, {center - radius, sum.y}});
  canvas.sum(sum, radius);
  std::ranges::move(inner.primitives, std::back_inserter(drawing.primitives));
  std::ranges::move(std::move(canvas).take(), std::back_inserter(drawing.primitives));
  std::ranges::move(inner.placed, std::back_inserter(drawing.placed));
  const double top = sum.y - radius;
  drawing.bounds.height += drawing.bounds.y - top;
  drawing.bounds.y = top;
  drawing.outlets = {{center, top}};
  return drawing;
}

}  // namespace tviz
