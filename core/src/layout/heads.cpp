// SPDX-License-Identifier: MIT
#include "layout/heads.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "layout/bus.hpp"
#include "layout/columns.hpp"
#include "layout/component_drawing.hpp"
#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

// A group of this many heads is drawn whole, a larger one by its first two and its last.
constexpr std::int64_t kWholeGroup = 4;
// Heads spread to at most this multiple of their usual gap to fill the width of a row.
constexpr double kWidestGap = 3;
// A head that gives way to others is at least this share of its usual width.
constexpr double kNarrowHead = 0.68;
// Between the heads, the bracket of a key/value group and its name.
constexpr double kBracketGap = 5;
constexpr double kBracketHeight = 5;
constexpr double kGroupNameSize = 11;
constexpr double kGroupNameHeight = 15;
constexpr double kGroupNameWidth = 32;  // Where the heads stand above each other.
constexpr double kGroupStem = 4;        // From the line to the heads of a group to its name.
constexpr double kBesideGroupName = 2;  // Between the name and the lines of queries.
constexpr double kLineOfName = 1.2;     // Height of the name, in em.
constexpr double kQueriesAside = 0.25;  // From the middle of a head, of the distance of heads.
// Size of a cell's label, of what is seen as its width and its height.
constexpr double kCellLabelWidth = 0.55;
constexpr double kCellLabelHeight = 0.62;

std::vector<std::int64_t> with_ellipses(const std::set<std::int64_t>& heads) {
  std::vector<std::int64_t> columns;
  std::int64_t next = 0;
  for (const std::int64_t head : heads) {
    if (head == next + 1) columns.push_back(next);  // An ellipsis for one head hides nothing.
    if (head > next + 1) columns.push_back(kEllipsis);
    columns.push_back(head);
    next = head + 1;
  }
  return columns;
}

std::set<std::int64_t> first_group(std::int64_t n_heads, std::int64_t group) {
  std::set<std::int64_t> heads{0, 1, group - 1, n_heads - 1};
  if (group <= kWholeGroup) {
    for (std::int64_t head = 0; head < group; ++head) heads.insert(head);
  }
  return heads;
}

std::size_t capacity_of(double width, double cell, double gap) {
  return static_cast<std::size_t>(std::max(1.0, std::floor((width + gap + 1e-6) / (cell + gap))));
}

}  // namespace

std::vector<std::int64_t> choose_heads(std::int64_t n_heads, std::int64_t n_key_value_heads,
                                       const std::vector<std::int64_t>& named,
                                       std::size_t capacity) {
  const auto columns_with = [&](std::set<std::int64_t> heads) {
    heads.insert(named.begin(), named.end());
    return with_ellipses(heads);
  };
  if (n_heads <= static_cast<std::int64_t>(capacity)) {
    std::set<std::int64_t> all;
    for (std::int64_t head = 0; head < n_heads; ++head) all.insert(head);
    return columns_with(std::move(all));
  }
  if (n_key_value_heads > 1 && n_key_value_heads < n_heads) {
    auto columns = columns_with(first_group(n_heads, n_heads / n_key_value_heads));
    if (columns.size() <= capacity) return columns;
  }
  for (std::int64_t first = static_cast<std::int64_t>(capacity) - 2; first > 1; --first) {
    std::set<std::int64_t> heads{n_heads - 1};
    for (std::int64_t head = 0; head < first; ++head) heads.insert(head);
    auto columns = columns_with(std::move(heads));
    if (columns.size() <= capacity) return columns;
  }
  return columns_with({0, n_heads - 1});
}

std::string label_of_heads(const Component& attention) {
  std::string title = attention.title;
  title.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(title.front())));
  return fmt::format(R"("{0}  "{1}_0, …, {1}_{{{2}}})", title, attention.label,
                     attention.n_heads - 1);
}

double cell_label_size(const Rect& cell, const Style& style) {
  const double most = style.flows_right()
                          ? std::min(kCellLabelWidth * cell.height, kCellLabelHeight * cell.width)
                          : kCellLabelWidth * cell.width;
  return std::min(style.theme.head_size, most);
}

CellRow arrange_cells(std::int64_t count, std::int64_t groups,
                      const std::vector<std::int64_t>& named, HeadsShown shown, double left,
                      double right, const Theme& theme) {
  const double width = right - left;
  const double tight_gap = kTightestGap * theme.head_gap;
  const std::size_t at_full_width = capacity_of(width, theme.head_width, tight_gap);
  // A row of fewer than four columns, or one that splits a group, is better a little narrower.
  const double narrow = std::max(theme.head_minimum_width, kNarrowHead * theme.head_width);
  const std::size_t at_narrow_width = capacity_of(width, narrow, tight_gap);
  const std::size_t capacity =
      shown == HeadsShown::All ? static_cast<std::size_t>(count)
      : groups < count         ? std::max(at_full_width, at_narrow_width)
                               : std::max(at_full_width, std::min<std::size_t>(4, at_narrow_width));
  CellRow row;
  row.columns = choose_heads(count, groups, named, capacity);
  const auto cells = static_cast<double>(row.columns.size());
  row.gap = std::clamp((width - cells * theme.head_width) / std::max(cells - 1, 1.0), tight_gap,
                       kWidestGap * theme.head_gap);
  row.cell_width = std::min(theme.head_width, (width - (cells - 1) * row.gap) / cells);
  row.left = left + (width - row.width()) / 2;
  return row;
}

namespace {

/// An attention component as a row of heads, or as a grid of cells where a row would be too
/// tight.
class HeadsPainter {
 public:
  HeadsPainter(const Component& attention, const Room& room)
      : attention_(attention),
        room_(room),
        theme_(room.style.theme),
        row_(arrange_cells(attention.n_heads, attention.n_key_value_heads,
                           room.marks.named_heads(room.path), room.shown, room.left, room.right,
                           theme_)),
        canvas_(room.style) {}

  ComponentDrawing paint() && {
    if (row_.cell_width < theme_.head_minimum_width) {
      paint_grid();
    } else {
      paint_row();
    }
    drawing_.primitives = std::move(canvas_).take();
    drawing_.placed = {{&attention_, drawing_.bounds, nullptr, std::move(cells_)}};
    return std::move(drawing_);
  }

 private:
  bool reads_another_stream() const { return attention_.kind == "cross_attention"; }

  bool grouped() const {
    return attention_.n_key_value_heads < attention_.n_heads && !reads_another_stream();
  }

  /// What lies below the heads: the rails or brackets of groups, or the rail of keys and values.
  double below_heads() const {
    if (reads_another_stream()) return theme_.arrow_gap;
    if (!grouped()) return 0;
    return (has_group_rails() ? theme_.arrow_gap + kGroupStem : kBracketGap + kBracketHeight) +
           group_name_room();
  }

  std::int64_t group_of(std::int64_t head) const {
    return head * attention_.n_key_value_heads / attention_.n_heads;
  }

  static std::string group_name(std::int64_t key_value_head) {
    return fmt::format("kv_{{{}}}", key_value_head);
  }

  /// From one head to the next.
  double pitch() const { return row_.cell_width + row_.gap; }

  /// Whether the name of each key/value head has room between the lines of two queries.
  bool has_group_rails() const {
    const TextLine widest = typeset_math(
        room_.style.fonts, group_name(attention_.n_key_value_heads - 1), kGroupNameSize);
    const double extent = room_.style.flows_right() ? kLineOfName * kGroupNameSize : widest.width;
    return pitch() >= extent + 2 * kBesideGroupName;
  }

  double group_name_room() const {
    return room_.style.flows_right() ? kGroupNameWidth : kGroupNameHeight;
  }

  void paint_cell(std::int64_t head, const Rect& bounds) {
    if (head == kEllipsis) {
      canvas_.dots(bounds.center());
      return;
    }
    cells_.push_back({head, bounds});
    const auto styles = room_.marks.head(room_.path, attention_, head);
    canvas_.box(bounds, theme_.learned, styles);
    canvas_.label(fmt::format("{}_{{{}}}", attention_.label, head), bounds,
                  cell_label_size(bounds, room_.style), theme_.learned, styles);
  }

  void paint_row() {
    const double bottom = -below_heads();
    const double top = bottom - theme_.head_height;
    for (std::size_t column = 0; column < row_.columns.size(); ++column) {
      const Rect cell{row_.cell_left(column), top, row_.cell_width, theme_.head_height};
      const double middle = cell.center().x;
      paint_cell(row_.columns[column], cell);
      drawing_.outlets.push_back({middle, top});
      if (!grouped()) drawing_.inlets.push_back({{middle, bottom}});
    }
    if (grouped()) paint_groups(bottom);
    if (reads_another_stream()) paint_rail(bottom);
    drawing_.bounds = {row_.left, top, row_.width(), -top};
  }

  /// The line that brings keys and values from the left to each head, beside its queries. It
  /// passes under the lines of the queries, whose way is from below.
  void paint_rail(double heads_bottom) {
    const double rail = 0;
    const double aside = row_.cell_width / 5;
    double start = room_.left;
    for (Inlet& queries : drawing_.inlets) {
      const double x = queries.at.x - aside;
      queries.at.x += aside;
      const bool last = &queries == &drawing_.inlets.back();
      if (last) {
        canvas_.arrow({{start, rail}, {x, rail}, {x, heads_bottom}});
      } else {
        canvas_.line({{start, rail}, {queries.at.x - kUnderpass, rail}});
        canvas_.arrow({{x, rail}, {x, heads_bottom}});
      }
      start = queries.at.x + kUnderpass;
    }
    drawing_.link = Point{room_.left, rail};
  }

  /// The drawn heads that share each key/value head, by their columns.
  std::map<std::int64_t, std::vector<std::size_t>> groups() const {
    std::map<std::int64_t, std::vector<std::size_t>> groups;
    for (std::size_t column = 0; column < row_.columns.size(); ++column) {
      const std::int64_t head = row_.columns[column];
      if (head != kEllipsis) groups[group_of(head)].push_back(column);
    }
    return groups;
  }

  double middle_of(std::size_t column) const {
    return row_.cell_left(column) + row_.cell_width / 2;
  }

  void paint_groups(double heads_bottom) {
    const bool rails = has_group_rails();
    std::vector<double> queries;
    for (std::size_t column = 0; rails && column < row_.columns.size(); ++column) {
      queries.push_back(middle_of(column) - kQueriesAside * pitch());
      drawing_.inlets.push_back({{queries.back(), heads_bottom}});
    }
    for (const auto& [key_value_head, columns] : groups()) {
      if (rails) {
        paint_group_rail(key_value_head, columns, queries, heads_bottom);
      } else {
        paint_bracket(key_value_head, row_.cell_left(columns.front()) + 2,
                      row_.cell_left(columns.back()) + row_.cell_width - 2, heads_bottom);
      }
    }
  }

  /// The line that brings the keys and values of a group to its heads, right of their queries. Its
  /// source stands right of a query, too.
  void paint_group_rail(std::int64_t key_value_head, const std::vector<std::size_t>& columns,
                        const std::vector<double>& queries, double heads_bottom) {
    std::vector<Inlet> inlets;
    inlets.reserve(columns.size());
    for (const std::size_t column : columns) {
      inlets.push_back({{middle_of(column) + kQueriesAside * pitch(), heads_bottom}});
    }
    const double x = inlets[(inlets.size() - 1) / 2].at.x;
    const double rail = heads_bottom + theme_.arrow_gap;
    draw_bus(canvas_, {{x, rail + kGroupStem}}, rail, inlets, queries);
    paint_group_name(key_value_head, x, rail + kGroupStem);
  }

  void paint_group_name(std::int64_t key_value_head, double x, double top) {
    const Rect bounds{x - 30, top, 60, group_name_room()};
    canvas_.label(group_name(key_value_head), bounds, kGroupNameSize, theme_.muted);
    drawing_.inlets.push_back({{x, 0}, true, true});
  }

  /// Joins the heads that share a key/value head, where there is no room for the lines of each.
  void paint_bracket(std::int64_t key_value_head, double left, double right, double top) {
    const double rail = top + kBracketGap + kBracketHeight;
    Polyline bracket;
    bracket.points = {
        {left, top + kBracketGap}, {left, rail}, {right, rail}, {right, top + kBracketGap}};
    bracket.stroke = Stroke{theme_.learned.stroke, theme_.line_width, {}};
    canvas_.add(std::move(bracket));
    paint_group_name(key_value_head, (left + right) / 2, rail);
  }

  void paint_grid() {
    const double gap = kTightestGap * theme_.head_gap;
    const double step = theme_.head_minimum_width + gap;
    const std::size_t in_a_row =
        capacity_of(room_.width() - 4 * gap, theme_.head_minimum_width, gap);
    const double rows =
        std::ceil(static_cast<double>(row_.columns.size()) / static_cast<double>(in_a_row));
    const double height = rows * step + 3 * gap;
    const Rect bounds{room_.left, -height, room_.width(), height};
    const double inner = static_cast<double>(in_a_row) * step - gap;
    canvas_.add(Rectangle{bounds, theme_.box_radius, std::nullopt,
                          Stroke{theme_.learned.stroke, theme_.box_line_width, {}}});
    for (std::size_t i = 0; i < row_.columns.size(); ++i) {
      const std::size_t row = i / in_a_row;
      const Rect cell{bounds.center().x - inner / 2 + static_cast<double>(i % in_a_row) * step,
                      bounds.y + 2 * gap + static_cast<double>(row) * step,
                      theme_.head_minimum_width, theme_.head_minimum_width};
      paint_cell(row_.columns[i], cell);
    }
    drawing_.bounds = bounds;
    drawing_.inlets.push_back({{bounds.center().x, 0}});
    drawing_.outlets.push_back({bounds.center().x, bounds.y});
    if (reads_another_stream()) drawing_.link = Point{bounds.x, bounds.center().y};
  }

  const Component& attention_;
  const Room& room_;
  const Theme& theme_;
  CellRow row_;
  Canvas canvas_;
  std::vector<RegionCell> cells_;
  ComponentDrawing drawing_;
};

}  // namespace

ComponentDrawing draw_heads(const Component& attention, const Room& room) {
  return HeadsPainter(attention, room).paint();
}

}  // namespace tviz
