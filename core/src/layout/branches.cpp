// SPDX-License-Identifier: MIT
#include "layout/branches.hpp"

#include <algorithm>
#include <numeric>

#include "layout/component_drawing.hpp"
#include "layout/norms.hpp"

namespace tviz {
namespace {

// Between the rows, the column of norms, and where the rows end without it: dots of hooks find
// room between a norm and the ⊕.
constexpr double kBesideNorm = 12;
// A row of heads beside an opened component shows h₀ … hₙ₋₁.
constexpr double kFewestHeads = 3.5;

/// Sorts a branch's norms into those before and after its main component. Where an addition has
/// several branches, all of one's norms stand in line with it.
Slot slot_of(const Branch& branch, const Addition& addition) {
  const auto& components = branch.components;
  const auto main = components.begin() + (main_component(branch) - components.data());
  Slot slot;
  slot.main = &*main;
  auto& before = addition.shared.empty() ? slot.before : slot.below;
  for (auto norm = components.begin(); norm != main; ++norm) before.push_back(&*norm);
  // The one that is nearest to the main component comes first.
  std::ranges::reverse(slot.below);
  for (auto norm = main + 1; norm != components.end(); ++norm) slot.above.push_back(&*norm);
  if (addition.branches.size() == 1 && !slot.above.empty() && is_norm(*slot.above.back())) {
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

namespace {

/// What slots beside each other need, and who takes what is left of the width.
struct Shares {
  std::vector<double> least;
  std::vector<std::size_t> takers;
  double left_over = 0;
};

/// Opened components and boxes have a width; rows of heads and the like take the rest.
Shares shares_of(const std::vector<Slot>& slots, const BranchRows& rows,
                 const OpenedWidths& opened) {
  Shares shares;
  const double box = parallel_box_width(rows.theme, rows.right - rows.left);
  std::vector<std::size_t> spreading;
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const Component& main = *slots[i].main;
    const auto width = opened.find(main.path);
    if (width != opened.end()) {
      open.push_back(i);
    } else if (spreads(main)) {
      spreading.push_back(i);
    }
    const double closed = spreads(main) ? 0 : box;
    shares.least.push_back(width == opened.end() ? closed : width->second);
  }
  shares.takers = !spreading.empty() ? spreading : open;
  if (shares.takers.empty()) shares.takers = {0};
  const double gaps = 2 * rows.theme.head_gap * static_cast<double>(slots.size() - 1);
  const double needed = std::accumulate(shares.least.begin(), shares.least.end(), gaps);
  shares.left_over = rows.right - rows.left - needed;
  return shares;
}

}  // namespace

std::vector<Slot> BranchRows::slots_of(const Addition& addition, const OpenedWidths& opened) const {
  std::vector<Slot> slots;
  for (const Branch& branch : addition.branches) slots.push_back(slot_of(branch, addition));
  Shares shares = shares_of(slots, *this, opened);
  for (const std::size_t taker : shares.takers) {
    shares.least[taker] += shares.left_over / static_cast<double>(shares.takers.size());
  }
  double end = right;
  for (std::size_t i = slots.size(); i-- > 0;) {
    slots[i].right = end;
    slots[i].left = i == 0 ? left : end - shares.least[i];
    end = slots[i].left - 2 * theme.head_gap;
  }
  return slots;
}

bool BranchRows::fit(const Addition& addition, const OpenedWidths& opened) const {
  std::vector<Slot> slots;
  for (const Branch& branch : addition.branches) slots.push_back(slot_of(branch, addition));
  const Shares shares = shares_of(slots, *this, opened);
  double needed = 0;
  for (const std::size_t taker : shares.takers) {
    if (spreads(*slots[taker].main) && !opened.contains(slots[taker].main->path)) {
      needed += kFewestHeads * theme.head_minimum_width;
    }
  }
  return shares.left_over >= needed;
}

double BranchRows::norm_center(const std::vector<Slot>& slots) const {
  if (norms_apart) return right + kBesideNorm + theme.norm_width / 2;
  if (slots.size() > 1) return (slots.back().left + slots.back().right) / 2;
  return right - theme.head_width / 2;
}

}  // namespace tviz
