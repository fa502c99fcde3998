// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "layout/component_drawing.hpp"
#include "layout/heads.hpp"

namespace tviz {
namespace {

constexpr double kRouterWidth = 1.3;   // Of a norm's.
constexpr double kRouterLength = 1.6;  // Likewise, where it lies across the flow.
constexpr double kRouterSlope = 0.12;  // How much of its width each side leans in.
constexpr double kRouterLabel = 1.0;   // Of a norm's.
constexpr double kGateRoom = 0.6;   // Below the line of the gates and above it, in gaps of arrows.
constexpr double kArrowToGate = 3;  // Line before an arrowhead into a ⊗, in pixels.
constexpr double kGateRailGap = 3;  // On each side of a line that the line of the gates passes.
constexpr double kGateNoteGap = 6;
constexpr double kUprightNote = 18;  // From a router to the middle of an upright note.
constexpr double kNarrowing = 2;     // Of shared experts from one attempt to the next, in pixels.

/// Draws a router beside its experts, whose outputs its gates multiply, and shared experts.
class ExpertsPainter {
 public:
  ExpertsPainter(const Component& mixture, const Room& room)
      : mixture_(mixture),
        room_(room),
        theme_(room.style.theme),
        shared_(parts_with_role(mixture, "shared_expert")),
        canvas_(room.style) {
    const double router = kRouterWidth * theme_.norm_width;
    router_ = {room.left, -router_height(), router, router_height()};
    arrange(theme_.head_width, 2 * theme_.head_gap);
    for (double width = theme_.head_width; !fits() && width > theme_.head_minimum_width;) {
      width = std::max(theme_.head_minimum_width, width - kNarrowing);
      arrange(width, theme_.head_gap);
    }
    rail_ = -std::max(theme_.head_height, router_.height) - kGateRoom * theme_.arrow_gap;
    gates_ = rail_ - kGateRoom * theme_.arrow_gap - product_radius(theme_);
  }

  /// Whether the boxes have room to be told apart.
  bool fits() const { return row_.cell_width >= theme_.head_minimum_width; }

  ComponentDrawing paint() && {
    const double top = gates_ - product_radius(theme_);
    drawing_.bounds = {room_.left, top, room_.width(), -top};
    drawing_.placed.push_back({&mixture_, drawing_.bounds});
    for (const Part* part : parts_with_role(mixture_, "expert")) paint_experts(*part);
    for (const Part* part : parts_with_role(mixture_, "router")) paint_router(*part);
    double right = room_.right;
    for (auto part = shared_.rbegin(); part != shared_.rend(); ++part) {
      paint_shared(**part, right);
      right -= row_.cell_width + theme_.head_gap;
    }
    drawing_.primitives = std::move(canvas_).take();
    return std::move(drawing_);
  }

 private:
  /// Divides the room among the experts, if shared ones are at most so wide.
  void arrange(double shared_width, double gap) {
    const double apart = shared_width + gap;
    const double right = room_.right - static_cast<double>(shared_.size()) * apart;
    row_ = arrange_cells(mixture_.n_experts, mixture_.n_experts,
                         room_.marks.named_experts(room_.path, mixture_.n_experts),
                         HeadsShown::Fitting, router_.right() + gap, right, theme_);
  }

  double router_height() const {
    return room_.style.flows_right() ? kRouterLength * theme_.norm_height : theme_.norm_height;
  }

  Rect box_at(double left) const {
    return {left, -theme_.head_height, row_.cell_width, theme_.head_height};
  }

  void paint_experts(const Part& part) {
    std::vector<RegionCell> cells;
    for (std::size_t column = 0; column < row_.columns.size(); ++column) {
      const Rect bounds = box_at(row_.cell_left(column));
      const double x = bounds.center().x;
      if (row_.columns[column] == kEllipsis) {
        canvas_.dots(bounds.center());
        continue;
      }
      const std::int64_t expert = row_.columns[column];
      cells.push_back({expert, bounds});
      paint_expert(fmt::format("{}_{{{}}}", part.label, expert), bounds, theme_.learned,
                   room_.marks.expert(room_.path, mixture_, part, expert));
      canvas_.line({{x, bounds.y}, {x, gates_ + product_radius(theme_)}});
      drawing_.inlets.push_back({{x, 0}});
      drawing_.outlets.push_back({x, gates_ - product_radius(theme_)});
      experts_.push_back(x);
    }
    drawing_.placed.push_back({&mixture_,
                               {row_.left, -theme_.head_height, row_.width(), theme_.head_height},
                               &part,
                               std::move(cells)});
  }

  void paint_expert(const std::string& label, const Rect& bounds, const BoxStyle& role,
                    const std::vector<MarkStyle>& styles) {
    canvas_.box(bounds, role, styles);
    canvas_.label(label, bounds, cell_label_size(bounds, room_.style), role, styles);
  }

  void paint_router(const Part& part) {
    const double lean = kRouterSlope * router_.width;
    const auto styles = room_.marks.part(room_.path, mixture_, part);
    Polyline trapezoid;
    trapezoid.points = {{router_.x, 0},
                        {router_.x + lean, router_.y},
                        {router_.right() - lean, router_.y},
                        {router_.right(), 0}};
    trapezoid.closed = true;
    paint_gates();
    canvas_.shape(std::move(trapezoid), router_, theme_.learned, styles);
    canvas_.label(part.label,
                  {router_.x + lean, router_.y, router_.width - 2 * lean, router_.height},
                  kRouterLabel * theme_.norm_size, theme_.learned, styles);
    write_gate(part);
    drawing_.inlets.push_back({{router_.center().x, 0}});
    drawing_.placed.push_back({&mixture_, router_, &part});
  }

  /// From the router to a ⊗ on the output of each expert, past the outputs of those before it.
  void paint_gates() {
    const double radius = product_radius(theme_);
    const double before = radius + theme_.arrow_length + kArrowToGate;
    std::vector<Point> rail{{router_.center().x, router_.y}, {router_.center().x, rail_}};
    for (const double x : experts_) {
      std::vector<Point> into{{x - before, rail_}, {x - before, gates_}, {x - radius, gates_}};
      if (x == experts_.back()) {
        rail.insert(rail.end(), into.begin(), into.end());
        canvas_.arrow(rail);
      } else {
        canvas_.arrow(std::move(into));
        rail.push_back({x - kGateRailGap, rail_});
        canvas_.line(rail);
        rail = {{x + kGateRailGap, rail_}};
      }
      canvas_.product({x, gates_});
    }
  }

  /// The gate's symbol and how many experts it chooses, above its line.
  void write_gate(const Part& part) {
    const double x = room_.left;
    const TextLine symbol = typeset_math(room_.style.fonts, "g_e", theme_.state_size);
    const bool has_symbol = !room_.style.flows_right();
    if (has_symbol) canvas_.text(symbol, {x, gates_ + 0.3 * theme_.state_size}, theme_.muted);
    // Upright text beside a router that lies across the flow is as long as it is wide.
    const double middle = has_symbol ? gates_ : std::min(gates_, router_.y - kUprightNote);
    draw_part_note(canvas_, part, x + (has_symbol ? symbol.width + kGateNoteGap : 0),
                   experts_.front() - product_radius(theme_) - theme_.arrow_length, middle);
  }

  void paint_shared(const Part& part, double right) {
    const Rect bounds = box_at(right - row_.cell_width);
    paint_expert(part.label, bounds, theme_.latent, room_.marks.part(room_.path, mixture_, part));
    drawing_.inlets.push_back({{bounds.center().x, 0}});
    drawing_.outlets.push_back({bounds.center().x, bounds.y});
    drawing_.placed.push_back({&mixture_, bounds, &part});
  }

  const Component& mixture_;
  const Room& room_;
  const Theme& theme_;
  std::vector<const Part*> shared_;
  Rect router_;
  CellRow row_;
  double rail_ = 0;              ///< Of the line from the router to the gates.
  double gates_ = 0;             ///< Of the ⊗.
  std::vector<double> experts_;  ///< The middle of each that is drawn.
  Canvas canvas_;
  ComponentDrawing drawing_;
};

}  // namespace

ComponentDrawing draw_experts(const Component& mixture, const Room& room) {
  ExpertsPainter painter(mixture, room);
  return painter.fits() ? std::move(painter).paint() : draw_box(mixture, mixture.label, room);
}

}  // namespace tviz
