// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <vector>

#include "layout/columns.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/theme/theme.hpp"

namespace tviz {

/// A branch with the room that its main component gets, and where its norms stand.
struct Slot {
  const Component* main = nullptr;
  std::vector<const Component*> before;  ///< Read through, beside the stream.
  std::vector<const Component*> below;   ///< Read through after a shared norm.
  std::vector<const Component*> above;   ///< Right above the main component; adapters, too.
  const Component* on_line = nullptr;    ///< On the line to the ⊕, above `before`.
  double left = 0;
  double right = 0;
};

/// The width that each opened component of a block needs, by its path.
using OpenedWidths = std::map<std::string, double>;

/// The vertical lines that the rows of one block structure are aligned to.
struct BranchRows {
  const Theme& theme;
  double left = 0;
  double right = 0;
  bool norms_apart = false;  ///< Norms have a column of their own, right of the rows.

  std::vector<Slot> slots_of(const Addition& addition, const OpenedWidths& opened) const;
  /// Whether the components that are opened have room.
  bool fit(const Addition& addition, const OpenedWidths& opened) const;

  /// Norms stand in one column: right of the rows if any of them lies on the line to its ⊕;
  /// else under the rightmost main component, or under the last head of a full row, so that
  /// their lines go straight up.
  double norm_center(const std::vector<Slot>& slots) const;
};

/// How the rows of a structure divide the width between the frame and the stream.
BranchRows rows_of(const BlockStructure& structure, const Columns& columns, const Theme& theme);

/// What a column of norms right of the rows takes from their width.
double norm_column_width(const Theme& theme);

/// Whether one of the norms of a structure lies on the line to its ⊕.
bool has_norm_on_line(const BlockStructure& structure);

}  // namespace tviz
