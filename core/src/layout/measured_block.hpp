// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "layout/branches.hpp"
#include "layout/columns.hpp"
#include "layout/component_drawing.hpp"
#include "layout/hook_circles.hpp"
#include "layout/interior_grid.hpp"
#include "layout/line_hooks.hpp"
#include "layout/marks.hpp"
#include "layout/opened_component.hpp"
#include "layout/row_captions.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// What stands in a block and the room that each part needs, before any has its height. The
/// arguments outlive it.
class MeasuredBlock {
 public:
  MeasuredBlock(const BlockStructure& structure, const std::string& block_path,
                const Columns& columns, const Marks& marks, const Style& style, HeadsShown shown,
                const OpenedLayer& opened);

  /// The columns of an addition's components, without the room of what stands above a row.
  std::vector<Slot> slots_of(const Addition& addition) const;
  double norm_center(const std::vector<Slot>& slots) const { return rows_.norm_center(slots); }
  /// The components in their slots, each with its bottom at 0.
  std::vector<ComponentDrawing> drawn(const std::vector<Slot>& slots) const;
  /// The captions below the lines to these components.
  std::vector<RowCaption> captions_of(const std::vector<Slot>& slots,
                                      const std::vector<ComponentDrawing>& mains,
                                      bool is_shared) const;
  /// Where the room of a slot begins, its caption included.
  double left_of(const Slot& slot) const;
  /// What the caption and the circles below the first read of an addition and on the stream there
  /// need.
  double room_below(std::size_t index) const;
  /// What the circles on the line to a ⊕ need above it.
  double room_above(const Addition& addition) const;
  /// How far a norm on the line to a ⊕ reaches beside it.
  double beside_norm_on_line(const std::vector<Slot>& slots) const;
  /// The circle of a place on the stream beside an addition that is opened.
  std::optional<HookCircle> circle_of(const StreamPoint& point) const;

 private:
  std::string path(const Component& component) const;
  Room room_of(const Slot& slot) const { return room_of(slot, *slot.main); }
  Room room_of(const Slot& slot, const Component& component) const;
  ComponentDrawing draw(const Slot& slot) const;
  double left_of_circles(const std::vector<Slot>& slots) const;
  double caption_below(const Addition& addition) const;
  double circles_below(std::size_t index) const;
  std::vector<HookCircle> first_read_circles(const Addition& addition,
                                             const std::vector<Slot>& slots) const;

  const BlockStructure& structure_;
  const std::string& block_path_;
  const Columns& columns_;
  BranchRows rows_;
  const Marks& marks_;
  const Style& style_;
  const Theme& theme_;
  HeadsShown shown_;
  const OpenedLayer& opened_;
  LineHooks hooks_;
  OpenedWidths opened_widths_;
};

/// The main component of each slot.
Components mains_of(const std::vector<Slot>& slots);

}  // namespace tviz
