// SPDX-License-Identifier: MIT
#include "layout/branches.hpp"

#include <algorithm>

#include "layout/component_drawing.hpp"
#include "layout/norms.hpp"

namespace tviz {
namespace {

// Between the rows, the column of norms, and where the rows end without it: dots of hooks find
// room between a norm and the ⊕.
constexpr double kBesideNorm = 12;

/// Sorts a branch's norms into those before and after its main component. Where an addition has
/// several branches, all of one's norms stand in line with it.
Slot slot_of(const Branch& branch, const Addition& addition) {
  const auto& components = branch.components;
  const auto main = std::ranges::find_if_not(components, is_norm);
  Slot slot;
  slot.main = &*main;
  auto& before = addition.shared.empty() ? slot.before : slot.below;
  for (auto norm = components.begin(); norm != main; ++norm) before.push_back(&*norm);
  // The one that is nearest to the main component comes first.
  std::ranges::reverse(slot.below);
  for (auto norm = main + 1; norm != components.end(); ++norm) slot.above.push_back(&*norm);
  if (addition.branches.size() == 1 && !slot.above.empty()) {
    slot.on_line = slot.above.back();
    slot.above.pop_back();
  }
  return slot;
}

}  // namespace

bool has_norm_on_line(const BlockStructure& structure) {
  return std::ranges::any_of(structure.additions, [](const Addition& addition) {
    return addition.branches.size() == 1 && is_norm(addition.branches.front().components.back());
  });
}

double norm_column_width(const Theme& theme) { return theme.norm_width + 2 * kBesideNorm; }

BranchRows rows_of(const BlockStructure& structure, const Columns& columns, const Theme& theme) {
  BranchRows rows{theme, columns.heads_left, columns.heads_right, has_norm_on_line(structure)};
  if (rows.norms_apart) rows.right -= norm_column_width(theme);
  return rows;
}

std::vector<Slot> BranchRows::slots_of(const Addition& addition) const {
  std::vector<Slot> slots;
  for (const Branch& branch : addition.branches) slots.push_back(slot_of(branch, addition));
  const auto is_narrow = [](const Slot& slot) { return !spreads(*slot.main); };
  auto narrow = std::ranges::count_if(slots, is_narrow);
  const auto count = static_cast<std::ptrdiff_t>(slots.size());
  const bool first_spreads = narrow == count;
  if (first_spreads) --narrow;
  const double gap = 2 * theme.head_gap;
  const double box = parallel_box_width(theme, right - left);
  const double rest =
      right - left - static_cast<double>(narrow) * box - static_cast<double>(count - 1) * gap;
  const double wide = rest / static_cast<double>(count - narrow);
  double end = right;
  for (std::size_t i = slots.size(); i-- > 0;) {
    const bool boxed = is_narrow(slots[i]) && !(first_spreads && i == 0);
    slots[i].right = end;
    slots[i].left = i == 0 ? left : end - (boxed ? box : wide);
    end = slots[i].left - gap;
  }
  return slots;
}

double BranchRows::norm_center(const std::vector<Slot>& slots) const {
  if (norms_apart) return right + kBesideNorm + theme.norm_width / 2;
  if (slots.size() > 1) return (slots.back().left + slots.back().right) / 2;
  return right - theme.head_width / 2;
}

}  // namespace tviz
