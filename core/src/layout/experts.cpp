// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "layout/component_drawing.hpp"
#include "layout/heads.hpp"

namespace tviz {
namespace {

constexpr double kRouterWidth = 2;     // Of a norm's.
constexpr double kRouterLength = 1.6;  // Likewise, where it lies across the flow.
constexpr double kRouterSlope = 0.15;  // How much of its width each side leans in.
constexpr double kRouterLabel = 1.05;  // Of a norm's.
constexpr double kFan = 1.9;        // Least height of the lines to the experts, in gaps of arrows.
constexpr double kFanSlope = 0.12;  // Their height, of the row's width, lest they lie flat.
constexpr double kExpertNoteGap = 6;

/// Draws a router with its experts above it and the shared ones beside these.
class ExpertsPainter {
 public:
  ExpertsPainter(const Component& mixture, const Room& room)
      : mixture_(mixture),
        room_(room),
        theme_(room.style.theme),
        shared_(parts_with_role(mixture, "shared_expert")),
        canvas_(room.style) {
    const double apart = theme_.head_width + 2 * theme_.head_gap;
    routed_right_ = room.right - static_cast<double>(shared_.size()) * apart;
    row_ = arrange_cells(mixture.n_experts, mixture.n_experts,
                         room.marks.named_experts(room.path, mixture.n_experts),
                         HeadsShown::Fitting, room.left, routed_right_, theme_);
    const double fan = std::max(kFan * theme_.arrow_gap, kFanSlope * row_.width());
    tips_ = -router_height() - fan;
    top_ = tips_ - theme_.head_height;
  }

  /// Whether the boxes have room to be told apart.
  bool fits() const {
    return row_.cell_width >= theme_.head_minimum_width &&
           routed_right_ - room_.left >= kRouterWidth * theme_.norm_width;
  }

  ComponentDrawing paint() && {
    drawing_.bounds = {room_.left, top_, room_.width(), -top_};
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
  double router_height() const {
    return (room_.style.flows_right() ? kRouterLength : 1) * theme_.norm_height;
  }

  Rect cell(std::size_t column) const {
    return {row_.cell_left(column), top_, row_.cell_width, theme_.head_height};
  }

  void paint_experts(const Part& part) {
    std::vector<RegionCell> cells;
    for (std::size_t column = 0; column < row_.columns.size(); ++column) {
      const Rect bounds = cell(column);
      drawing_.outlets.push_back({bounds.center().x, top_});
      if (row_.columns[column] == kEllipsis) {
        canvas_.dots(bounds.center());
        continue;
      }
      const std::int64_t expert = row_.columns[column];
      cells.push_back({expert, bounds});
      paint_expert(fmt::format("{}_{{{}}}", part.label, expert), bounds, theme_.learned,
                   room_.marks.expert(room_.path, mixture_, part, expert));
    }
    drawing_.placed.push_back(
        {&mixture_, {row_.left, top_, row_.width(), theme_.head_height}, &part, std::move(cells)});
  }

  void paint_expert(const std::string& label, const Rect& bounds, const BoxStyle& role,
                    const std::vector<MarkStyle>& styles) {
    canvas_.box(bounds, role, styles);
    canvas_.label(label, bounds, cell_label_size(bounds, room_.style), text_color(role, styles));
  }

  /// The figure shows a choice, not how many are chosen: its ends, at most two.
  bool is_chosen(std::size_t column) const {
    return column == 0 || (column + 1 == row_.columns.size() && mixture_.experts_per_token > 1);
  }

  void paint_router(const Part& part) {
    const double width = kRouterWidth * theme_.norm_width;
    const double middle = row_.left + row_.width() / 2;
    const Rect bounds{middle - width / 2, -router_height(), width, router_height()};
    const double lean = kRouterSlope * width;
    const auto styles = room_.marks.part(room_.path, mixture_, part);
    Polyline trapezoid;
    trapezoid.points = {{bounds.x, 0},
                        {bounds.x + lean, bounds.y},
                        {bounds.right() - lean, bounds.y},
                        {bounds.right(), 0}};
    trapezoid.closed = true;
    paint_fan(bounds.x + lean, bounds.right() - lean, bounds.y);
    canvas_.shape(std::move(trapezoid), bounds, theme_.learned, styles);
    canvas_.label(part.label, {bounds.x + lean, bounds.y, width - 2 * lean, bounds.height},
                  kRouterLabel * theme_.norm_size,
                  styles.empty() ? theme_.learned.text : styles.front().ink);
    const double end = shared_.empty() ? room_.right : routed_right_ + theme_.head_gap;
    draw_part_note(canvas_, part, bounds.right() + kExpertNoteGap, end, bounds.center().y);
    drawing_.inlets.push_back({{middle, 0}});
    drawing_.placed.push_back({&mixture_, bounds, &part});
  }

  /// Lines from the router's upper side to the experts, in their order.
  void paint_fan(double left, double right, double bottom) {
    const auto count = static_cast<double>(row_.columns.size());
    for (std::size_t column = 0; column < row_.columns.size(); ++column) {
      const double share = (static_cast<double>(column) + 0.5) / count;
      std::vector<Point> way{{left + share * (right - left), bottom},
                             {cell(column).center().x, tips_}};
      if (is_chosen(column)) {
        canvas_.arrow(std::move(way));
      } else {
        canvas_.unchosen_arrow(std::move(way));
      }
    }
  }

  void paint_shared(const Part& part, double right) {
    const Rect bounds{right - row_.cell_width, top_, row_.cell_width, theme_.head_height};
    paint_expert(part.label, bounds, theme_.latent, room_.marks.part(room_.path, mixture_, part));
    drawing_.inlets.push_back({{bounds.center().x, tips_}});
    drawing_.outlets.push_back({bounds.center().x, top_});
    drawing_.placed.push_back({&mixture_, bounds, &part});
  }

  const Component& mixture_;
  const Room& room_;
  const Theme& theme_;
  std::vector<const Part*> shared_;
  double routed_right_ = 0;
  CellRow row_;
  double tips_ = 0;  ///< Of the arrows into the experts.
  double top_ = 0;
  Canvas canvas_;
  ComponentDrawing drawing_;
};

}  // namespace

ComponentDrawing draw_experts(const Component& mixture, const Room& room) {
  ExpertsPainter painter(mixture, room);
  return painter.fits() ? std::move(painter).paint() : draw_box(mixture, room);
}

}  // namespace tviz
