// SPDX-License-Identifier: MIT
#include "layout/opened_component.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "layout/bus.hpp"
#include "layout/hook_circles.hpp"
#include "layout/interior_grid.hpp"

namespace tviz {
namespace {

constexpr double kStepHeight = 0.78;  // Of a box's.
constexpr double kStepLabel = 0.9;    // Of a box's label.
// Of the size of a box's label.
constexpr double kStepPadding = 0.5;     // Beside a step's label.
constexpr double kNarrowestStep = 2.14;  // Boxes of weights are equally wide.
constexpr double kTensorGap = 4;         // Between a line and the name of what flows there.
constexpr double kStepNoteGap = 7;       // Between a step and the words beside it.

class OpenedPainter {
 public:
  OpenedPainter(const Component& component, const OpenedLayer& layer, const Style& style)
      : component_(component),
        interior_(component.interior),
        style_(style),
        theme_(style.theme),
        canvas_(style),
        circles_(style) {
    for (const Wire& wire : interior_.wires) hooks_.push_back(layer.circles(component, wire.sites));
    add_sites_without_wire(layer);
    measure();
  }

  double least_width() const { return arrange(interior_, sizes_, theme_, 0).width; }

  ComponentDrawing paint(const Room& room) && {
    grid_ = arrange(interior_, sizes_, theme_, room.width());
    const bool has_source = std::ranges::any_of(
        interior_.wires, [](const Wire& wire) { return wire.from == kComponentSource; });
    offset_ = {room.left, has_source ? -theme_.arrow_gap : 0};
    for (std::size_t i = 0; i < interior_.wires.size(); ++i) paint_wire(i);
    paint_buses();
    if (has_source) paint_source(room);
    for (std::size_t i = 0; i < interior_.steps.size(); ++i) paint_step(i, room);
    const double top = grid_.top + offset_.y;
    drawing_.bounds = {room.left, top, room.width(), -top};
    drawing_.placed = {{&component_, drawing_.bounds}};
    drawing_.primitives = std::move(canvas_).take();
    for (Primitive& primitive : std::move(circles_).take()) {
      drawing_.primitives.push_back(std::move(primitive));
    }
    return std::move(drawing_);
  }

 private:
  double label_size() const { return kStepLabel * theme_.label_size; }

  /// The wire that carries a site, if any does.
  std::optional<std::size_t> wire_of(std::string_view site) const {
    for (std::size_t i = 0; i < interior_.wires.size(); ++i) {
      const auto& sites = interior_.wires[i].sites;
      if (std::ranges::find(sites, site) != sites.end()) return i;
    }
    return std::nullopt;
  }

  /// The wire of what is computed next, or else of what was before: points are in this order.
  std::optional<std::size_t> wire_near(std::size_t point) const {
    const auto& points = component_.hook_points;
    for (std::size_t i = point; i < points.size(); ++i) {
      if (const auto wire = wire_of(points[i].site)) return wire;
    }
    for (std::size_t i = point; i-- > 0;) {
      if (const auto wire = wire_of(points[i].site)) return wire;
    }
    return std::nullopt;
  }

  /// Hooks on tensors that no wire carries, such as the angles of rotary positions.
  void add_sites_without_wire(const OpenedLayer& layer) {
    for (std::size_t i = 0; i < component_.hook_points.size(); ++i) {
      const std::string& site = component_.hook_points[i].site;
      if (lies_on_line(site) || wire_of(site)) continue;
      const auto wire = wire_near(i);
      if (!wire) continue;
      for (HookCircle& circle : layer.circles(component_, std::span(&site, 1))) {
        if (!circle.styles.empty()) hooks_[*wire].push_back(std::move(circle));
      }
    }
  }

  void measure() {
    for (const Step& step : interior_.steps) {
      InteriorSizes::Step size{0, std::round(kStepHeight * theme_.box_height), 0};
      if (step.role == "product") {
        size.width = size.height = std::round(2 * product_radius(theme_));
      } else if (step.role == "sum") {
        size.width = size.height = 2 * theme_.sum_radius;
      } else if (is_tensor(step)) {
        size.height = std::ceil(theme_.state_size);
        size.note = kTensorGap + tensor_line(step).width;
      } else {
        const double label = typeset_math(style_.fonts, step.label, label_size()).width;
        size.width = std::ceil(std::max(label + 2 * kStepPadding * theme_.label_size,
                                        std::round(kNarrowestStep * theme_.label_size)));
      }
      if (!step.note.empty()) size.note = kStepNoteGap + note_line(step).width;
      sizes_.steps.push_back(size);
    }
    for (const std::vector<HookCircle>& hooks : hooks_) {
      WireCircles circles;
      if (!hooks.empty()) {
        circles.height = circle_rise(theme_, hooks) +
                         static_cast<double>(hooks.size()) * circle_step(theme_, hooks);
      }
      for (const HookCircle& hook : hooks) {
        circles.left = std::max(circles.left, circle_reach(style_, hook));
        circles.reach = std::max(circles.reach, label_reach(style_, hook));
      }
      sizes_.wires.push_back(circles);
    }
  }

  TextLine note_line(const Step& step) const {
    return typeset(style_.fonts, step.note, Face::SerifItalic,
                   std::max(theme_.note_size, theme_.minimum_size));
  }

  Rect bounds(int step) const {
    Rect rect = grid_.steps[static_cast<std::size_t>(step)];
    rect.x += offset_.x;
    rect.y += offset_.y;
    return rect;
  }

  static bool is_tensor(const Step& step) { return step.role == "tensor"; }

  TextLine tensor_line(const Step& step) const {
    return typeset_math(style_.fonts, step.label, theme_.state_size);
  }

  static Point top_of(const Rect& rect) { return {rect.center().x, rect.y}; }

  void paint_wire(std::size_t index) {
    const Wire& wire = interior_.wires[index];
    if (wire.from == kComponentSource) return;
    if (wire.from == kComponentInput) {
      const Rect to = bounds(wire.to);
      drawing_.inlets.push_back({{to.center().x, to.bottom()}});
      return;
    }
    const Rect from = bounds(wire.from);
    const Point start = top_of(from);
    if (wire.to == kComponentOutput) {
      const Point end{start.x, grid_.top + offset_.y};
      if (end.y < start.y) canvas_.line({start, end});
      drawing_.outlets.push_back(end);
      paint_circles(index, start);
      return;
    }
    const Rect to = bounds(wire.to);
    const bool has_arrow = !is_tensor(interior_.steps[static_cast<std::size_t>(wire.to)]);
    switch (way_of(interior_, wire)) {
      case WireWay::Up:
        if (has_arrow) {
          canvas_.arrow({start, {start.x, to.bottom()}});
        } else {
          canvas_.line({start, {start.x, to.bottom()}});
        }
        break;
      case WireWay::UpThenOver:
        canvas_.arrow({start, {start.x, to.center().y}, side_of(to, start.x)});
        break;
      case WireWay::Over:
        canvas_.arrow({side_of(from, to.center().x), side_of(to, from.center().x)});
        paint_circles_across(index, from, to);
        return;
      case WireWay::Bus:
        buses_[wire.from].push_back(
            {{enters_wide(interior_, wire) ? start.x : to.center().x, to.bottom()}, has_arrow});
        break;
    }
    paint_circles(index, start);
  }

  /// Where a line from `x` enters the side of a box.
  static Point side_of(const Rect& box, double x) {
    return {x < box.center().x ? box.x : box.right(), box.center().y};
  }

  void paint_circles(std::size_t wire, Point start) {
    const std::vector<HookCircle>& hooks = hooks_[wire];
    double y = start.y - circle_rise(theme_, hooks);
    for (const HookCircle& hook : hooks) {
      draw_circle(circles_, hook, {start.x, y});
      draw_circle_label(circles_, hook, {start.x, y}, LabelSide::Right);
      y -= circle_step(theme_, hooks);
    }
  }

  void paint_circles_across(std::size_t wire, const Rect& from, const Rect& to) {
    const auto count = static_cast<double>(hooks_[wire].size());
    const Point start = side_of(from, to.center().x);
    const Point end = side_of(to, from.center().x);
    double index = 0;
    for (const HookCircle& hook : hooks_[wire]) {
      const double share = (++index) / (count + 1);
      const Point center{start.x + share * (end.x - start.x), start.y};
      draw_circle(circles_, hook, center);
      draw_circle_label(circles_, hook, center, LabelSide::Above);
    }
  }

  void paint_buses() {
    for (const auto& [step, inlets] : buses_) {
      const double lowest =
          std::ranges::max(inlets, {}, [](const Inlet& inlet) { return inlet.at.y; }).at.y;
      draw_bus(canvas_, {top_of(bounds(step))}, lowest + theme_.arrow_gap, inlets);
    }
  }

  /// The line that brings what is read of another stream from the left.
  void paint_source(const Room& room) {
    std::vector<Inlet> inlets;
    for (const Wire& wire : interior_.wires) {
      if (wire.from != kComponentSource) continue;
      const Rect to = bounds(wire.to);
      inlets.push_back({{to.center().x, to.bottom()}});
    }
    drawing_.link = Point{room.left, 0};
    draw_bus(canvas_, {*drawing_.link}, 0, inlets);
  }

  void paint_step(std::size_t index, const Room& room) {
    const Step& step = interior_.steps[index];
    const Rect place = bounds(static_cast<int>(index));
    if (!step.note.empty()) {
      canvas_.text(note_line(step),
                   {place.right() + kStepNoteGap, place.center().y + 0.3 * theme_.note_size},
                   theme_.muted);
    }
    if (is_tensor(step)) {
      canvas_.line({{place.x, place.bottom()}, {place.x, place.y}});
      canvas_.text(tensor_line(step),
                   {place.x + kTensorGap, place.center().y + 0.3 * theme_.state_size},
                   theme_.muted);
    } else if (step.role == "product") {
      canvas_.product(place.center());
    } else if (step.role == "sum") {
      canvas_.sum(place.center());
    } else {
      const bool learned = step.role == "learned";
      const BoxStyle& role = learned ? theme_.learned : theme_.operation;
      const auto values = learned ? room.marks.value(room.path) : std::vector<MarkStyle>();
      canvas_.box(place, role, values);
      canvas_.label(step.label, place, label_size(), role, values);
    }
  }

  const Component& component_;
  const Interior& interior_;
  const Style& style_;
  const Theme& theme_;
  Canvas canvas_;
  Canvas circles_;                              ///< Above all lines.
  std::vector<std::vector<HookCircle>> hooks_;  ///< By wire.
  InteriorSizes sizes_;
  InteriorGrid grid_;
  Point offset_;
  std::map<int, std::vector<Inlet>> buses_;  ///< By the step that they come from.
  ComponentDrawing drawing_;
};

}  // namespace

double least_opened_width(const Component& component, const OpenedLayer& layer,
                          const Style& style) {
  return OpenedPainter(component, layer, style).least_width();
}

ComponentDrawing draw_opened(const Component& component, const OpenedLayer& layer,
                             const Room& room) {
  return OpenedPainter(component, layer, room.style).paint(room);
}

}  // namespace tviz
