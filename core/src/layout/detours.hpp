// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "layout/block.hpp"
#include "layout/canvas.hpp"
#include "layout/columns.hpp"
#include "layout/marks.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// A line beside a stream from one of its states to another: a loop or a skip. Places on the
/// stream are counts of the blocks below them.
struct Detour {
  std::size_t leaves = 0;
  std::size_t arrives = 0;
  std::size_t lane = 0;  ///< 0 is next to the frames.
  std::string times{};   ///< Of a loop: Loop::times.
  std::string join{};    ///< Of a skip: Skip::join; empty for a loop.
};

/// The loops and the skips of a stream. Lines that pass each other have different lanes, longer
/// ones outside.
std::vector<Detour> detours_of(const Stream& stream);

/// Room right of the frames for a stream's detours, in pixels; below them where the data flows to
/// the right.
double detours_width(const Stream& stream, const Theme& theme, Direction direction);

/// Where a stream has more between two blocks than the stream itself: counts of the blocks below.
std::set<std::size_t> junctions_of(const Stream& stream);

/// The x of a detour's vertical line.
double detour_x(const Detour& detour, const Columns& columns);

/// The end of a detour at a junction.
struct DetourEnd {
  std::size_t detour = 0;  ///< Index in detours_of().
  double y = 0;            ///< From the band's top.
};

/// What lies between two blocks.
struct Junction {
  Band band;
  std::vector<PlacedComponent> parts;  ///< Of read-outs, from the band's top left corner.
  std::vector<DetourEnd> ends;
};

/// Draws the ends of detours, and the read-outs, above the first `below` blocks.
Junction draw_junction(const Stream& stream, const std::vector<Detour>& detours, std::size_t below,
                       const Columns& columns, const Marks& marks, const Style& style);

}  // namespace tviz
