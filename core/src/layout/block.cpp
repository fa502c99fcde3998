// SPDX-License-Identifier: MIT
#include "layout/block.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "layout/heads.hpp"
#include "layout/painted_component.hpp"

namespace tviz {
namespace {

bool is_norm(const Component& component) { return component.kind == "norm"; }

const Component& main_of(const Branch& branch) {
  return *std::ranges::find_if_not(branch.components, is_norm);
}

/// The norm that a branch reads through, or nullptr.
const Component* norm_of(const Branch& branch) {
  const Component& first = branch.components.front();
  return is_norm(first) ? &first : nullptr;
}

// Between the dot of a hook and what stands beside it on the line.
constexpr double kMarkerGap = 3;

/// Draws one block from its bottom to its top.
class BlockPainter {
 public:
  BlockPainter(const std::string& block_path, const Columns& columns, const Marks& marks,
               const Style& style, HeadsShown shown)
      : block_path_(block_path),
        columns_(columns),
        marks_(marks),
        theme_(style.theme),
        shown_(shown),
        canvas_(style),
        dots_(style) {}

  BlockDrawing paint(const BlockStructure& structure) {
    double y = -theme_.frame_bottom;
    for (std::size_t i = 0; i < structure.additions.size(); ++i) {
      if (i > 0) y -= theme_.branch_gap;
      y = paint_addition(structure.additions[i], y);
    }
    drawing_.height = theme_.frame_top - y;
    for (const StreamPoint& point : structure.stream_points) paint_stream_point(point);
    add_frame();
    append(std::move(canvas_).take());
    append(std::move(dots_).take());
    return std::move(drawing_);
  }

 private:
  /// A branch's main component with the room that it gets.
  struct Slot {
    const Branch* branch;
    double left;
    double right;
  };

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

  std::vector<Slot> slots_of(const Addition& addition) const {
    std::vector<Slot> slots;
    double right = columns_.heads_right;
    const double width = parallel_box_width(theme_, columns_.heads_width());
    for (std::size_t i = addition.branches.size(); i-- > 1;) {
      slots.push_back({&addition.branches[i], right - width, right});
      right -= width + 2 * theme_.head_gap;
    }
    slots.push_back({&addition.branches.front(), columns_.heads_left, right});
    std::ranges::reverse(slots);
    return slots;
  }

  /// Norms stand in one column: under the rightmost main component, or under the last head
  /// of a full row, so that their lines go straight up.
  double norm_center(const std::vector<Slot>& slots) const {
    if (slots.size() > 1) return (slots.back().left + slots.back().right) / 2;
    return columns_.heads_right - theme_.head_width / 2;
  }

  /// Draws the way from the stream through a norm; returns where its output leaves.
  Point paint_read(const Component* norm, const Component& reader, double center, double read) {
    const Point stream{columns_.stream, read};
    const double edge = norm != nullptr ? center + theme_.norm_width / 2 : columns_.heads_right;
    if (norm != nullptr) {
      canvas_.arrow({stream, {edge, read}});
      const Rect bounds{center - theme_.norm_width / 2, read - theme_.norm_height / 2,
                        theme_.norm_width, theme_.norm_height};
      draw_norm(canvas_, *norm, bounds, marks_.anywhere(path(*norm)));
      drawing_.parts.push_back({norm, bounds});
    }
    paint_inputs(reader, {stream.x - kMarkerGap, read});
    return norm != nullptr ? Point{center, read - theme_.norm_height / 2} : stream;
  }

  /// The dots of hooks on what a component reads, before its norm, from the x of `start`.
  void paint_inputs(const Component& reader, Point start) {
    std::vector<BoxStyle> styles;
    for (const HookPoint& point : reader.hook_points) {
      if (point.site == "out" || !lies_on_line(point.site)) continue;
      for (const BoxStyle& style : marks_.site(path(reader), point.site)) styles.push_back(style);
    }
    if (styles.empty()) return;
    dots_.markers({start.x - marker_width(theme_, styles.size()) / 2, start.y}, styles);
  }

  /// Where a norm's line leaves: under an input that lies nearly above, so that the line has
  /// no jog.
  double straightened(double x, const std::vector<double>& inputs) const {
    const double nearest =
        *std::ranges::min_element(inputs, {}, [x](double input) { return std::abs(input - x); });
    return std::abs(nearest - x) < theme_.norm_width / 4 ? nearest : x;
  }

  /// Lines from a norm (or the stream) over a bus to the inputs of a component.
  void paint_bus(Point from, double bus, const Drawn& drawn) {
    const auto [leftmost, rightmost] = std::ranges::minmax(drawn.inputs);
    if (from.y != bus) from.x = straightened(from.x, drawn.inputs);
    const bool straight = drawn.inputs.size() == 1 && std::abs(leftmost - from.x) < 0.01;
    for (const double x : drawn.inputs) {
      if (straight || x == leftmost) continue;
      canvas_.arrow({{x, bus}, {x, drawn.input_tip}});
    }
    if (straight) {
      canvas_.arrow({from, {from.x, drawn.input_tip}});
      return;
    }
    if (rightmost > from.x) canvas_.line({{from.x, bus}, {rightmost, bus}});
    std::vector<Point> corner{from};
    if (from.y != bus) corner.push_back({from.x, bus});
    corner.push_back({leftmost, bus});
    corner.push_back({leftmost, drawn.input_tip});
    canvas_.arrow(std::move(corner));
  }

  HeadRow row_of(const Component& attention, const Slot& slot) const {
    return {attention, path(attention), marks_, theme_, shown_, slot.left, slot.right};
  }

  double main_height(const Slot& slot) const {
    const Component& main = main_of(*slot.branch);
    if (const ComponentPainter* painter = painter_of(main, canvas_.style())) {
      return painted_height(*painter, main, slot.right - slot.left);
    }
    if (main.n_heads == 0) return theme_.box_height;
    return row_of(main, slot).height();
  }

  Drawn paint_main(const Slot& slot, double bottom) {
    const Component& main = main_of(*slot.branch);
    if (const ComponentPainter* painter = painter_of(main, canvas_.style())) {
      const double height = main_height(slot);
      const Rect place{slot.left, bottom - height, slot.right - slot.left, height};
      paint_component(canvas_, *painter, main, place, marks_.inside(path(main)));
      drawing_.parts.push_back({&main, place});
      return {place, bottom, {place.center().x}, {place.center().x}};
    }
    if (main.n_heads > 0) {
      Drawn drawn = row_of(main, slot).draw(canvas_, bottom);
      drawing_.parts.push_back({&main, drawn.bounds});
      return drawn;
    }
    const Rect bounds{slot.left, bottom - theme_.box_height, slot.right - slot.left,
                      theme_.box_height};
    const auto styles = marks_.inside(path(main));
    canvas_.box(bounds, theme_.learned, styles);
    canvas_.label(main.label, bounds, theme_.label_size,
                  styles.empty() ? theme_.learned.text : styles.front().text);
    drawing_.parts.push_back({&main, bounds});
    return {bounds, bottom, {bounds.center().x}, {bounds.center().x}};
  }

  /// Draws an addition whose first read lies at `y`; returns the y of its ⊕.
  double paint_addition(const Addition& addition, double y) {
    const std::vector<Slot> slots = slots_of(addition);
    const double center = norm_center(slots);
    AdditionSpan span{y, 0};
    std::vector<std::pair<Point, double>> buses;  // Where each branch comes from; its bus.
    if (!addition.shared.empty()) {
      const Point from =
          paint_read(&addition.shared.front(), main_of(addition.branches.front()), center, y);
      buses.assign(slots.size(), {from, from.y - theme_.riser});
    } else {
      for (const Slot& slot : slots) {
        if (!buses.empty()) y = buses.back().second - theme_.riser - theme_.norm_height / 2;
        const Component* norm = norm_of(*slot.branch);
        const Point from = paint_read(norm, main_of(*slot.branch), center, y);
        buses.emplace_back(from, norm != nullptr ? from.y - theme_.riser : from.y);
      }
    }
    const double bottom = buses.back().second - theme_.arrow_gap;
    span.sum = paint_mains(slots, buses, bottom);
    drawing_.additions.push_back(span);
    return span.sum;
  }

  double paint_mains(const std::vector<Slot>& slots,
                     const std::vector<std::pair<Point, double>>& buses, double bottom) {
    double tallest = 0;
    for (const Slot& slot : slots) tallest = std::max(tallest, main_height(slot));
    const double sum = bottom - tallest - theme_.arrow_gap;
    std::vector<Drawn> mains;
    for (std::size_t i = 0; i < slots.size(); ++i) {
      const double lift = (tallest - main_height(slots[i])) / 2;
      mains.push_back(paint_main(slots[i], bottom - lift));
      paint_bus(buses[i].first, buses[i].second, mains.back());
    }
    paint_outputs(mains, sum);
    for (std::size_t i = 0; i < slots.size(); ++i) {
      const auto styles = marks_.site(path(main_of(*slots[i].branch)), "out");
      if (!styles.empty()) dots_.markers(output_mark(mains, i, sum, styles.size()), styles);
    }
    canvas_.sum({columns_.stream, sum});
    return sum;
  }

  void paint_outputs(const std::vector<Drawn>& mains, double sum) {
    const double end = columns_.stream - theme_.sum_radius;
    bool first = true;
    for (const Drawn& main : mains) {
      for (const double x : main.outputs) {
        if (first) {
          canvas_.arrow({{x, main.bounds.y}, {x, sum}, {end, sum}});
        } else {
          canvas_.line({{x, main.bounds.y}, {x, sum}});
        }
        first = false;
      }
    }
  }

  /// Where a component's output alone flows: on its bus before another one joins or the
  /// arrowhead begins, but for one that joins later on its own line.
  Point output_mark(const std::vector<Drawn>& mains, std::size_t index, double sum,
                    std::size_t count) const {
    const Drawn& main = mains[index];
    if (index > 0) return {main.outputs.front(), (main.bounds.y + sum) / 2};
    const double end = mains.size() > 1 ? mains[1].outputs.front()
                                        : columns_.stream - theme_.sum_radius - theme_.arrow_length;
    return {end - kMarkerGap - marker_width(theme_, count) / 2, sum};
  }

  /// A dot on the stream, halfway between what lies below and above it.
  void paint_stream_point(const StreamPoint& point) {
    const auto styles = marks_.site(block_path_, point.point.site);
    if (styles.empty()) return;
    const auto after = static_cast<std::size_t>(point.after_additions);
    const auto& additions = drawing_.additions;
    const double below = after == 0 ? 0 : additions[after - 1].sum - theme_.sum_radius;
    const double above = after < additions.size() ? additions[after].read : -drawing_.height;
    dots_.markers({columns_.stream, (below + above) / 2}, styles);
  }

  const std::string& block_path_;
  const Columns& columns_;
  const Marks& marks_;
  const Theme& theme_;
  HeadsShown shown_;
  Canvas canvas_;
  Canvas dots_;  ///< Of hooks: above all lines, whichever is drawn later.
  BlockDrawing drawing_;
};

}  // namespace

void draw_norm(Canvas& canvas, const Component& norm, const Rect& bounds,
               const std::vector<BoxStyle>& highlights) {
  const Theme& theme = canvas.style().theme;
  canvas.box(bounds, theme.learned, highlights);
  canvas.caption(plain_math(norm.label), Face::Sans, bounds, theme.norm_size,
                 highlights.empty() ? theme.learned.text : highlights.front().text);
}

BlockDrawing draw_block(const BlockStructure& structure, const std::string& block_path,
                        const Columns& columns, const Marks& marks, const Style& style,
                        HeadsShown shown) {
  return BlockPainter(block_path, columns, marks, style, shown).paint(structure);
}

}  // namespace tviz
