// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "tviz/base/geometry.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/theme/theme.hpp"

namespace tviz {

/// The circles of hook points on a wire.
struct WireCircles {
  double height = 0;  ///< From the step where the wire begins to above the last; 0 without any.
  double left = 0;    ///< How far they reach left of the wire.
  double reach = 0;   ///< How far their labels reach right of it.
};

/// What the steps and wires of an interior need, in its order.
struct InteriorSizes {
  struct Step {
    double width = 0;
    double height = 0;
    double note = 0;  ///< Room right of the box.
  };
  std::vector<Step> steps;
  std::vector<WireCircles> wires;
};

/// Where the steps of an interior stand. The bottom of its lowest row is y = 0.
struct InteriorGrid {
  std::vector<Rect> steps;
  double width = 0;
  double top = 0;  ///< Where its output leaves.
};

/// How a wire goes.
enum class WireWay {
  Up,          ///< Straight up.
  UpThenOver,  ///< Up to the height of the other step and into its side.
  Over,        ///< Across to a step of the same row.
  Bus,         ///< Up to a bus, which the wires of the same step share, and into steps from below.
};

/// Columns of an interior, from the left.
struct StepColumns {
  int first = 0;
  int last = 0;
};

/// The columns of a box that more than two wires enter, each straight from below: it is as wide as
/// what they come from. None for others.
std::optional<StepColumns> columns_of_wide(const Interior& interior, int step);

/// Whether a wire enters such a box.
bool enters_wide(const Interior& interior, const Wire& wire);

/// The way of a wire between two steps, or up and out.
WireWay way_of(const Interior& interior, const Wire& wire);

/// Stands the columns as near to each other as their boxes and labels allow, or spreads them
/// over `width` if that is more.
InteriorGrid arrange(const Interior& interior, const InteriorSizes& sizes, const Theme& theme,
                     double width);

}  // namespace tviz
