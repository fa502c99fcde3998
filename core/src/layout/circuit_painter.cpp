// SPDX-License-Identifier: MIT
#include "layout/circuit_painter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "layout/circuit_rails.hpp"
#include "layout/circuit_routes.hpp"
#include "layout/circuit_style.hpp"
#include "layout/details.hpp"
#include "layout/ends.hpp"
#include "layout/value_scale.hpp"

namespace tviz {
namespace {

constexpr std::size_t kCircuitItem = 1;  // Of the scene: it stands below the header.
constexpr double kCellSide = 1.5;        // Beside a label in its cell.
constexpr double kCrossingGap = 2.4;     // Of a line, on each side of one that crosses it.
constexpr double kLeastBetweenGaps = 7;
constexpr double kRailDot = 2;
constexpr double kPortBar = 2.4;
constexpr double kCollector = 9;  // From where outputs meet to the ⊕.
constexpr std::size_t kMostCellRegions = 4096;

/// A line with gaps where others cross it.
std::vector<std::pair<double, double>> pieces_between(double left, double right,
                                                      std::vector<double> crossings) {
  std::ranges::sort(crossings);
  std::vector<std::pair<double, double>> pieces;
  double begin = left;
  for (std::size_t i = 0; i < crossings.size(); ++i) {
    const double before = i == 0 ? left : crossings[i - 1];
    const double after = i + 1 == crossings.size() ? right : crossings[i + 1];
    const double x = crossings[i];
    if (x - before < kLeastBetweenGaps || after - x < kLeastBetweenGaps) continue;
    pieces.emplace_back(begin, x - kCrossingGap);
    begin = x + kCrossingGap;
  }
  pieces.emplace_back(begin, right);
  return pieces;
}

class CircuitPainter {
 public:
  CircuitPainter(const Graph& graph, const Marks& marks, const Style& style, CircuitLines lines,
                 CircuitRoutes routes, const CircuitLengths& lengths)
      : circuit_(marks.circuit()),
        stream_(stream_of_circuit(graph, circuit_)),
        marks_(marks),
        style_(style),
        theme_(style.theme),
        lengths_(lengths),
        lines_(std::move(lines)),
        routes_(std::move(routes)),
        canvas_(style) {
    for (std::size_t i = 0; i < circuit_.members.size(); ++i) {
      const auto& cell = routes_.grid.cells[i];
      if (cell) members_[{cell->row, cell->column}] = i;
    }
    for (const auto& [key, xs] : fed_ports()) has_ports_.insert(key.first);
    full_names_fit_ = full_names_fit();
  }

  void paint() {
    paint_titles();
    paint_rails();
    paint_outputs();
    for (std::size_t row = 0; row < routes_.grid.rows.size(); ++row) paint_row(row);
    paint_ports();
    paint_ends();
  }

  std::vector<Primitive> take() && { return std::move(canvas_).take(); }
  StreamLine line() const {
    StreamLine line{routes_.stream, kCircuitItem, routes_.top, kCircuitItem, routes_.bottom, {}};
    line.stroke = Stroke{theme_.stream, theme_.stream_width, {}};
    if (theme_.stream_dash > 0) line.stroke.dashes = {theme_.stream_dash, theme_.stream_dash_gap};
    return line;
  }
  double foot() const { return routes_.bottom + 1.6 * theme_.label_size; }

 private:
  double text_size() const { return std::max(kLeastCircuitText, 0.85 * theme_.card_size); }

  void write(const std::string& text, double x, double y, Color color, TextAnchor anchor) {
    const TextLine line = typeset(style_.fonts, text, Face::Sans, text_size());
    const double shift = anchor == TextAnchor::End      ? line.width
                         : anchor == TextAnchor::Middle ? line.width / 2
                                                        : 0;
    canvas_.text(line, {x - shift, y}, color, anchor);
  }

  /// The numbers of the heads, those with members first, and the names of other columns.
  void paint_titles() {
    const double y = routes_.top - 4;
    double end = routes_.left - 100;
    const auto fits = [&](double middle, double width) { return middle - width / 2 > end + 3; };
    for (const CircuitColumn& column : routes_.grid.columns) {
      const double middle = column.left + column.width / 2;
      if (column.begins_lane && column.head >= 0) {
        write(column.title, column.left, y - text_size() - 4, theme_.muted, TextAnchor::Start);
      }
      if (column.last_head != column.head) continue;
      const std::string text = column.head >= 0 ? fmt::format("{}", column.head) : column.title;
      const double width = style_.fonts.width(text, Face::Sans, text_size());
      const bool next_has_more = !column.has_members && column.width < width;
      if (next_has_more || !fits(middle, width)) continue;
      write(text, middle, y, column.has_members ? theme_.text : theme_.muted, TextAnchor::Middle);
      end = middle + width / 2;
    }
  }

  /// The colour of the class; without one, of the sign, if there are scores.
  Stroke stroke_of(std::optional<std::size_t> role, bool negative) const {
    const auto has_score = [](const CircuitEdge& edge) { return edge.weight.has_value(); };
    const bool has_scores = std::ranges::any_of(circuit_.edges, has_score);
    const Color sign = negative ? theme_.value_low : theme_.value_high;
    const Color color = role         ? circuit_class_style(circuit_, role, theme_).stroke
                        : has_scores ? sign
                                     : theme_.line;
    Stroke stroke{color, theme_.line_width, {}};
    if (negative) stroke.dashes = {3, 2};
    return stroke;
  }

  void segment(Point from, Point to, const Stroke& stroke) {
    canvas_.add(Polyline{{from, to}, false, std::nullopt, stroke});
  }

  void dot(Point center, Color color) {
    canvas_.add(Circle{center, kRailDot, color, std::nullopt});
  }

  /// A line up to `tip`, which ends in an arrowhead.
  void arrow_up(double x, double y, double tip, const Stroke& stroke) {
    segment({x, y}, {x, tip + 0.8 * lengths_.arrow}, stroke);
    const double half = 0.4 * lengths_.arrow;
    canvas_.add(
        Polyline{{{x, tip}, {x + half, tip + lengths_.arrow}, {x - half, tip + lengths_.arrow}},
                 true,
                 stroke.color,
                 std::nullopt});
  }

  const CircuitRow& row_above(std::size_t gap) const { return routes_.grid.rows[gap]; }
  double top_of_row_below(std::size_t gap) const { return routes_.grid.rows[gap - 1].top; }

  /// The x of each trunk and stub of other rails that crosses a horizontal line.
  std::vector<double> crossings(std::size_t own, double y, double left, double right) const {
    std::vector<double> found;
    constexpr double kTouch = 0.5;
    const auto add = [&](double x, double top, double bottom) {
      if (x > left + kTouch && x < right - kTouch && y > top + kTouch && y < bottom - kTouch) {
        found.push_back(x);
      }
    };
    for (std::size_t i = 0; i < routes_.rails.size(); ++i) {
      if (i == own) continue;
      const RoutedRail& rail = routes_.rails[i];
      add(rail.trunk, rail.top, rail.bottom);
      for (const RailLine& line : rail.lines) {
        for (const CircuitStub& stub : line.stubs) add_stub(line, stub, add);
      }
    }
    for (const RoutedOutput& output : routes_.outputs) {
      for (const CircuitStub& stub : output.stubs) {
        add(stub.x, output.y, top_of_row_below(output.gap));
      }
    }
    return found;
  }

  template <class Add>
  void add_stub(const RailLine& line, const CircuitStub& stub, Add add) const {
    if (line.reading) {
      const CircuitRow& row = row_above(line.gap);
      add(stub.x, row.top + row.height, line.y);
    } else if (line.gap > 0) {
      add(stub.x, line.y, top_of_row_below(line.gap));
    }
  }

  void paint_rails() {
    for (std::size_t i = 0; i < routes_.rails.size(); ++i) {
      const RoutedRail& rail = routes_.rails[i];
      const CircuitRail& edges = lines_.rails[rail.rail];
      const Stroke stroke = stroke_of(edges.role, edges.negative);
      for (const RailLine& line : rail.lines) paint_line(i, rail, line, stroke);
      segment({rail.trunk, rail.bottom}, {rail.trunk, rail.top}, stroke);
    }
  }

  void paint_line(std::size_t index, const RoutedRail& rail, const RailLine& line,
                  const Stroke& stroke) {
    for (const auto& [from, to] :
         pieces_between(line.left, line.right, crossings(index, line.y, line.left, line.right))) {
      segment({from, line.y}, {to, line.y}, stroke);
    }
    for (const CircuitStub& stub : line.stubs) {
      if (line.reading) {
        const CircuitRow& row = row_above(line.gap);
        arrow_up(stub.x, line.y, row.top + row.height, stroke);
      } else if (line.gap > 0 && routes_.grid.cells[stub.member]) {
        segment({stub.x, top_of_row_below(line.gap)}, {stub.x, line.y}, stroke);
      } else {
        dot({stub.x, line.y}, stroke.color);
      }
      const bool is_between = stub.x > line.left && stub.x < line.right;
      if (is_between) dot({stub.x, line.y}, stroke.color);
    }
    const bool goes_on = line.y > rail.top && line.y < rail.bottom;
    const bool is_between = rail.trunk > line.left && rail.trunk < line.right;
    if (rail.lines.size() > 1 && (goes_on || is_between)) dot({rail.trunk, line.y}, stroke.color);
  }

  /// Outputs of one layer meet before its ⊕.
  void paint_outputs() {
    std::map<std::size_t, std::vector<const RoutedOutput*>> by_gap;
    for (const RoutedOutput& output : routes_.outputs) by_gap[output.gap].push_back(&output);
    for (const auto& [gap, outputs] : by_gap) {
      const double radius = std::min(theme_.sum_radius, 6.0);
      const double end = routes_.stream - radius - kCollector;
      double top = HUGE_VAL;
      double bottom = -HUGE_VAL;
      for (const RoutedOutput* output : outputs) {
        const CircuitOutput& edges = lines_.outputs[output->output];
        const Stroke stroke = stroke_of(edges.role, edges.negative);
        top = std::min(top, output->y);
        bottom = std::max(bottom, output->y);
        for (const auto& [from, to] :
             pieces_between(output->left, end,
                            crossings(routes_.rails.size(), output->y, output->left, end))) {
          segment({from, output->y}, {to, output->y}, stroke);
        }
        for (const CircuitStub& stub : output->stubs) {
          segment({stub.x, top_of_row_below(gap)}, {stub.x, output->y}, stroke);
        }
      }
      const Stroke joined{theme_.line, theme_.line_width, {}};
      if (bottom > top) segment({end, bottom}, {end, top}, joined);
      const Point center{routes_.stream, (top + bottom) / 2};
      canvas_.arrow({{end, center.y}, {center.x - radius, center.y}});
      canvas_.sum(center, radius);
    }
  }

  void paint_row(std::size_t index) {
    const CircuitRow& row = routes_.grid.rows[index];
    const std::int64_t first = stream_.blocks[row.first].layer;
    const std::int64_t last = stream_.blocks[row.last].layer;
    const std::string number =
        row.folded() ? fmt::format("{}–{}", first, last) : fmt::format("{}", first);
    const double middle = row.top + row.height / 2 + 0.35 * text_size();
    write(number, routes_.left - kLayerNumberGap, middle, theme_.muted, TextAnchor::End);
    for (std::size_t column = 0; column < routes_.grid.columns.size(); ++column) {
      paint_cell(index, column);
    }
  }

  void paint_cell(std::size_t row_index, std::size_t column_index) {
    const CircuitRow& row = routes_.grid.rows[row_index];
    const CircuitColumn& column = routes_.grid.columns[column_index];
    const Block& block = stream_.blocks[row.first];
    const BlockStructure& structure = stream_.structures[block.structure];
    const auto components = components_of(structure);
    const auto found = std::ranges::find_if(
        components, [&](const Component* each) { return each->path == column.component; });
    if (found == components.end()) return;
    const Component& component = **found;
    if (column.head >= component.n_heads && column.head > 0) return;
    const Rect bounds{column.left, row.top, column.width, row.height};
    const auto member = members_.find({row_index, column_index});
    const bool is_member = member != members_.end();
    const BoxStyle look =
        is_member ? circuit_class_style(circuit_, circuit_.members[member->second].role, theme_)
                  : outside_circuit_style(theme_);
    const double radius = std::min(theme_.box_radius, bounds.width / 8);
    const std::string path = fmt::format("{}.{}", block.path, column.component);
    const Color ink = fill_cell(bounds, radius, look, is_member, path, component, column.head);
    if (is_member) paint_label(member->second, bounds, ink);
    if (row.folded() || column.last_head != column.head) return;
    add_region(path, component, block, column, bounds,
               is_member ? std::optional(member->second) : std::nullopt);
  }

  /// Returns the colour of what is written in it. A hook or a number fills it, and the class then
  /// has the outline.
  Color fill_cell(const Rect& bounds, double radius, const BoxStyle& look, bool is_member,
                  const std::string& path, const Component& component, std::int64_t head) {
    const std::vector<MarkStyle> styles =
        component.n_heads > 1 ? marks_.head(path, component, head) : marks_.inside(path);
    const double width = is_member ? std::min(theme_.highlight_line_width, bounds.width / 8)
                                   : std::min(theme_.box_line_width, bounds.width / 10);
    if (styles.empty()) {
      canvas_.add(Rectangle{bounds, radius, look.fill, Stroke{look.stroke, width, {}}});
      return look.text;
    }
    canvas_.add(Rectangle{bounds, radius, styles.front().ground, Stroke{look.stroke, width, {}}});
    return styles.front().ink;
  }

  /// Whether all heads have room for their layer, too, which is also left of their row.
  bool full_names_fit() const {
    return std::ranges::all_of(members_, [&](const auto& entry) {
      const CircuitMember& member = circuit_.members[entry.second];
      const double room = routes_.grid.columns[entry.first.second].width - 2 * kCellSide;
      return member.head < 0 ||
             style_.fonts.width(name_of(member), Face::Serif, kLeastCircuitText) <= room;
    });
  }

  /// The whole name, or as much of it as fits.
  void paint_label(std::size_t index, const Rect& bounds, Color ink) {
    const CircuitMember& member = circuit_.members[index];
    const bool above_letters = has_port_letters() && has_ports_.contains(index);
    std::vector<std::string> texts{name_of(member)};
    if (member.head >= 0 && !full_names_fit_) texts = {fmt::format("{}", member.head)};
    if (texts.front().starts_with("MLP ")) texts.push_back("m" + texts.front().substr(4));
    const double most = std::clamp(0.42 * bounds.height, kLeastCircuitText, theme_.head_size);
    for (const std::string& text : texts) {
      const double full = style_.fonts.width(text, Face::Serif, most);
      const double size = most * std::min(1.0, (bounds.width - 2 * kCellSide) / full);
      if (size < kLeastCircuitText) continue;
      const TextLine line = typeset(style_.fonts, text, Face::Serif, size);
      const double base =
          above_letters ? bounds.y + 0.9 * size + 2 : bounds.center().y + 0.33 * size;
      canvas_.text(line, {bounds.center().x - line.width / 2, base}, ink, TextAnchor::Middle);
      return;
    }
  }

  bool has_port_letters() const { return lengths_.cell >= 24; }

  /// The stubs that feed each member, by their ports.
  using Fed = std::map<std::pair<std::size_t, std::string>, std::vector<double>>;

  Fed fed_ports() const {
    Fed fed;
    for (const RoutedRail& rail : routes_.rails) {
      for (const RailLine& line : rail.lines) {
        for (const CircuitStub& stub : line.stubs) {
          if (line.reading && !stub.ports.empty()) {
            fed[{stub.member, stub.ports}].push_back(stub.x);
          }
        }
      }
    }
    return fed;
  }

  /// A bar under a head for each input, with its letters where they fit.
  void paint_ports() {
    std::map<std::size_t, double> ends;
    for (auto& [key, xs] : fed_ports()) {
      const auto& [member, ports] = key;
      const CircuitCell& cell = *routes_.grid.cells[member];
      const CircuitColumn& column = routes_.grid.columns[cell.column];
      const CircuitRow& row = routes_.grid.rows[cell.row];
      const auto [least, most] = std::ranges::minmax(xs);
      const BoxStyle look = circuit_class_style(circuit_, circuit_.members[member].role, theme_);
      const double left = std::max(column.left, least - kPortBar);
      const double right = std::min(column.left + column.width, most + kPortBar);
      const double foot = row.top + row.height;
      canvas_.add(Rectangle{{left, foot - kPortBar, right - left, kPortBar}, 0, look.stroke, {}});
      if (!has_port_letters()) continue;
      std::string letters;
      for (const char port : ports)
        letters += letters.empty() ? std::string(1, port) : fmt::format(",{}", port);
      const TextLine line = typeset(style_.fonts, letters, Face::Sans, kLeastCircuitText);
      const double x =
          std::clamp((left + right - line.width) / 2, column.left + 2,
                     std::max(column.left + 2, column.left + column.width - 2 - line.width));
      const auto end = ends.find(member);
      const bool overlaps = end != ends.end() && x < end->second + 2;
      if (overlaps || line.width > column.width - 4) continue;
      canvas_.text(line, {x, foot - kPortBar - 1.5}, look.text, TextAnchor::Middle);
      ends[member] = x + line.width;
    }
  }

  void add_region(const std::string& path, const Component& component, const Block& block,
                  const CircuitColumn& column, const Rect& bounds,
                  std::optional<std::size_t> member) {
    const std::size_t cells = routes_.grid.rows.size() * routes_.grid.columns.size();
    if (!member && cells > kMostCellRegions) return;
    const bool is_head = component.n_heads > 1;
    std::string label = is_head ? fmt::format("Head {}, layer {}", column.head, block.layer)
                                : fmt::format("{}, layer {}", component.title, block.layer);
    if (member) label += told(*member);
    if (const auto number = marks_.number(path, column.head)) {
      label += fmt::format(": {}", number_text(*number));
    }
    canvas_.add(Region{is_head ? fmt::format("{}.heads.{}", path, column.head) : path,
                       std::move(label), detail_key(stream_, block.structure, component.path),
                       bounds});
  }

  /// The class of a member and what it reads: ", name mover, reads 7.3 (Q)".
  std::string told(std::size_t member) const {
    constexpr std::size_t kMostTold = 12;
    const auto role = circuit_.members[member].role;
    std::string text = role ? ", " + circuit_.classes[*role].name : ", in the circuit";
    std::map<std::size_t, std::set<char>> read;
    for (const CircuitEdge& edge : circuit_.edges) {
      if (edge.to == member) read[edge.from].insert(edge.ports.begin(), edge.ports.end());
    }
    std::vector<std::string> senders;
    for (const auto& [from, ports] : read) {
      const std::string letters(ports.begin(), ports.end());
      senders.push_back(letters.empty()
                            ? name_of(circuit_.members[from])
                            : fmt::format("{} ({})", name_of(circuit_.members[from]), letters));
    }
    if (senders.empty()) return text;
    if (senders.size() > kMostTold) return text + fmt::format(", reads {} members", senders.size());
    return text + fmt::format(", reads {}", fmt::join(senders, ", "));
  }

  /// The words above and below the stream.
  void paint_ends() {
    const auto word = [&](const Component& component, double y) {
      const TextLine line =
          typeset_math(style_.fonts, words_of_label(component.label), 0.9 * theme_.label_size);
      const double x = std::min(routes_.stream - line.width / 2,
                                routes_.stream + kBesideCircuitStream - line.width);
      canvas_.text(line, {x, y}, theme_.text, TextAnchor::Middle);
      canvas_.add(Region{component.path,
                         component.title,
                         component.path,
                         {x, y - theme_.label_size, line.width, 1.3 * theme_.label_size}});
    };
    if (!stream_.exit.empty()) word(stream_.exit.back(), routes_.top - 6);
    if (!stream_.entry.empty()) {
      word(stream_.entry.back(), routes_.bottom + theme_.label_size);
    }
  }

  const Circuit& circuit_;
  const Stream& stream_;
  const Marks& marks_;
  const Style& style_;
  const Theme& theme_;
  const CircuitLengths& lengths_;
  CircuitLines lines_;
  CircuitRoutes routes_;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> members_;
  std::set<std::size_t> has_ports_;
  bool full_names_fit_ = true;
  Canvas canvas_;
};

}  // namespace

const Stream& stream_of_circuit(const Graph& graph, const Circuit& circuit) {
  return *find_component(graph, circuit.members.front().component).stream;
}

PaintedCircuit paint_circuit(const Graph& graph, const Marks& marks, const Style& style,
                             CircuitLines lines, CircuitRoutes routes,
                             const CircuitLengths& lengths) {
  CircuitPainter painter(graph, marks, style, std::move(lines), std::move(routes), lengths);
  painter.paint();
  const double foot = painter.foot();
  StreamLine line = painter.line();
  return {std::move(painter).take(), std::move(line), foot};
}

}  // namespace tviz
