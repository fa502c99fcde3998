// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "layout/circuit_grid.hpp"
#include "layout/circuit_rails.hpp"
#include "tviz/base/geometry.hpp"

namespace tviz {

/// Lengths of the atlas of a circuit, in pixels.
struct CircuitLengths {
  double cell = 0;          ///< Height of a row.
  double folded_row = 0;    ///< Height of folded layers.
  double track = 0;         ///< Between two lines that run beside each other.
  double least_member = 0;  ///< Width of a cell that has members in its column.
  double least_other = 0;   ///< Width of other cells.
  double arrow = 0;         ///< Length of an arrowhead.
};

/// Where a rail enters or leaves a member: its x on the upper or lower edge of the cell.
struct CircuitStub {
  std::size_t member = 0;
  double x = 0;
  std::string ports{};
};

/// The horizontal part of a rail in the gap below a row (or above the last).
struct RailLine {
  std::size_t gap = 0;   ///< Number of the row above it.
  bool reading = false;  ///< Its stubs lead up into the row above; else down to the one below.
  double y = 0;
  double left = 0;
  double right = 0;
  std::vector<CircuitStub> stubs{};
};

/// A rail with its place: lines in gaps, joined by a trunk between two columns.
struct RoutedRail {
  std::size_t rail = 0;  ///< Index in CircuitLines::rails.
  double trunk = 0;      ///< Its x.
  double top = 0;
  double bottom = 0;
  std::vector<RailLine> lines{};
};

/// The way of a layer's outputs to the ⊕ of the stream.
struct RoutedOutput {
  std::size_t output = 0;  ///< Index in CircuitLines::outputs.
  std::size_t gap = 0;
  double y = 0;
  double left = 0;
  std::vector<CircuitStub> stubs{};
};

/// The atlas of a circuit with all places. Lines run in the gaps between rows and between columns,
/// so that none passes the cell of another member.
struct CircuitRoutes {
  CircuitGrid grid{};  ///< With places.
  std::vector<RoutedRail> rails{};
  std::vector<RoutedOutput> outputs{};
  double left = 0;    ///< Of the first channel.
  double stream = 0;  ///< x of the stream.
  double top = 0;     ///< Of what lies above the last row.
  double bottom = 0;  ///< Below the gap below the first row.
};

/// The least width that the routes of a grid need, in pixels, from `left` to the stream.
double least_routes_width(const CircuitGrid& grid, const CircuitLines& lines,
                          const CircuitLengths& lengths);

/// Places the grid between `left` and the stream, from `top` downwards, and finds the ways of all
/// lines. The width must be at least least_routes_width().
CircuitRoutes route_circuit(CircuitGrid grid, const CircuitLines& lines,
                            const CircuitLengths& lengths, const Rect& room);

}  // namespace tviz
