// SPDX-License-Identifier: MIT
#include "layout/block.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <span>
#include <utility>

#include "layout/bus.hpp"
#include "layout/in_series.hpp"
#include "layout/measured_block.hpp"
#include "layout/norms.hpp"

namespace tviz {
namespace {

// Between the dot of a hook and what stands beside it on the line.
constexpr double kMarkerGap = 3;
constexpr double kBetweenNorms = 5;  // Above each other.
// From the top of a norm on the stream up to the frame.
constexpr double kAboveNorm = 18;
constexpr double kStateHeight = 1.2;  // Of the name of a state, in em.

/// Draws one block from its bottom to its top.
class BlockPainter {
 public:
  BlockPainter(const BlockStructure& structure, const std::string& block_path,
               const Columns& columns, const Marks& marks, const Style& style, HeadsShown shown,
               const OpenedLayer& opened)
      : structure_(structure),
        block_path_(block_path),
        columns_(columns),
        marks_(marks),
        style_(style),
        theme_(style.theme),
        opened_(opened),
        hooks_(opened),
        measured_(structure, block_path, columns, marks, style, shown, opened),
        canvas_(style),
        dots_(style) {}

  BlockDrawing paint() && {
    double y = -std::max(theme_.frame_bottom, 2 * room_below_read(0));
    for (std::size_t i = 0; i < structure_.additions.size(); ++i) {
      if (i > 0) y -= gap_above(i - 1);
      y -= measured_.room_below(i);
      paint_addition(structure_.additions[i], y);
      y = drawing_.additions.back().top - measured_.room_above(structure_.additions[i]);
    }
    const AdditionSpan& last = drawing_.additions.back();
    drawing_.height = std::max(theme_.frame_top - last.sum, kAboveNorm - last.top) + above_state() +
                      measured_.room_above(structure_.additions.back());
    make_room_for_stream_circles();
    for (const StreamPoint& point : structure_.stream_points) paint_stream_point(point);
    add_frame();
    append(std::move(canvas_).take());
    append(std::move(dots_).take());
    return std::move(drawing_);
  }

 private:
  std::string path(const Component& component) const {
    return fmt::format("{}.{}", block_path_, component.path);
  }

  void append(std::vector<Primitive> primitives) {
    std::ranges::move(primitives, std::back_inserter(drawing_.primitives));
  }

  void add_frame() {
    Rectangle frame;
    frame.bounds = {columns_.left, -drawing_.height, columns_.frame_right - columns_.left,
                    drawing_.height};
    frame.radius = theme_.frame_radius;
    frame.stroke = Stroke{theme_.frame, theme_.box_line_width, {}};
    if (theme_.frame_dash > 0) frame.stroke->dashes = {theme_.frame_dash, theme_.frame_dash_gap};
    drawing_.primitives.emplace_back(std::move(frame));
  }

  /// What a disc with a letter needs on the stream.
  double room_for_letters() const {
    const bool needed = marks_.letters() > 0 && marks_.in_block(block_path_);
    return needed ? room_of_disc(theme_, marks_.letters()) : 0;
  }

  /// The same below the read of an addition, beside which its own discs stand, and those of the
  /// stream below. An opened one has room.
  double room_below_read(std::size_t index) const {
    const Addition& addition = structure_.additions[index];
    if (opened_.opens_any_of(addition)) return 0;
    const bool on_stream =
        std::ranges::any_of(structure_.stream_points, [&](const StreamPoint& point) {
          return point.after_additions == static_cast<int>(index) &&
                 !marks_.site(block_path_, point.point.site).empty();
        });
    const bool on_lines = std::ranges::any_of(addition.branches, [&](const Branch& branch) {
      return !input_styles({main_component(branch)}).empty();
    });
    return on_stream || on_lines ? room_for_letters() : 0;
  }

  /// Discs with letters beside each other, after the norm on the stream, stand above the name of
  /// the state.
  double above_state() const {
    return room_for_letters() > 0 && drawing_.additions.back().top < drawing_.additions.back().sum
               ? kStateHeight * theme_.state_size
               : 0;
  }

  /// From the addition of this index up to the next read.
  double gap_above(std::size_t index) const {
    const double letters = theme_.sum_radius + 1.5 * room_below_read(index + 1);
    return std::max(least_gap_above(index), letters);
  }

  double least_gap_above(std::size_t index) const {
    const AdditionSpan& span = drawing_.additions[index];
    if (span.top < span.sum) return theme_.branch_gap - theme_.sum_radius;
    const std::vector<Slot> slots = measured_.slots_of(structure_.additions[index]);
    if (slots.front().on_line == nullptr) return theme_.branch_gap;
    // The norm of the next read stands above that on the line.
    return std::max(theme_.branch_gap, theme_.norm_height + kBetweenNorms);
  }

  /// `plain` if its hooks are circles on the lines beside it.
  void paint_norm(const Component& norm, const Rect& bounds, bool plain = false) {
    draw_norm(canvas_, norm, bounds,
              plain ? marks_.value(path(norm)) : marks_.anywhere(path(norm)));
    drawing_.parts.push_back({&norm, bounds});
  }

  /// Draws the way from the stream through norms, the first beside the stream and the others
  /// above it; returns where their output leaves.
  Point paint_read(const std::vector<const Component*>& norms, double center, double read,
                   bool plain) {
    const Point stream{columns_.stream, read};
    if (norms.empty()) return stream;
    canvas_.arrow({stream, {center + theme_.norm_width / 2, read}});
    Rect bounds = norm_bounds(theme_, {center, read});
    paint_norm(*norms.front(), bounds, plain);
    for (std::size_t i = 1; i < norms.size(); ++i) {
      const double bottom = bounds.y - theme_.arrow_gap;
      canvas_.arrow({{center, bounds.y}, {center, bottom}});
      bounds = norm_bounds(theme_, {center, bottom - theme_.norm_height / 2});
      paint_norm(*norms[i], bounds, plain);
    }
    return {center, bounds.y};
  }

  std::vector<MarkStyle> input_styles(const std::vector<const Component*>& readers) const {
    std::vector<MarkStyle> styles;
    for (const Component* reader : readers) {
      for (const HookPoint& point : reader->hook_points) {
        if (point.site == "out" || !lies_on_line(point.site)) continue;
        std::ranges::copy(marks_.site(path(*reader), point.site), std::back_inserter(styles));
      }
    }
    return styles;
  }

  /// Where a norm's line leaves: under an input that lies nearly above, so that the line has
  /// no jog.
  Point straightened(Point from, const std::vector<Inlet>& inlets) const {
    const double nearest = std::ranges::min_element(inlets, {}, [&](const Inlet& inlet) {
                             return std::abs(inlet.at.x - from.x);
                           })->at.x;
    if (std::abs(nearest - from.x) < theme_.norm_width / 4) from.x = nearest;
    return from;
  }

  /// Where a read leaves its norm, and the height of the bus to its reader.
  struct Read {
    Point from;
    double bus = 0;
    bool has_circles = false;         ///< Between the two.
    double height = 0;                ///< Of its line from the stream.
    double left = 0;                  ///< Where the dots on that line may begin.
    std::vector<MarkStyle> styles{};  ///< Of these dots.
  };

  /// The dots of hooks on what components read, before its norm, beside the stream. Those that
  /// have no room to the left stand above the others, and those that would reach a component or
  /// what lies at the height `above` are counted.
  void paint_inputs(const Read& read, double above, const std::vector<ComponentDrawing>& mains) {
    const double right = columns_.stream - kMarkerGap;
    std::vector<MarkStyle> styles = read.styles;
    std::size_t in_a_row = 1;
    double step = 0;
    const auto has_room = [&] {
      step = 2 * marker_extent(theme_, styles) + kMarkerSpace;
      in_a_row = count_of((right - read.left + kMarkerSpace) / step);
      double end = above;
      for (const ComponentDrawing& main : mains) {
        const bool is_above = main.bounds.right() > right - static_cast<double>(in_a_row) * step;
        if (is_above) end = std::max(end, main.bounds.bottom());
      }
      const double room = read.height - end - theme_.sum_radius - kMarkerGap;
      return styles.size() <= in_a_row * count_of(room / step);
    };
    for (std::size_t shown = styles.size(); !has_room() && shown > 1;) {
      --shown;
      styles = {read.styles.begin(), read.styles.begin() + static_cast<std::ptrdiff_t>(shown)};
      styles.push_back(mark_of_rest(read.styles.size() - shown, theme_));
    }
    double y = read.height;
    for (std::size_t first = 0; first < styles.size(); first += in_a_row) {
      const auto row = std::span<const MarkStyle>(styles).subspan(
          first, std::min(in_a_row, styles.size() - first));
      dots_.markers({right - marker_width(theme_, row) / 2, y}, row);
      y -= step;
    }
  }

  /// At least one.
  static std::size_t count_of(double room) {
    return static_cast<std::size_t>(std::max(1.0, std::floor(room)));
  }

  /// The line to `readers` leaves `room` below it for their captions.
  Read paint_read_of(const std::vector<const Component*>& norms,
                     const std::vector<const Component*>& readers, double center, double y,
                     double room) {
    const bool opened = hooks_.opens_any(readers);
    const Point from = paint_read(norms, center, y, opened);
    if (!opened) {
      const double left = norms.empty() ? columns_.heads_left : center + theme_.norm_width / 2;
      const double bus = norms.empty() ? from.y : from.y - theme_.riser - room;
      return {from, bus, false, y, left, input_styles(readers)};
    }
    const double norm_right = norms.empty() ? columns_.heads_right : center + theme_.norm_width / 2;
    hang_circles(canvas_, dots_, {(norm_right + columns_.stream) / 2, y},
                 hooks_.of_read(norms, readers), beside_norm(norms));
    if (norms.empty()) return {from, from.y, false, y};
    const std::vector<HookCircle> circles = hooks_.above_norms(norms, readers);
    double rise = from.y - circle_rise(theme_, circles);
    for (const HookCircle& circle : circles) {
      draw_circle(dots_, circle, {from.x, rise});
      draw_circle_label(dots_, circle, {from.x, rise}, LabelSide::Left);
      rise -= circle_step(theme_, circles);
    }
    return {from, (circles.empty() ? from.y - theme_.riser : rise) - room, !circles.empty(), y};
  }

  /// How far a norm on a line reaches below it: labels stand lower than that.
  double beside_norm(const std::vector<const Component*>& norms) const {
    return norms.empty() ? 0 : theme_.norm_height / 2;
  }

  /// The reads of an addition from the bottom up: one that all branches share, or one each.
  std::vector<Read> paint_reads(const std::vector<const Component*>& shared,
                                const std::vector<Slot>& slots,
                                const std::vector<RowCaption>& captions, double y) {
    const double center = measured_.norm_center(slots);
    if (!shared.empty()) {
      double room = 0;
      for (const RowCaption& each : captions) room = std::max(room, height_of(each, theme_));
      return {paint_read_of(shared, mains_of(slots), center, y, room)};
    }
    std::vector<Read> reads;
    for (const Slot& slot : slots) {
      if (!reads.empty()) y = reads.back().bus - theme_.riser - theme_.norm_height / 2;
      if (!reads.empty() && hooks_.opens_any({slot.main})) {
        y -= height_below(hooks_.of_read(slot.before, {slot.main}), theme_);
      }
      const double room = height_of(captions[reads.size()], theme_);
      reads.push_back(paint_read_of(slot.before, {slot.main}, center, y, room));
    }
    return reads;
  }

  void paint_bus(const Read& read, const std::vector<Inlet>& inlets) {
    const bool may_move = read.from.y != read.bus && !read.has_circles;
    const Point from = may_move ? straightened(read.from, inlets) : read.from;
    draw_bus(canvas_, {from}, read.bus, inlets);
  }

  /// Draws an addition whose first read lies at `y`.
  void paint_addition(const Addition& addition, double y) {
    const std::vector<Slot> slots = measured_.slots_of(addition);
    std::vector<const Component*> shared;
    for (const Component& norm : addition.shared) shared.push_back(&norm);
    std::vector<ComponentDrawing> mains = measured_.drawn(slots);
    double tallest = 0;
    for (const ComponentDrawing& main : mains) tallest = std::max(tallest, main.height());
    const std::vector<RowCaption> captions = measured_.captions_of(slots, mains, !shared.empty());
    const std::vector<Read> reads = paint_reads(shared, slots, captions, y);
    for (std::size_t i = 0; i < slots.size(); ++i) {
      draw_row_caption(canvas_, captions[i], reads[std::min(i, reads.size() - 1)].bus);
    }
    const double bottom = reads.back().bus - theme_.arrow_gap;
    std::vector<Inlet> inlets;
    for (std::size_t i = 0; i < slots.size(); ++i) {
      const double lift = (tallest - mains[i].height()) / 2;
      mains[i] = moved(std::move(mains[i]), {0, bottom - lift});
      adopt(mains[i], *slots[i].main);
      if (!mains[i].holds_caption && style_.flows_right()) {
        draw_caption_above(canvas_, *slots[i].main, mains[i].placed.front().bounds,
                           measured_.left_of(slots[i]));
      }
      if (shared.empty()) paint_bus(reads[i], mains[i].inlets);
      std::ranges::copy(mains[i].inlets, std::back_inserter(inlets));
    }
    if (!shared.empty()) paint_bus(reads.front(), inlets);
    AdditionSpan span{y, bottom - tallest - theme_.arrow_gap, 0};
    paint_outputs(slots, mains, span.sum);
    for (std::size_t i = 0; i < reads.size(); ++i) {
      const double above = i + 1 < reads.size() ? reads[i + 1].height : span.sum;
      paint_inputs(reads[i], above, mains);
    }
    canvas_.sum({columns_.stream, span.sum});
    span.top = paint_on_stream(addition, span.sum);
    drawing_.additions.push_back(span);
  }

  /// Takes over a component's drawing, places and link; its lines' ends stay.
  void adopt(ComponentDrawing& drawing, const Component& component) {
    for (Primitive& primitive : drawing.primitives) canvas_.add(std::move(primitive));
    std::ranges::copy(drawing.placed, std::back_inserter(drawing_.parts));
    if (drawing.link) drawing_.links.push_back({&component, *drawing.link});
  }

  /// A horizontal piece of a line.
  struct Stretch {
    Point from;
    Point to;
  };

  /// Lines from the components over a bus, and on it a norm if there is one, to the ⊕.
  void paint_outputs(const std::vector<Slot>& slots, const std::vector<ComponentDrawing>& mains,
                     double sum) {
    const Component* norm = slots.front().on_line;
    double start = 0;
    double end = columns_.stream - theme_.sum_radius;
    if (norm != nullptr) {
      const Rect bounds = norm_bounds(theme_, {measured_.norm_center(slots), sum});
      paint_output_lines(mains, sum, bounds.x);
      canvas_.arrow({{bounds.right(), sum}, {end, sum}});
      paint_norm(*norm, bounds, opened_.opens(*slots.front().main));
      start = bounds.right();
    } else {
      paint_output_lines(mains, sum, end);
    }
    end -= theme_.arrow_length;
    for (std::size_t i = 0; i < slots.size(); ++i) {
      if (hooks_.opens_any({slots[i].main})) {
        paint_output_circles(slots, i, mains, {{start, sum}, {end, sum}});
        continue;
      }
      const auto styles = marks_.site(path(*slots[i].main), "out");
      if (styles.empty()) continue;
      const bool joined = i == 0 && slots.size() > 1;
      const auto next =
          joined ? marks_.site(path(*slots[1].main), "out") : std::vector<MarkStyle>();
      dots_.markers(output_mark(mains, i, {{start, sum}, {end, sum}}, {styles, next}), styles);
    }
  }

  /// The circles of an opened component's output: those of the first on the bus, with those
  /// before a norm on it, and those of another on its own line.
  void paint_output_circles(const std::vector<Slot>& slots, std::size_t index,
                            const std::vector<ComponentDrawing>& mains, const Stretch& bus) {
    const Slot& slot = slots[index];
    const Point outlet = mains[index].outlets.front();
    const std::vector<HookCircle> circles = hooks_.of_output(slot);
    if (index > 0) {
      double y = (mains[index].bounds.y + bus.to.y) / 2;
      for (const HookCircle& circle : circles) {
        draw_circle(dots_, circle, {outlet.x, y});
        draw_circle_label(dots_, circle, {outlet.x, y}, side_with_room(circle, outlet.x));
        y += circle_step(theme_, circles);
      }
      return;
    }
    const double left = std::max(bus.from.x, outlet.x);
    const double right =
        mains.size() > 1 ? mains[1].outlets.front().x - reach_of_output(slots[1]) : bus.to.x;
    double x = (left + right) / 2;
    if (slot.on_line != nullptr) {
      stand_circles(canvas_, dots_, {(outlet.x + norm_left(slots)) / 2, bus.to.y},
                    hooks_.before_norm(slot), 0, bus.to.x);
    } else if (circles.size() == 1) {
      // A short label is narrower than the dots of many functions.
      const HookCircle& circle = circles.front();
      const double reach = std::max(label_reach(style_, circle) / 2, circle_reach(style_, circle));
      x = right - reach - kMarkerGap;
    }
    stand_circles(canvas_, dots_, {x, bus.to.y}, circles, measured_.beside_norm_on_line(slots),
                  bus.to.x);
  }

  /// How far the circles on the line of an output reach to each side.
  double reach_of_output(const Slot& slot) const {
    double reach = 0;
    for (const HookCircle& circle : hooks_.of_output(slot)) {
      reach = std::max(reach, circle_reach(style_, circle));
    }
    return reach;
  }

  double norm_left(const std::vector<Slot>& slots) const {
    return measured_.norm_center(slots) - theme_.norm_width / 2;
  }

  /// Right, but left where a label would reach the stream.
  LabelSide side_with_room(const HookCircle& circle, double x) const {
    const double end = columns_.stream - theme_.sum_radius - kMarkerGap;
    return x + label_reach(style_, circle) < end ? LabelSide::Right : LabelSide::Left;
  }

  void paint_output_lines(const std::vector<ComponentDrawing>& mains, double sum, double end) {
    bool first = true;
    for (const ComponentDrawing& main : mains) {
      for (const Point& outlet : main.outlets) {
        if (first) {
          canvas_.arrow({outlet, {outlet.x, sum}, {end, sum}});
        } else {
          canvas_.line({outlet, {outlet.x, sum}});
        }
        first = false;
      }
    }
  }

  /// The dots of one output, and those of the next on the line that joins it.
  struct OutputDots {
    std::vector<MarkStyle> styles;
    std::vector<MarkStyle> next;
  };

  /// Where a component's output alone flows: on its bus (after a norm on it) before another
  /// one joins or the arrowhead begins, but for one that joins later on its own line.
  Point output_mark(const std::vector<ComponentDrawing>& mains, std::size_t index,
                    const Stretch& bus, const OutputDots& dots) const {
    const auto& [styles, next] = dots;
    const ComponentDrawing& main = mains[index];
    const double sum = bus.to.y;
    if (index > 0) return {main.outlets.front().x, (main.bounds.y + sum) / 2};
    // Left of the line that joins, and of the dots on that.
    const double beside = std::max(marker_extent(theme_, styles), marker_width(theme_, next) / 2);
    const double end = mains.size() > 1 ? mains[1].outlets.front().x - beside : bus.to.x;
    const double room = end - bus.from.x - marker_width(theme_, styles);
    const double gap = std::min(kMarkerGap, room / 2);
    return {end - gap - marker_width(theme_, styles) / 2, sum};
  }

  /// Norms on the stream above a ⊕, and what replaces its state; returns the top of the last one,
  /// or the ⊕'s height.
  double paint_on_stream(const Addition& addition, double sum) {
    double top = sum;
    double below = sum - theme_.sum_radius;
    for (const Component& each : addition.on_stream) {
      const double gap = opened_.opens_any_of(addition)
                             ? 2 * label_room(theme_) + kMarkerGap
                             : std::max(theme_.arrow_gap, 1.5 * room_for_letters());
      top = below = is_norm(each) ? paint_norm_on_stream(each, below - gap)
                                  : paint_replacement(each, below - theme_.arrow_gap);
    }
    return top;
  }

  double paint_norm_on_stream(const Component& norm, double bottom) {
    const Rect bounds = norm_bounds(theme_, {columns_.stream, bottom - theme_.norm_height / 2});
    paint_norm(norm, bounds);
    return bounds.y - room_for_letters() / 2;
  }

  double paint_replacement(const Component& component, double bottom) {
    const double reach = columns_.frame_right - columns_.stream - kMarkerGap;
    const Room room{columns_.stream - reach, columns_.stream + reach, path(component), marks_,
                    style_};
    ComponentDrawing drawing = moved(draw_in_series(component, columns_.stream, room), {0, bottom});
    adopt(drawing, component);
    return drawing.bounds.y;
  }

  /// A dot on the stream, halfway between what lies below it and above.
  void paint_stream_point(const StreamPoint& point) {
    if (const auto circle = measured_.circle_of(point)) return paint_stream_circle(point, *circle);
    const auto styles = marks_.site(block_path_, point.point.site);
    if (styles.empty()) return;
    // The first lies on the stream, and others right of it: at the left are those of a read.
    const double aside = marker_width(theme_, styles) / 2 - marker_extent(theme_, styles);
    dots_.markers({columns_.stream + aside, dot_height(point)}, styles);
  }

  /// Their labels do not reach the frame.
  void make_room_for_stream_circles() {
    for (const StreamPoint& point : structure_.stream_points) {
      const auto circle = measured_.circle_of(point);
      if (!circle) continue;
      const double top = circle_height(point, *circle) - label_room(theme_) / 2;
      drawing_.height = std::max(drawing_.height, -top);
    }
  }

  void paint_stream_circle(const StreamPoint& point, const HookCircle& circle) {
    const Point at{columns_.stream, circle_height(point, circle)};
    draw_circle(dots_, circle, at);
    draw_circle_label(dots_, circle, at, LabelSide::Left);
    const bool at_top = at.y < -drawing_.height + theme_.frame_label_size + label_room(theme_);
    if (at_top) drawing_.top_label = at.x - label_reach(style_, circle);
  }

  double dot_height(const StreamPoint& point) const {
    const auto after = static_cast<std::size_t>(point.after_additions);
    const auto& additions = drawing_.additions;
    const double above = after < additions.size() ? additions[after].read : -drawing_.height;
    if (after == 0) return above / 2;
    const AdditionSpan& below = additions[after - 1];
    const double sum = below.sum - theme_.sum_radius;
    if (below.top == below.sum) return (sum + above) / 2;
    return point.after_norms ? (below.top + above) / 2 : sum - theme_.arrow_gap / 2;
  }

  /// The same in an opened layer, where labels on the line to a ⊕ stand above that.
  double circle_height(const StreamPoint& point, const HookCircle& circle) const {
    const double clear = theme_.sum_radius + circle_step(theme_, std::span(&circle, 1)) / 2;
    const auto after = static_cast<std::size_t>(point.after_additions);
    if (after == 0) return -label_room(theme_);
    const AdditionSpan& below = drawing_.additions[after - 1];
    if (point.after_norms) return below.top - std::max(label_room(theme_), clear) - above_state();
    const double room = measured_.room_above(structure_.additions[after - 1]);
    const double rise = (theme_.sum_radius + label_room(theme_)) / 2 + std::max(room, kMarkerGap);
    return below.sum - std::max(rise, clear);
  }

  const BlockStructure& structure_;
  const std::string& block_path_;
  const Columns& columns_;
  const Marks& marks_;
  const Style& style_;
  const Theme& theme_;
  const OpenedLayer& opened_;
  LineHooks hooks_;
  MeasuredBlock measured_;
  Canvas canvas_;
  Canvas dots_;  ///< Of hooks: above all lines, whichever is drawn later.
  BlockDrawing drawing_;
};

}  // namespace

BlockDrawing draw_block(const BlockStructure& structure, const std::string& block_path,
                        const Columns& columns, const Marks& marks, const Style& style,
                        HeadsShown shown, const OpenedLayer& opened) {
  return BlockPainter(structure, block_path, columns, marks, style, shown, opened).paint();
}

}  // namespace tviz
