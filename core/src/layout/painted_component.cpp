// SPDX-License-Identifier: MIT
#include "layout/painted_component.hpp"

#include <fmt/format.h>

#include <utility>

#include "layout/turn.hpp"
#include "tviz/base/error.hpp"
#include "tviz/base/limits.hpp"

namespace tviz {
namespace {

// A painter may round.
constexpr double kTolerance = 0.5;
// Of the place in a figure that flows to the right, in lengths of a box.
constexpr double kTurnedWidth = 1.5;

[[noreturn]] void refuse(const Component& component, std::string message) {
  throw Error(
      Problem{std::move(message), {.field = fmt::format("component kind {}", component.kind)}, {}});
}

/// Moves what a painter draws to its place, and holds it there.
class PlacedCanvas final : public ComponentCanvas {
 public:
  PlacedCanvas(Canvas& canvas, const Component& component, const Rect& place,
               const std::vector<MarkStyle>& highlights)
      : canvas_(canvas), component_(component), place_(place), highlights_(highlights) {}

  void box(const Rect& bounds, BoxRole role) override {
    const bool learned = role == BoxRole::Learned;
    canvas_.box(placed(bounds), style_of(role), learned ? highlights_ : std::vector<MarkStyle>{});
  }

  void label(std::string_view markup, const Rect& bounds, BoxRole role) override {
    canvas_.label(markup, placed(bounds), canvas_.style().theme.label_size, style_of(role),
                  role == BoxRole::Learned ? highlights_ : std::vector<MarkStyle>{});
  }

  void line(std::span<const Point> points) override { canvas_.line(placed(points)); }
  void arrow(std::span<const Point> points) override { canvas_.arrow(placed(points)); }

  void artwork(std::string_view svg, const Rect& bounds) override {
    const Limits limits;
    if (svg.size() > limits.artwork_bytes) {
      refuse(component_, fmt::format("the artwork has {} bytes, but the limit is {}", svg.size(),
                                     limits.artwork_bytes));
    }
    canvas_.add(Artwork{placed(bounds), std::string(svg)});
  }

  ComponentColors colors() const override {
    const Theme& theme = canvas_.style().theme;
    BoxStyle learned = theme.learned;
    if (!highlights_.empty()) {
      const MarkStyle& mark = highlights_.front();
      learned = {mark.ground, mark.colors.stroke, mark.ink};
    }
    return {learned, theme.operation, theme.input_output, theme.line, theme.page};
  }

 private:
  const BoxStyle& style_of(BoxRole role) const {
    const Theme& theme = canvas_.style().theme;
    switch (role) {
      case BoxRole::Operation:
        return theme.operation;
      case BoxRole::InputOutput:
        return theme.input_output;
      case BoxRole::Learned:
        break;
    }
    return theme.learned;
  }

  /// Written so that what is no number does not pass either.
  bool holds(Point point) const {
    return point.x >= -kTolerance && point.x <= place_.width + kTolerance &&
           point.y >= -kTolerance && point.y <= place_.height + kTolerance;
  }

  void check(Point point) const {
    if (holds(point)) return;
    refuse(component_, fmt::format("drew at ({}, {}), which is outside its place of {} × {}",
                                   point.x, point.y, place_.width, place_.height));
  }

  Rect placed(const Rect& bounds) const {
    check({bounds.x, bounds.y});
    check({bounds.right(), bounds.bottom()});
    return {place_.x + bounds.x, place_.y + bounds.y, bounds.width, bounds.height};
  }

  std::vector<Point> placed(std::span<const Point> points) const {
    if (points.size() < 2) refuse(component_, "drew a line with fewer than two points");
    std::vector<Point> moved;
    for (const Point& point : points) {
      check(point);
      moved.push_back({place_.x + point.x, place_.y + point.y});
    }
    return moved;
  }

  Canvas& canvas_;
  const Component& component_;
  Rect place_;
  const std::vector<MarkStyle>& highlights_;
};

}  // namespace

const ComponentPainter* painter_of(const Component& component, const Style& style) {
  if (style.painters == nullptr) return nullptr;
  const auto found = style.painters->find(component.kind);
  return found == style.painters->end() ? nullptr : found->second;
}

ComponentDrawing draw_painted(const ComponentPainter& painter, const Component& component,
                              const Room& room) {
  const bool flows_right = room.style.flows_right();
  const double width = flows_right ? kTurnedWidth * room.style.theme.box_height : room.width();
  const double height = painter.height(component, width);
  const double most = Limits{}.component_pixels;
  if (!(height >= 1 && height <= most)) {
    refuse(component,
           fmt::format("asked for a height of {} pixels, but must ask for 1 to {}", height, most));
  }
  if (flows_right && height > room.width()) return draw_box(component, component.label, room);
  const double middle = (room.left + room.right) / 2;
  const Rect place = flows_right ? Rect{middle - height / 2, -width, height, width}
                                 : Rect{room.left, -height, width, height};
  const auto highlights = room.marks.inside(room.path);
  Canvas canvas(Style{room.style.theme, room.style.fonts});
  PlacedCanvas placed(canvas, component, flows_right ? turned(place) : place, highlights);
  painter.draw(component, width, placed);
  std::vector<Primitive> primitives = std::move(canvas).take();
  return {.primitives = flows_right ? turned_back(std::move(primitives)) : std::move(primitives),
          .bounds = place,
          .inlets = {{{middle, 0}}},
          .outlets = {{middle, place.y}},
          .placed = {{&component, place}}};
}

}  // namespace tviz
