// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "layout/marks.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// The cells of one kind of component in the rows of an atlas: those of heads or experts, or one
/// wide cell.
struct AtlasLane {
  std::string path{};       ///< Of the component, inside its block.
  std::string title{};      ///< "head", "MLP".
  std::int64_t cells = 1;   ///< The most heads or experts that the component has in any layer.
  std::int64_t groups = 1;  ///< Of query heads with a key/value head each; `cells` if all have.
  double left = 0;
  double cell_width = 0;
  double gap = 0;        ///< Between cells.
  double group_gap = 0;  ///< Between groups, in addition.

  bool has_heads() const { return cells > 1; }
  std::int64_t group_size() const { return groups > 0 ? cells / groups : cells; }
  /// Left side of a cell.
  double cell_left(std::int64_t cell) const;
  double right() const { return cell_left(cells - 1) + cell_width; }
};

/// Path of the lane of positions, in a layer.
inline constexpr std::string_view kPositions = "positions";

/// The lanes of a stream's components, in the order of the data flow, without a place. Beside
/// numbers at positions stand only those that carry something.
std::vector<AtlasLane> component_lanes(const Stream& stream, const Marks& marks);

/// The same after that of positions, if layers have numbers for these.
std::vector<AtlasLane> lanes_shown(const Stream& stream, const Marks& marks);

/// Lanes beside each other in this room.
std::vector<AtlasLane> placed(std::vector<AtlasLane> lanes, double left, double right);

/// The least room that lanes need, in pixels.
double least_width_of(const std::vector<AtlasLane>& lanes);

}  // namespace tviz
