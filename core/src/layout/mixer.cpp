// SPDX-License-Identifier: MIT
#include <utility>

#include "layout/component_drawing.hpp"

namespace tviz {
namespace {

constexpr double kMixerStepHeight = 0.85;  // Of a box's.
constexpr double kStepWidth = 0.56;        // Of the row, if gates stand beside the steps.
constexpr double kGateGap = 0.1;           // Of the row.

/// Draws steps in series from the bottom up and gates beside them.
class MixerPainter {
 public:
  MixerPainter(const Component& mixer, const Room& room)
      : mixer_(mixer),
        room_(room),
        theme_(room.style.theme),
        steps_(parts_with_role(mixer, "step")),
        gates_(parts_with_role(mixer, "gate")),
        canvas_(room.style) {}

  ComponentDrawing paint() && {
    const double width = gates_.empty() ? room_.width() : kStepWidth * room_.width();
    const double middle = room_.left + width / 2;
    double y = 0;
    for (const Part* step : steps_) {
      if (step != steps_.front()) {
        canvas_.arrow({{middle, y}, {middle, y - theme_.end_gap}});
        y -= theme_.end_gap;
      }
      y = paint_part(*step, {room_.left, y - height(), width, height()}, theme_.learned).y;
    }
    drawing_.inlets.push_back({{middle, 0}});
    if (!gates_.empty()) y = paint_gates({middle, y}, room_.left + width);
    drawing_.outlets.push_back({middle, y});
    drawing_.bounds = {room_.left, y, room_.width(), -y};
    drawing_.placed.insert(drawing_.placed.begin(), {&mixer_, drawing_.bounds});
    drawing_.primitives = std::move(canvas_).take();
    return std::move(drawing_);
  }

 private:
  double height() const { return kMixerStepHeight * theme_.box_height; }

  Rect paint_part(const Part& part, const Rect& bounds, const BoxStyle& role) {
    draw_part(canvas_, part, bounds, role, room_.marks.part(room_.path, mixer_, part));
    drawing_.placed.push_back({&mixer_, bounds, &part});
    return bounds;
  }

  /// Multiplies what leaves the last step at `from` with each gate; returns the height of the
  /// last product's top.
  double paint_gates(Point from, double steps_right) {
    const double radius = product_radius(theme_);
    const double gap = kGateGap * room_.width();
    const auto count = static_cast<double>(gates_.size());
    const double width = (room_.right - steps_right - count * gap) / count;
    double left = steps_right + gap;
    for (const Part* gate : gates_) {
      const Point center{from.x, from.y - theme_.end_gap - radius};
      const Rect bounds = paint_part(*gate, {left, -height(), width, height()}, theme_.latent);
      const double x = bounds.center().x;
      canvas_.arrow({from, {from.x, center.y + radius}});
      canvas_.arrow({{x, bounds.y}, {x, center.y}, {center.x + radius, center.y}});
      canvas_.product(center);
      drawing_.inlets.push_back({{x, 0}});
      from.y = center.y - radius;
      left += width + gap;
    }
    return from.y;
  }

  const Component& mixer_;
  const Room& room_;
  const Theme& theme_;
  std::vector<const Part*> steps_;
  std::vector<const Part*> gates_;
  Canvas canvas_;
  ComponentDrawing drawing_;
};

}  // namespace

ComponentDrawing draw_mixer(const Component& mixer, const Room& room) {
  if (parts_with_role(mixer, "step").empty()) return draw_box(mixer, mixer.label, room);
  return MixerPainter(mixer, room).paint();
}

}  // namespace tviz
