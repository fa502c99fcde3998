// SPDX-License-Identifier: MIT
#include "layout/ends.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "layout/norms.hpp"
#include "layout/notes.hpp"

namespace tviz {
namespace {

bool is_input_or_output(const Component& component) {
  return component.kind == "tokens" || component.kind == "logits";
}

/// Draws components one above the other on the stream's axis.
class EndPainter {
 public:
  EndPainter(const Columns& columns, const Marks& marks, const Style& style)
      : columns_(columns), marks_(marks), theme_(style.theme), canvas_(style) {}

  /// Draws a box with its bottom at `y`, centred at `x`; returns its bounds.
  Rect paint(const Component& component, double x, double y) {
    const bool norm = component.kind == "norm";
    const double width = norm ? theme_.norm_width : theme_.end_box_width;
    const double height = norm ? theme_.norm_height : theme_.box_height;
    const Rect bounds{x - width / 2, y - height, width, height};
    const auto styles = marks_.anywhere(component.path);
    if (norm) {
      draw_norm(canvas_, component, bounds, styles);
    } else {
      const BoxStyle& role = is_input_or_output(component) ? theme_.input_output : theme_.learned;
      canvas_.box(bounds, role, styles);
      canvas_.label(component.label, bounds, theme_.label_size,
                    styles.empty() ? role.text : styles.front().text);
    }
    parts_.push_back({&component, bounds});
    return bounds;
  }

  /// Draws components upwards from `y` with an arrow into each but, on request, the first;
  /// returns the top of the last one.
  double paint_column(const std::vector<Component>& components, double y, bool arrow_into_first) {
    bool arrow = arrow_into_first;
    for (const Component& component : components) {
      if (arrow) canvas_.arrow({{columns_.stream, y}, {columns_.stream, y - theme_.end_gap}});
      y = paint(component, columns_.stream, arrow ? y - theme_.end_gap : y).y;
      arrow = true;
    }
    return y;
  }

  EndDrawing finish(double height, double stream) && {
    for (PlacedComponent& part : parts_) part.bounds.y += height;
    return {std::move(canvas_).finish(height), std::move(parts_), stream + height};
  }

  Canvas& canvas() { return canvas_; }

 private:
  const Columns& columns_;
  const Marks& marks_;
  const Theme& theme_;
  Canvas canvas_;
  std::vector<PlacedComponent> parts_;
};

}  // namespace

void draw_state(Canvas& canvas, std::int64_t state, const Columns& columns, double y) {
  const Theme& theme = canvas.style().theme;
  const TextLine name =
      typeset_math(canvas.style().fonts, fmt::format("x_{{{}}}", state), theme.state_size);
  canvas.text(name, {columns.stream + theme.sum_radius + 6, y + 0.3 * theme.state_size},
              theme.muted);
}

EndDrawing draw_entry(const Stream& stream, const Columns& columns, const Marks& marks,
                      const Style& style) {
  const Theme& theme = style.theme;
  EndPainter painter(columns, marks, style);
  Canvas& canvas = painter.canvas();
  double y = painter.paint_column(stream.entry, 0, false);
  double start = y;
  if (!stream.added_at_entry.empty()) {
    const Point sum{columns.stream, y - theme.end_gap - theme.sum_radius};
    canvas.line({{columns.stream, y}, {columns.stream, sum.y + theme.sum_radius}});
    double x = columns.heads_left + theme.end_box_width / 2;
    for (const Component& component : stream.added_at_entry) {
      const Rect box = painter.paint(component, x, sum.y + theme.box_height / 2);
      canvas.arrow({{box.right(), sum.y}, {sum.x - theme.sum_radius, sum.y}});
      x += theme.end_box_width + theme.head_gap;
    }
    canvas.sum(sum);
    start = sum.y;
    y = sum.y - std::max(theme.sum_radius, theme.box_height / 2);
    draw_state(canvas, 0, columns, sum.y);
  } else {
    y -= 1.6 * theme.end_gap;
    draw_state(canvas, 0, columns, y + 0.8 * theme.end_gap);
  }
  double top = y - theme.frame_gap;
  if (columns.has_notes) {
    top = std::min(top, draw_note(canvas, stream.entry_note, {}, columns, (y + start) / 2, 0));
  }
  return std::move(painter).finish(std::ceil(-top), start);
}

EndDrawing draw_exit(const Stream& stream, std::int64_t states, const Columns& columns,
                     const Marks& marks, const Style& style) {
  EndPainter painter(columns, marks, style);
  Canvas& canvas = painter.canvas();
  double top = painter.paint_column(stream.exit, 0, true);
  if (columns.has_notes) {
    const NoteNumbers numbers{states, states, 0};
    top = std::min(top, draw_note(canvas, stream.exit_note, numbers, columns, top / 2, 0));
  }
  return std::move(painter).finish(std::ceil(-top) + 1, 0);
}

}  // namespace tviz
