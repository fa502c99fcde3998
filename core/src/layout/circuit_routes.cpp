// SPDX-License-Identifier: MIT
#include "layout/circuit_routes.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "layout/circuit_channels.hpp"

namespace tviz {
namespace {

constexpr double kBesideTrunks = 3;   // Left and right of the trunks of a channel.
constexpr double kEmptyChannel = 2;   // Between two columns without a trunk.
constexpr double kLaneChannel = 7;    // Between two components, without a trunk.
constexpr double kBesideStream = 26;  // From the last channel to the stream.
constexpr double kEmptyGap = 4;       // Between two rows without lines.
constexpr double kAboveCell = 5;      // From a cell to the first line above it.
constexpr double kBelowArrow = 2.5;   // From a line to the arrowhead above it.
constexpr double kApart = 7;          // Between two lines on one track.
constexpr double kMostStubs = 6;      // Between two lines that enter one cell.

double channel_width(std::size_t channel, std::size_t tracks, const CircuitGrid& grid,
                     const CircuitLengths& lengths) {
  if (tracks > 0) return static_cast<double>(tracks - 1) * lengths.track + 2 * kBesideTrunks;
  const bool is_outside = channel == 0 || channel == grid.columns.size();
  if (is_outside) return 0;
  return grid.columns[channel].begins_lane ? kLaneChannel : kEmptyChannel;
}

double channels_width(const CircuitGrid& grid, const CircuitChannels& channels,
                      const CircuitLengths& lengths) {
  double width = kBesideStream;
  for (std::size_t i = 0; i < channels.tracks.size(); ++i) {
    width += channel_width(i, channels.tracks[i], grid, lengths);
  }
  return width;
}

/// Where the middle of the inputs with these letters lies in a cell, of its width.
double port_share(const std::string& ports) {
  constexpr std::string_view kPorts = "QKV";
  if (ports.empty()) return 0.5;
  double sum = 0;
  for (const char port : ports) sum += static_cast<double>(kPorts.find(port));
  return 0.22 + 0.28 * sum / static_cast<double>(ports.size());
}

class Router {
 public:
  Router(CircuitGrid grid, const CircuitLines& lines, const CircuitLengths& lengths)
      : lines_(lines), lengths_(lengths), channels_(choose_channels(grid, lines)) {
    routes_.grid = std::move(grid);
  }

  double least_width() const {
    double width = channels_width(routes_.grid, channels_, lengths_);
    for (const CircuitColumn& column : routes_.grid.columns) {
      width += column.has_members ? lengths_.least_member : lengths_.least_other;
    }
    return width;
  }

  CircuitRoutes run(const Rect& room) && {
    place_columns(room);
    make_lines();
    place_stubs();
    place_rows(room.y);
    return std::move(routes_);
  }

 private:
  void place_columns(const Rect& room) {
    std::vector<CircuitColumn>& columns = routes_.grid.columns;
    const double free = room.width - channels_width(routes_.grid, channels_, lengths_);
    const auto count = static_cast<double>(columns.size());
    const auto members =
        static_cast<double>(std::ranges::count_if(columns, &CircuitColumn::has_members));
    // All as wide as each other, if that suffices for labels; else others are narrow.
    constexpr double kWide = 1.5;
    constexpr double kMost = 46;
    double member = std::min(free / count, kMost);
    double other = member;
    if (member < lengths_.least_member) {
      member = std::min(kWide * lengths_.least_member,
                        (free - (count - members) * lengths_.least_other) / members);
      other = count > members ? std::min(member, (free - members * member) / (count - members)) : 0;
    }
    routes_.left = room.x;
    double x = room.x;
    for (std::size_t i = 0; i <= columns.size(); ++i) {
      channel_lefts_.push_back(x);
      x += channel_width(i, channels_.tracks[i], routes_.grid, lengths_);
      if (i == columns.size()) break;
      columns[i].left = x;
      columns[i].width = columns[i].has_members ? member : other;
      x += columns[i].width;
    }
    routes_.stream = x + kBesideStream;
  }

  double middle_of(const CircuitCell& cell) const {
    const CircuitColumn& column = routes_.grid.columns[cell.column];
    return column.left + column.width / 2;
  }

  RailLine& line_of(RoutedRail& rail, std::size_t gap, bool reading) {
    for (RailLine& line : rail.lines) {
      if (line.gap == gap && line.reading == reading) return line;
    }
    rail.lines.push_back({.gap = gap, .reading = reading});
    return rail.lines.back();
  }

  void make_lines() {
    for (std::size_t i = 0; i < lines_.rails.size(); ++i) {
      RoutedRail routed{.rail = i};
      const RailTrunk& trunk = channels_.trunks[i];
      routed.trunk = channel_lefts_[trunk.channel] + kBesideTrunks +
                     static_cast<double>(trunk.track) * lengths_.track;
      for (const RailStop& stop : lines_.rails[i].senders) {
        const auto& cell = routes_.grid.cells[stop.member];
        line_of(routed, cell ? cell->row + 1 : 0, false)
            .stubs.push_back({stop.member, cell ? middle_of(*cell) : routes_.stream, {}});
      }
      for (const RailStop& stop : lines_.rails[i].receivers) {
        const auto& cell = routes_.grid.cells[stop.member];
        line_of(routed, cell->row, true)
            .stubs.push_back({stop.member, middle_of(*cell), stop.ports});
      }
      routes_.rails.push_back(std::move(routed));
    }
    for (std::size_t i = 0; i < lines_.outputs.size(); ++i) {
      RoutedOutput routed{.output = i};
      for (const std::size_t member : lines_.outputs[i].senders) {
        const auto& cell = routes_.grid.cells[member];
        routed.gap = cell->row + 1;
        routed.stubs.push_back({member, middle_of(*cell), {}});
      }
      routes_.outputs.push_back(std::move(routed));
    }
  }

  /// Gives the lines that enter or leave one cell a place each.
  void place_stubs() {
    std::map<std::size_t, std::vector<CircuitStub*>> arriving;
    std::map<std::size_t, std::vector<CircuitStub*>> leaving;
    for (RoutedRail& rail : routes_.rails) {
      for (RailLine& line : rail.lines) {
        for (CircuitStub& stub : line.stubs) {
          if (routes_.grid.cells[stub.member]) {
            (line.reading ? arriving : leaving)[stub.member].push_back(&stub);
          }
        }
      }
    }
    for (RoutedOutput& output : routes_.outputs) {
      for (CircuitStub& stub : output.stubs) leaving[stub.member].push_back(&stub);
    }
    for (auto& [member, stubs] : leaving) spread(member, stubs);
    for (auto& [member, stubs] : arriving) {
      std::ranges::stable_sort(stubs, [](const CircuitStub* a, const CircuitStub* b) {
        return port_share(a->ports) < port_share(b->ports);
      });
      spread(member, stubs);
    }
  }

  /// Stubs of one port stand around its place; all in order and apart.
  void spread(std::size_t member, const std::vector<CircuitStub*>& stubs) {
    const CircuitCell& cell = *routes_.grid.cells[member];
    const CircuitColumn& column = routes_.grid.columns[cell.column];
    const double inset = std::min(4.0, column.width / 6);
    const double room = column.width - 2 * inset;
    const auto count = static_cast<double>(stubs.size());
    const double apart = std::min(kMostStubs, count > 1 ? room / (count - 1) : 0);
    double least = column.left + inset;
    std::size_t at = 0;
    while (at < stubs.size()) {
      std::size_t end = at;
      while (end < stubs.size() && stubs[end]->ports == stubs[at]->ports) ++end;
      const double width = apart * static_cast<double>(end - at - 1);
      const double rest = apart * static_cast<double>(stubs.size() - end);
      double x = column.left + port_share(stubs[at]->ports) * column.width - width / 2;
      x = std::clamp(x, least, std::max(least, column.left + column.width - inset - rest - width));
      for (; at < end; ++at) {
        stubs[at]->x = x;
        x += apart;
      }
      least = x;
    }
  }

  static void reach(double x, double& left, double& right) {
    left = std::min(left, x);
    right = std::max(right, x);
  }

  /// Lines of one gap: those that leave the row below, lowest; above these those that read into the
  /// row above.
  struct GapTracks {
    IntervalTracks leaving;
    IntervalTracks reading;
    double height = kEmptyGap;
  };

  void place_rows(double top) {
    const std::size_t count = routes_.grid.rows.size();
    std::vector<GapTracks> gaps(count + 1);
    std::map<const void*, std::size_t> tracks;
    for (RoutedOutput& output : routes_.outputs) {
      output.left = HUGE_VAL;
      double right = routes_.stream;
      for (const CircuitStub& stub : output.stubs) reach(stub.x, output.left, right);
      tracks[&output] = gaps[output.gap].leaving.take(output.left, right, kApart);
    }
    for (RoutedRail& rail : routes_.rails) {
      for (RailLine& line : rail.lines) {
        line.left = line.right = rail.trunk;
        for (const CircuitStub& stub : line.stubs) reach(stub.x, line.left, line.right);
        GapTracks& gap = gaps[line.gap];
        tracks[&line] =
            (line.reading ? gap.reading : gap.leaving).take(line.left, line.right, kApart);
      }
    }
    for (GapTracks& gap : gaps) gap.height = height_of(gap);
    place_rows_below(top, gaps);
    for (RoutedOutput& output : routes_.outputs) {
      output.y = y_leaving(output.gap, tracks[&output]);
    }
    for (RoutedRail& rail : routes_.rails) {
      rail.top = HUGE_VAL;
      rail.bottom = -HUGE_VAL;
      for (RailLine& line : rail.lines) {
        line.y =
            line.reading ? y_reading(line.gap, tracks[&line]) : y_leaving(line.gap, tracks[&line]);
        reach(line.y, rail.top, rail.bottom);
      }
    }
  }

  double height_of(const GapTracks& gap) const {
    const std::size_t leaving = gap.leaving.count();
    const std::size_t reading = gap.reading.count();
    if (leaving + reading == 0) return kEmptyGap;
    const double lines = static_cast<double>(leaving + reading - 1) * lengths_.track;
    return kAboveCell + lines + (reading > 0 ? kBelowArrow + lengths_.arrow : kAboveCell);
  }

  /// From the top down, since the height is known only then.
  void place_rows_below(double top, const std::vector<GapTracks>& gaps) {
    std::vector<CircuitRow>& rows = routes_.grid.rows;
    routes_.top = top;
    double y = top + gaps.back().height;
    for (std::size_t i = rows.size(); i-- > 0;) {
      rows[i].top = y;
      rows[i].height = rows[i].folded() ? lengths_.folded_row : lengths_.cell;
      y += rows[i].height + gaps[i].height;
    }
    routes_.bottom = y;
  }

  /// Of the lowest track that leaves the row below a gap.
  double y_leaving(std::size_t gap, std::size_t track) const {
    const double floor = gap == 0 ? routes_.bottom : routes_.grid.rows[gap - 1].top;
    return floor - kAboveCell - static_cast<double>(track) * lengths_.track;
  }

  /// The highest track is the nearest to the row above.
  double y_reading(std::size_t gap, std::size_t track) const {
    const CircuitRow& row = routes_.grid.rows[gap];
    return row.top + row.height + lengths_.arrow + kBelowArrow +
           static_cast<double>(track) * lengths_.track;
  }

  const CircuitLines& lines_;
  const CircuitLengths& lengths_;
  CircuitChannels channels_;
  std::vector<double> channel_lefts_;
  CircuitRoutes routes_;
};

}  // namespace

double least_routes_width(const CircuitGrid& grid, const CircuitLines& lines,
                          const CircuitLengths& lengths) {
  return std::ceil(Router(grid, lines, lengths).least_width());
}

CircuitRoutes route_circuit(CircuitGrid grid, const CircuitLines& lines,
                            const CircuitLengths& lengths, const Rect& room) {
  return Router(std::move(grid), lines, lengths).run(room);
}

}  // namespace tviz
