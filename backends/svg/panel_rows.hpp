// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tviz/scene/scene.hpp"

namespace tviz::svg {

/// A line of a panel: one hook point, or the equal ones of several experts, which have "{expert}"
/// in their name where each has its number.
struct PanelRow {
  DetailRow point;  ///< Its expert is the first one.
  std::int64_t n_experts = 0;
};

/// The lines of a panel, in the order of their first hook points.
std::vector<PanelRow> panel_rows(const std::vector<DetailRow>& points);

}  // namespace tviz::svg
