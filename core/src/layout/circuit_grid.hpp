// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tviz/graph/graph.hpp"
#include "tviz/overlay/circuit.hpp"

namespace tviz {

/// One layer, or a run of layers without members, which stands folded.
struct CircuitRow {
  std::size_t first = 0;  ///< Indices in Stream::blocks.
  std::size_t last = 0;
  double top = 0;
  double height = 0;
  bool folded() const { return last > first; }
};

/// The cells of one head of every layer, or of a component as a whole.
struct CircuitColumn {
  std::string component{};  ///< Path inside the block.
  std::string title{};      ///< "head", "MLP".
  std::int64_t head = kWholeComponent;
  std::int64_t last_head = kWholeComponent;  ///< Of a run of heads without members.
  bool has_members = false;
  bool begins_lane = false;  ///< The first of its component.
  double left = 0;
  double width = 0;
};

/// The cell of a member: row 0 is the lowest.
struct CircuitCell {
  std::size_t row = 0;
  std::size_t column = 0;
};

/// Rows and columns of the atlas of a circuit, still without places.
struct CircuitGrid {
  std::vector<CircuitRow> rows{};                   ///< From the bottom.
  std::vector<CircuitColumn> columns{};             ///< From the left.
  std::vector<std::optional<CircuitCell>> cells{};  ///< Of each member; none outside the blocks.
};

/// The grid of a stream; `folds_heads` joins runs of heads without members.
CircuitGrid circuit_grid(const Circuit& circuit, const Stream& stream, bool folds_heads);

}  // namespace tviz
