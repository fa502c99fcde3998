// SPDX-License-Identifier: MIT
#include "layout/ends.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string_view>

#include "layout/captions.hpp"
#include "layout/norms.hpp"
#include "layout/notes.hpp"
#include "layout/state_names.hpp"

namespace tviz {
namespace {

// Between the boxes beside the entry and those of the entry itself: lines run here.
constexpr double kRailRoom = 14;
constexpr double kEntryRailGap = 3.5;  // From the last rail to the boxes of the entry.
constexpr double kEndNoteGap = 7;      // Beside an arrow.
constexpr double kStateGap = 6;        // From a ⊕ to the name of the state.
constexpr double kStateGapBelow = 4;
constexpr double kRiseToState = 1.6;    // From the entry to the blocks, in gaps.
constexpr double kNameAboveBox = 1.35;  // The same in em, for the name of a state.
constexpr std::string_view kUsedByBlocks = "in every layer";

bool is_input_or_output(const Component& component) {
  constexpr std::array<std::string_view, 5> kKinds{"tokens", "patches", "frames", "logits",
                                                   "output"};
  return std::ranges::find(kKinds, component.kind) != kKinds.end();
}

/// What stands beside the entry.
struct BesideEntry {
  std::vector<const Component*> added;
  std::vector<const Component*> joined;  ///< Further tokens.

  explicit BesideEntry(const std::vector<Component>& components) {
    for (const Component& component : components) {
      (component.kind == "class_token" ? joined : added).push_back(&component);
    }
  }
  /// Rows below the one of the ⊕.
  std::size_t rows() const { return std::max<std::size_t>(added.size(), 1) - 1 + joined.size(); }
};

/// Draws components one above the other on the stream's axis, and others beside them.
class EndPainter {
 public:
  EndPainter(const Columns& columns, const Marks& marks, const Style& style)
      : columns_(columns),
        marks_(marks),
        theme_(style.theme),
        heights_(style.end_box_heights()),
        canvas_(style) {}

  void paint(const Component& component, const Rect& bounds) {
    const auto styles = marks_.anywhere(component.path);
    parts_.push_back({&component, bounds});
    if (is_norm(component)) {
      draw_norm(canvas_, component, bounds, styles);
      return;
    }
    const BoxStyle& role = is_input_or_output(component) ? theme_.input_output : theme_.learned;
    canvas_.box(bounds, role, styles);
    draw_label(canvas_, component, label_for(component, bounds.width), bounds, theme_.label_size,
               role, styles);
  }

  /// What a box of this width says. A figure that flows to the right has no formulas, and shorter
  /// boxes without their symbols.
  std::string label_for(const Component& component, double width) const {
    const Style& style = canvas_.style();
    if (style.flows_right()) return words_of_label(component.label);
    return label_within(component.label, width, style);
  }

  /// Draws components upwards from `y` with an arrow into each but, on request, the first;
  /// returns the top of the last one.
  double paint_column(const std::vector<Component>& components, double y, bool arrow_into_first) {
    bool arrow = arrow_into_first;
    for (const Component& component : components) {
      if (arrow) canvas_.arrow({{columns_.stream, y}, {columns_.stream, y - theme_.end_gap}});
      if (arrow) y -= theme_.end_gap;
      y = paint_on_axis(component, y);
      arrow = true;
    }
    return y;
  }

  /// Draws a component on the stream's axis with its bottom at `y`; returns its top.
  double paint_on_axis(const Component& component, double y) {
    return paint_above(component, {columns_.stream, y}, theme_.end_box_width);
  }

  /// Draws a component with the middle of its bottom here, a box of this width if it is no norm;
  /// returns its top.
  double paint_above(const Component& component, Point bottom, double box_width) {
    const double width = is_norm(component) ? std::min(theme_.norm_width, box_width) : box_width;
    const double height = is_norm(component) ? theme_.norm_height : heights_.on_stream;
    paint(component, {bottom.x - width / 2, bottom.y - height, width, height});
    return bottom.y - height;
  }

  /// Boxes left of the stream that read it at height `y`; returns the top of the highest.
  double paint_read_outs(const std::vector<const ReadOut*>& read_outs, double y) {
    const auto count = static_cast<double>(read_outs.size());
    const double room = (columns_.heads_width() + theme_.head_gap) / count - theme_.head_gap;
    const double width = std::min(theme_.end_box_width, room);
    const double step = width + theme_.head_gap;
    double x = columns_.heads_right - (count - 1) * step - width / 2;
    double top = y;
    canvas_.line({{columns_.stream, y}, {x - theme_.line_width / 2, y}});
    for (const ReadOut* read_out : read_outs) {
      Point at{x, y};
      for (const Component& component : read_out->components) {
        canvas_.arrow({at, {at.x, at.y - theme_.end_gap}});
        at.y = paint_above(component, {at.x, at.y - theme_.end_gap}, width);
      }
      top = std::min(top, at.y);
      x += step;
    }
    canvas_.read_dot({columns_.stream, y});
    return top;
  }

  /// Boxes that are added at the ⊕ of the entry: the first beside the ⊕, the others at the
  /// middles `rows` below it.
  void paint_added(const std::vector<const Component*>& components, Point sum,
                   std::span<const double> rows) {
    const double rail = beside().right() + kRailRoom / 2;
    for (std::size_t i = 0; i < components.size(); ++i) {
      const Rect bounds = paint_beside(*components[i], i == 0 ? sum.y : rows[i - 1]);
      if (i == 0) {
        canvas_.arrow({{bounds.right(), sum.y}, {sum.x - theme_.sum_radius, sum.y}});
        continue;
      }
      std::vector<Point> way{{bounds.right(), rows[i - 1]}, {rail, rows[i - 1]}};
      if (i + 1 == components.size()) way.push_back({rail, sum.y});
      canvas_.line(std::move(way));
    }
  }

  /// Boxes of further tokens, which join those of the entry on their way up, at height `joint`.
  void paint_joined(const std::vector<const Component*>& components, double joint,
                    std::span<const double> rows) {
    const double rail = beside().right() + kRailRoom - kEntryRailGap;
    for (std::size_t i = 0; i < components.size(); ++i) {
      const Rect bounds = paint_beside(*components[i], rows[i]);
      std::vector<Point> way{{bounds.right(), rows[i]}, {rail, rows[i]}};
      if (i > 0) {
        canvas_.line(std::move(way));
        continue;
      }
      way.insert(way.end(), {{rail, joint}, {columns_.stream, joint}});
      canvas_.arrow(std::move(way));
    }
    if (components.size() > 1) canvas_.line({{rail, rows[components.size() - 1]}, {rail, rows[0]}});
  }

  Rect paint_beside(const Component& component, double middle) {
    Rect bounds = beside();
    bounds.y = middle - bounds.height / 2;
    paint(component, bounds);
    return bounds;
  }

  /// Boxes at the left that every block uses, with their arrows up to the first of these.
  void paint_used_by_blocks(const std::vector<Component>& components, double bottom, double top) {
    const bool above_each_other = canvas_.style().flows_right();
    const double room = room_beside();
    const auto count = static_cast<double>(components.size());
    const double width =
        above_each_other ? room : (room + theme_.head_gap) / count - theme_.head_gap;
    const double box_top = bottom - heights_.beside;
    double left = columns_.heads_left;
    for (const Component& component : components) {
      const Rect bounds{left, box_top, width, heights_.beside};
      paint(component, bounds);
      canvas_.arrow({{bounds.center().x, bounds.y}, {bounds.center().x, top}});
      left += width + theme_.head_gap;
    }
    const double size = theme_.note_size;
    const double right = left - theme_.head_gap;
    const TextLine note = typeset(canvas_.style().fonts, kUsedByBlocks, Face::Sans, size);
    if (above_each_other) {
      canvas_.text_beside(note, {right + kEndNoteGap, bottom - heights_.beside / 2}, 0.36 * size,
                          theme_.muted);
    } else {
      canvas_.text_beside(note, {right - width / 2 + kEndNoteGap, (box_top + top) / 2}, 0.36 * size,
                          theme_.muted);
    }
  }

  /// What stands on the stream above x₀; returns the top of the last one.
  double paint_on_stream(const std::vector<Component>& components, double y) {
    for (const Component& component : components) {
      y = paint_on_axis(component, y - theme_.arrow_gap);
    }
    return y;
  }

  EndDrawing finish(double height, double stream) && {
    for (PlacedComponent& part : parts_) part.bounds.y += height;
    return {std::move(canvas_).finish(height), std::move(parts_), stream + height};
  }

  Canvas& canvas() { return canvas_; }

 private:
  /// Right end of what stands beside the entry.
  double end_beside() const { return columns_.stream - theme_.end_box_width / 2 - kRailRoom; }

  /// Width of a box that stands beside the entry.
  double room_beside() const {
    return std::min(theme_.end_box_width, end_beside() - columns_.heads_left);
  }

  /// Where a box stands beside the entry: at the left, or near the stream where that is seen above
  /// it. Its y is of no meaning.
  Rect beside() const {
    const double width = room_beside();
    const double left = canvas_.style().flows_right() ? end_beside() - width : columns_.heads_left;
    return {left, 0, width, heights_.beside};
  }

  const Columns& columns_;
  const Marks& marks_;
  const Theme& theme_;
  EndBoxHeights heights_;
  Canvas canvas_;
  std::vector<PlacedComponent> parts_;
};

/// The middles of rows for boxes below a ⊕: beside the boxes of the entry, whose top one has its
/// top at `top`, and below these.
std::vector<double> rows_below(std::size_t count, double box_height, double gap, double top) {
  std::vector<double> rows;
  for (std::size_t i = 0; i < count; ++i) {
    rows.push_back(top + box_height / 2 + static_cast<double>(i) * (box_height + gap));
  }
  return rows;
}

/// Whether all of the boxes beside the entry stand above it: a line from another stream enters it
/// from that side.
bool stands_above_entry(const BesideEntry& boxes, bool reads_another) {
  return reads_another && boxes.joined.empty() && boxes.rows() > 0;
}

/// How far the rows of boxes beside the entry begin from its top, where boxes are longer than
/// the way to the ⊕: behind the box beside that.
double first_row(const BesideEntry& boxes, const Style& style) {
  if (boxes.added.empty() || !style.flows_right()) return 0;
  const Theme& theme = style.theme;
  return style.end_box_heights().beside / 2 + theme.head_gap - theme.end_gap - theme.sum_radius;
}

/// From the boxes of the entry up to the ⊕, where a box beside it lies above further ones.
double rise_to_sum(const BesideEntry& boxes, bool reads_another, const Style& style) {
  const Theme& theme = style.theme;
  const double rise = theme.end_gap + theme.sum_radius;
  const double beside = style.end_box_heights().beside;
  if (stands_above_entry(boxes, reads_another)) {
    return static_cast<double>(boxes.rows() + 1) * (beside + theme.end_gap) - beside / 2;
  }
  if (style.flows_right() || boxes.rows() == 0) return rise;
  return std::max(rise, (beside + theme.head_gap) / 2);
}

/// How far the boxes of the entry are lifted so that none of those beside them lies below it.
double lift_of(const Stream& stream, const BesideEntry& boxes, const Style& style) {
  const Theme& theme = style.theme;
  const std::size_t rows = boxes.rows();
  if (!style.flows_right()) {
    const std::size_t missing = rows - std::min(rows, stream.entry.size());
    return static_cast<double>(missing) * (theme.box_height + theme.end_gap);
  }
  const EndBoxHeights heights = style.end_box_heights();
  const double needed = first_row(boxes, style) +
                        static_cast<double>(rows) * (heights.beside + theme.end_gap) -
                        theme.end_gap;
  const double there =
      static_cast<double>(stream.entry.size()) * (heights.on_stream + theme.end_gap) -
      theme.end_gap;
  return std::max(0.0, needed - there);
}

}  // namespace

void heighten(EndDrawing& end, double by) {
  end.band.primitives = moved(std::move(end.band.primitives), {0, by});
  end.band.height += by;
  end.stream += by;
  for (PlacedComponent& part : end.parts) part.bounds.y += by;
}

void draw_state(Canvas& canvas, std::string_view name, const Columns& columns, double y) {
  const Theme& theme = canvas.style().theme;
  const TextLine line = typeset_math(canvas.style().fonts, name, theme.state_size);
  const double gap = canvas.style().flows_right() ? kStateGapBelow : kStateGap;
  canvas.text_beside(line, {columns.stream + theme.sum_radius + gap, y}, 0.3 * theme.state_size,
                     theme.muted);
}

EndDrawing draw_entry(const Stream& stream, bool reads_another, const Columns& columns,
                      const Marks& marks, const Style& style) {
  const Theme& theme = style.theme;
  const EndBoxHeights heights = style.end_box_heights();
  EndPainter painter(columns, marks, style);
  Canvas& canvas = painter.canvas();
  const BesideEntry boxes(stream.added_at_entry);
  const bool above = stands_above_entry(boxes, reads_another);
  double y = painter.paint_column(stream.entry, above ? 0 : -lift_of(stream, boxes, style), false);
  double start = y;
  // Lowest place for what every block uses: beside the entry, if nothing else is there.
  const bool is_free = boxes.joined.empty() && !reads_another;
  double beside = is_free ? std::min(y + heights.beside, 0.0) : y - theme.end_gap;
  const double from_entry =
      above ? -static_cast<double>(boxes.rows()) * (heights.beside + theme.end_gap)
            : first_row(boxes, style);
  const std::vector<double> middles =
      rows_below(boxes.rows(), heights.beside, theme.end_gap, y + from_entry);
  const auto rows_joined = std::span(middles).last(boxes.joined.size());
  if (!boxes.added.empty()) {
    const Point sum{columns.stream, y - rise_to_sum(boxes, reads_another, style)};
    canvas.line({{columns.stream, y}, {columns.stream, sum.y + theme.sum_radius}});
    painter.paint_added(boxes.added, sum, middles);
    painter.paint_joined(boxes.joined, y - theme.end_gap / 2, rows_joined);
    canvas.sum(sum);
    start = sum.y;
    beside = sum.y - heights.beside / 2 - theme.head_gap;
    y = painter.paint_on_stream(stream.after_entry, sum.y - theme.sum_radius);
    y = std::min(y, sum.y - std::max(theme.sum_radius, heights.beside / 2));
    draw_state(canvas, "x_0", columns,
               stream.after_entry.empty() ? sum.y : y - kStateAboveNorm * theme.state_size);
  } else {
    painter.paint_joined(boxes.joined, y - theme.end_gap / 2, rows_joined);
    const double rise = std::max(kRiseToState * theme.end_gap, kNameAboveBox * theme.state_size);
    y -= rise;
    if (stream.after_entry.empty()) {
      draw_state(canvas, "x_0", columns, y + rise / 2);
    } else {
      y = painter.paint_on_stream(stream.after_entry, y + theme.arrow_gap);
      draw_state(canvas, "x_0", columns, y - kStateAboveNorm * theme.state_size);
    }
  }
  if (!stream.used_by_blocks.empty()) {
    // To the right there is room above the stream.
    if (style.flows_right() && !reads_another) {
      beside = std::min(y + heights.beside + theme.end_gap, 0.0);
    }
    y = std::min(y, beside - heights.beside - theme.end_gap);
    painter.paint_used_by_blocks(stream.used_by_blocks, beside, std::floor(y - theme.frame_gap));
  }
  // The name of a state above a norm needs room of its own.
  if (!stream.after_entry.empty()) y -= kStateAboveNorm * theme.state_size;
  double top = y - theme.frame_gap;
  if (columns.has_notes) {
    top = std::min(
        top, draw_note(canvas, filled_in(stream.entry_note, {}), columns, (y + start) / 2, 0));
  }
  return std::move(painter).finish(std::ceil(-top), start);
}

EndDrawing draw_read_outs(const std::vector<const ReadOut*>& read_outs, std::int64_t state,
                          const Columns& columns, const Marks& marks, const Style& style) {
  EndPainter painter(columns, marks, style);
  const double y = -style.theme.sum_radius;
  draw_state(painter.canvas(), StateNames::from(state).markup(0), columns, y);
  const double top = painter.paint_read_outs(read_outs, y);
  return std::move(painter).finish(std::ceil(style.theme.frame_gap - top), y);
}

Note exit_note(const Stream& stream, std::int64_t states) {
  const std::string last = StateNames::from(states).index(0);
  return filled_in(stream.exit_note, {last, last, {}});
}

EndDrawing draw_exit(const Stream& stream, std::int64_t states, double notes_below,
                     const Columns& columns, const Marks& marks, const Style& style) {
  EndPainter painter(columns, marks, style);
  Canvas& canvas = painter.canvas();
  double top = painter.paint_column(stream.exit, 0, true);
  if (columns.has_notes) {
    const Note note = exit_note(stream, states);
    top = std::min(top, draw_note(canvas, note, columns, top / 2, -notes_below));
  }
  return std::move(painter).finish(std::ceil(-top) + 1, 0);
}

}  // namespace tviz
