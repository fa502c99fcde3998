// SPDX-License-Identifier: MIT
#include "layout/interior_grid.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>

namespace tviz {
namespace {

constexpr double kBesideLine = 4;  // From a line to what stands beside it.
constexpr double kWideSide = 16;   // Of a wide step, beside the lines that enter it.
constexpr double kBetween = 0.5;   // What stands beside each other in a level, of a label's size.
constexpr std::ptrdiff_t kFewInputs = 2;

/// What takes room in one row, or in the gap above it.
struct Occupant {
  int column = 0;
  double left = 0;
  double right = 0;
};

/// A column that is at least so far from another one, or from the middle between two.
struct Distance {
  StepColumns from;
  int to = 0;
  double least = 0;
};

class Arrangement {
 public:
  Arrangement(const Interior& interior, const InteriorSizes& sizes, const Theme& theme)
      : interior_(interior), sizes_(sizes), theme_(theme) {
    for (const Step& step : interior.steps) {
      columns_[step.column] = 0;
      rows_ = std::max(rows_, static_cast<std::size_t>(step.row) + 1);
    }
    in_row_.resize(rows_);
    in_gap_.resize(rows_);
  }

  InteriorGrid run(double width) {
    for (std::size_t i = 0; i < interior_.steps.size(); ++i) occupy(i);
    for (std::size_t i = 0; i < interior_.wires.size(); ++i) occupy_by_wire(i);
    for (const auto* levels : {&in_row_, &in_gap_}) {
      for (const std::vector<Occupant>& level : *levels) keep_apart(level);
    }
    place_columns();
    spread(width);
    return grid();
  }

 private:
  const Step& step(int index) const { return interior_.steps[static_cast<std::size_t>(index)]; }
  const InteriorSizes::Step& size(int index) const {
    return sizes_.steps[static_cast<std::size_t>(index)];
  }

  void occupy(std::size_t index) {
    const Step& step = interior_.steps[index];
    const InteriorSizes::Step& size = sizes_.steps[index];
    if (const auto columns = columns_of_wide(interior_, static_cast<int>(index))) {
      const double side = kWideSide;
      for (int column = columns->first; column <= columns->last; ++column) {
        if (!columns_.contains(column)) continue;
        const double note = column == columns->last ? size.note : 0;
        in_row_[static_cast<std::size_t>(step.row)].push_back({column, side, side + note});
      }
      separate(columns->first, columns->last, size.width - 2 * side);
      return;
    }
    in_row_[static_cast<std::size_t>(step.row)].push_back(
        {step.column, size.width / 2, size.width / 2 + size.note});
  }

  /// A line in a column above `row`, up to `end`, whose circles stand in the first gap.
  void occupy_by_line(int column, int row, int end, const WireCircles& circles) {
    for (int each = row; each < end; ++each) {
      const bool first = each == row;
      if (!first)
        in_row_[static_cast<std::size_t>(each)].push_back({column, kBesideLine, kBesideLine});
      if (each < 0) continue;
      const double left = first ? circles.left : 0;
      const double right = first ? circles.reach : 0;
      in_gap_[static_cast<std::size_t>(each)].push_back(
          {column, std::max(kBesideLine, left), std::max(kBesideLine, right)});
    }
  }

  void occupy_by_wire(std::size_t index) {
    const Wire& wire = interior_.wires[index];
    const WireCircles& circles = sizes_.wires[index];
    if (wire.from < 0) {
      occupy_by_line(step(wire.to).column, -1, step(wire.to).row, {});
      return;
    }
    const Step& from = step(wire.from);
    if (wire.to < 0) {
      occupy_by_line(from.column, from.row, static_cast<int>(rows_), circles);
      return;
    }
    const Step& to = step(wire.to);
    const double ends = size(wire.from).width / 2 + size(wire.to).width / 2;
    switch (way_of(interior_, wire)) {
      case WireWay::Up:
        occupy_by_line(from.column, from.row, to.row, circles);
        break;
      case WireWay::Bus:
        occupy_by_line(from.column, from.row, from.row + 1, circles);
        occupy_by_line(enters_wide(interior_, wire) ? from.column : to.column, from.row, to.row,
                       {});
        break;
      case WireWay::UpThenOver:
        occupy_by_line_over(wire.from, to, circles);
        in_row_[static_cast<std::size_t>(to.row)].push_back(
            {from.column, kBesideLine, kBesideLine});
        separate(from.column, to.column, size(wire.to).width / 2 + 2 * theme_.arrow_length);
        break;
      case WireWay::Over:
        separate(from.column, to.column,
                 ends + 2 * theme_.arrow_length + circles.left + circles.reach);
        break;
    }
  }

  /// A line that rises from a step and turns into the side of another. That of a wide one rises
  /// from its middle, where no column is.
  void occupy_by_line_over(int index, const Step& to, const WireCircles& circles) {
    const Step& from = step(index);
    const auto wide = columns_of_wide(interior_, index);
    if (!wide || wide->last > to.column) {
      occupy_by_line(from.column, from.row, to.row, circles);
      return;
    }
    double left = kBesideLine;
    for (std::size_t i = 0; i < interior_.wires.size(); ++i) {
      const Wire& other = interior_.wires[i];
      const bool is_beside = other.from >= 0 && step(other.from).column == to.column;
      if (is_beside) left = std::max(left, sizes_.wires[i].left);
    }
    distances_.push_back({*wide, to.column, circles.reach + left + kBetween * theme_.label_size});
  }

  void separate(int one, int other, double least) {
    const int first = std::min(one, other);
    distances_.push_back({{first, first}, std::max(one, other), least});
  }

  void keep_apart(const std::vector<Occupant>& level) {
    std::map<int, Occupant> by_column;
    for (const Occupant& each : level) {
      Occupant& merged = by_column.try_emplace(each.column, each).first->second;
      merged.left = std::max(merged.left, each.left);
      merged.right = std::max(merged.right, each.right);
    }
    const Occupant* before = nullptr;
    for (const auto& [column, occupant] : by_column) {
      least_left_[column] = std::max(least_left_[column], occupant.left);
      right_[column] = std::max(right_[column], occupant.right);
      if (before != nullptr) {
        separate(before->column, column,
                 before->right + occupant.left + kBetween * theme_.label_size);
      }
      before = &occupant;
    }
  }

  void place_columns() {
    double least = 0;
    for (auto& [column, x] : columns_) {
      x = std::max(least, least_left_[column]);
      for (const Distance& distance : distances_) {
        if (distance.to != column || distance.from.last == column) continue;
        const double from =
            (columns_.at(distance.from.first) + columns_.at(distance.from.last)) / 2;
        x = std::max(x, from + distance.least);
      }
      least = x;
      width_ = std::max(width_, x + right_[column]);
    }
  }

  void spread(double width) {
    const double slack = width - width_;
    if (slack <= 0) return;
    const auto gaps = static_cast<double>(columns_.size() - 1);
    double index = 0;
    for (auto& [column, x] : columns_) x += gaps > 0 ? slack * index++ / gaps : slack / 2;
    width_ = width;
  }

  double row_height(std::size_t row) const {
    double height = 0;
    for (std::size_t i = 0; i < interior_.steps.size(); ++i) {
      if (static_cast<std::size_t>(interior_.steps[i].row) == row) {
        height = std::max(height, sizes_.steps[i].height);
      }
    }
    return height;
  }

  /// The gap above a row, which takes the circles on the lines that rise from it.
  double gap_above(std::size_t row) const {
    const bool is_last = row + 1 == rows_;
    double gap = is_last ? 0 : theme_.arrow_gap;
    for (std::size_t i = 0; i < interior_.wires.size(); ++i) {
      const Wire& wire = interior_.wires[i];
      if (wire.from < 0 || static_cast<std::size_t>(step(wire.from).row) != row) continue;
      const WireWay way = way_of(interior_, wire);
      if (way == WireWay::Over) continue;
      const double bus = way == WireWay::Bus ? theme_.riser : 0;
      double needed = bus + (is_last ? 0 : theme_.arrow_gap);
      if (const double rise = sizes_.wires[i].height; rise > 0) {
        needed = rise + bus + (way == WireWay::Up && !is_last ? theme_.arrow_length : 0);
      }
      gap = std::max(gap, needed);
    }
    return gap;
  }

  InteriorGrid grid() const {
    InteriorGrid grid;
    std::vector<double> middles;
    double y = 0;
    for (std::size_t row = 0; row < rows_; ++row) {
      const double height = row_height(row);
      middles.push_back(y - height / 2);
      y -= height + gap_above(row);
    }
    for (std::size_t i = 0; i < interior_.steps.size(); ++i) {
      const Step& step = interior_.steps[i];
      const InteriorSizes::Step& size = sizes_.steps[i];
      const double middle = middles[static_cast<std::size_t>(step.row)];
      // On whole and half pixels, lines are sharp and numbers short.
      double x = std::round(2 * columns_.at(step.column)) / 2;
      double width = size.width;
      if (const auto columns = columns_of_wide(interior_, static_cast<int>(i))) {
        const double left = std::round(2 * columns_.at(columns->first)) / 2 - kWideSide;
        width = std::round(2 * columns_.at(columns->last)) / 2 + kWideSide - left;
        x = left + width / 2;
      }
      grid.steps.push_back({x - width / 2, middle - size.height / 2, width, size.height});
    }
    grid.width = width_;
    grid.top = y;
    return grid;
  }

  const Interior& interior_;
  const InteriorSizes& sizes_;
  const Theme& theme_;
  std::size_t rows_ = 0;
  std::vector<std::vector<Occupant>> in_row_;
  std::vector<std::vector<Occupant>> in_gap_;
  std::vector<Distance> distances_;
  std::map<int, double> columns_;  ///< The middle of each, in order.
  std::map<int, double> least_left_;
  std::map<int, double> right_;
  double width_ = 0;
};

}  // namespace

std::optional<StepColumns> columns_of_wide(const Interior& interior, int step) {
  const Step& own = interior.steps[static_cast<std::size_t>(step)];
  const bool is_sign = own.role == "product" || own.role == "sum";
  if (is_sign || std::ranges::count(interior.wires, step, &Wire::to) <= kFewInputs) {
    return std::nullopt;
  }
  StepColumns columns{own.column, own.column};
  for (const Wire& wire : interior.wires) {
    if (wire.to != step || wire.from < 0) continue;
    const int column = interior.steps[static_cast<std::size_t>(wire.from)].column;
    columns = {std::min(columns.first, column), std::max(columns.last, column)};
  }
  return columns;
}

bool enters_wide(const Interior& interior, const Wire& wire) {
  return wire.from >= 0 && wire.to >= 0 && columns_of_wide(interior, wire.to).has_value();
}

WireWay way_of(const Interior& interior, const Wire& wire) {
  if (wire.from < 0 || wire.to < 0) return WireWay::Up;
  const Step& from = interior.steps[static_cast<std::size_t>(wire.from)];
  const Step& to = interior.steps[static_cast<std::size_t>(wire.to)];
  const auto from_the_same = std::ranges::count(interior.wires, wire.from, &Wire::from);
  if (from_the_same > 1) return WireWay::Bus;
  if (from.row == to.row) return WireWay::Over;
  if (enters_wide(interior, wire)) return WireWay::Up;
  return from.column == to.column ? WireWay::Up : WireWay::UpThenOver;
}

InteriorGrid arrange(const Interior& interior, const InteriorSizes& sizes, const Theme& theme,
                     double width) {
  return Arrangement(interior, sizes, theme).run(width);
}

}  // namespace tviz
