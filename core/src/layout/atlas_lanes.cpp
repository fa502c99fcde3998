// SPDX-License-Identifier: MIT
#include "layout/atlas_lanes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "layout/positions.hpp"

namespace tviz {
namespace {

constexpr double kWideCell = 30;  // A component without heads, where there is room.
constexpr double kLeastWideCell = 14;
constexpr double kLeastCell = 1.5;  // A head or an expert; narrower ones are not seen.
constexpr double kMostCell = 40;
constexpr double kCellGap = 0.06;  // Between heads, of a cell.
constexpr double kMostCellGap = 2;
constexpr double kGroupGap = 0.3;  // Between groups of heads, of a cell.
constexpr double kLaneGap = 8;

bool is_grouped(const AtlasLane& lane) { return lane.groups > 1 && lane.groups < lane.cells; }

/// Cells that a lane's width is divided into, gaps included.
double shares_of(const AtlasLane& lane) {
  const auto cells = static_cast<double>(lane.cells);
  const double groups = is_grouped(lane) ? static_cast<double>(lane.groups) - 1 : 0;
  return cells + kCellGap * (cells - 1) + kGroupGap * groups;
}

std::string title_of(const Component& component) {
  if (component.kind == "attention") return "head";
  if (component.kind == "cross_attention") return "cross-attention head";
  if (component.kind == "mlp") return "MLP";
  return component.kind.starts_with("custom:") ? component.title : component.kind;
}

/// Whether a component has numbers or hooks on single heads or experts in any layer.
bool names_any(const Marks& marks, const Stream& stream, std::string_view path) {
  return std::ranges::any_of(stream.blocks, [&](const Block& block) {
    return !marks.named_heads(fmt::format("{}.{}", block.path, path)).empty();
  });
}

void add(const Component& component, std::vector<AtlasLane>& lanes) {
  auto known = std::ranges::find(lanes, component.path, &AtlasLane::path);
  if (known == lanes.end()) {
    known = lanes.insert(lanes.end(), AtlasLane{component.path, title_of(component)});
  }
  if (component.n_heads > known->cells) {
    known->cells = component.n_heads;
    known->groups = component.n_key_value_heads;
  }
}

/// Where experts have numbers, they have cells of their own, and leave one to heads without
/// numbers.
void divide_experts(const Stream& stream, const Marks& marks, std::vector<AtlasLane>& lanes) {
  bool has_numbers = false;
  for (const BlockStructure& structure : stream.structures) {
    for (const Component* component : components_of(structure)) {
      if (component->n_experts == 0 || !names_any(marks, stream, component->path)) continue;
      AtlasLane& lane = *std::ranges::find(lanes, component->path, &AtlasLane::path);
      lane.cells = lane.groups = std::max(lane.cells, component->n_experts);
      lane.title = "expert";
      has_numbers = true;
    }
  }
  if (!has_numbers) return;
  for (AtlasLane& lane : lanes) {
    if (!lane.has_heads() || names_any(marks, stream, lane.path)) continue;
    lane.cells = lane.groups = 1;
    lane.title += 's';  // "heads": the cell is no single one.
  }
}

std::vector<AtlasLane> lanes_of(const Stream& stream) {
  std::vector<AtlasLane> lanes;
  for (const BlockStructure& structure : stream.structures) {
    for (const Component* component : components_of(structure)) {
      if (!is_norm(*component)) add(*component, lanes);
    }
  }
  return lanes;
}

/// The shares of the heads of all lanes.
double shares_of(const std::vector<AtlasLane>& lanes) {
  double shares = 0;
  for (const AtlasLane& lane : lanes) {
    if (lane.has_heads()) shares += shares_of(lane);
  }
  return shares;
}

double count_wide(const std::vector<AtlasLane>& lanes) {
  return static_cast<double>(
      std::ranges::count_if(lanes, [](const AtlasLane& lane) { return !lane.has_heads(); }));
}

}  // namespace

double AtlasLane::cell_left(std::int64_t cell) const {
  const std::int64_t group = group_size() > 0 ? cell / group_size() : 0;
  return left + static_cast<double>(cell) * (cell_width + gap) +
         (is_grouped(*this) ? static_cast<double>(group) * group_gap : 0);
}

std::vector<AtlasLane> component_lanes(const Stream& stream, const Marks& marks) {
  std::vector<AtlasLane> lanes = lanes_of(stream);
  divide_experts(stream, marks, lanes);
  if (positions_of(marks.values(), stream) == 0) return lanes;
  const auto carries = [&](const AtlasLane& lane) {
    return names_any(marks, stream, lane.path) ||
           std::ranges::any_of(stream.blocks, [&](const Block& block) {
             return !marks.anywhere(fmt::format("{}.{}", block.path, lane.path)).empty();
           });
  };
  std::erase_if(lanes, [&](const AtlasLane& lane) { return !carries(lane); });
  return lanes;
}

std::vector<AtlasLane> lanes_shown(const Stream& stream, const Marks& marks) {
  std::vector<AtlasLane> lanes = component_lanes(stream, marks);
  const auto positions = static_cast<std::int64_t>(positions_of(marks.values(), stream));
  if (positions > 0) {
    lanes.insert(lanes.begin(),
                 AtlasLane{std::string(kPositions), "position", positions, positions});
  }
  return lanes;
}

std::vector<AtlasLane> placed(std::vector<AtlasLane> lanes, double left, double right) {
  const double shares = shares_of(lanes);
  const double wide = count_wide(lanes);
  const double room = right - left - kLaneGap * (static_cast<double>(lanes.size()) - 1);
  double wide_cell = wide > 0 ? std::clamp(room * 0.25 / wide, kLeastWideCell, kWideCell) : 0;
  const double cell = shares > 0 ? std::min((room - wide * wide_cell) / shares, kMostCell) : 0;
  if (shares == 0 && wide > 0) wide_cell = std::min(room / wide, 3 * kWideCell);
  for (AtlasLane& lane : lanes) {
    lane.left = left;
    lane.cell_width = lane.has_heads() ? cell : wide_cell;
    lane.gap = std::min(kCellGap * cell, kMostCellGap);
    lane.group_gap = kGroupGap * cell;
    left = lane.right() + kLaneGap;
  }
  return lanes;
}

double least_width_of(const std::vector<AtlasLane>& lanes) {
  return shares_of(lanes) * kLeastCell + count_wide(lanes) * kLeastWideCell +
         kLaneGap * (static_cast<double>(lanes.size()) - 1);
}

}  // namespace tviz
