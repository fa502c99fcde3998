// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "layout/circuit_grid.hpp"
#include "layout/circuit_rails.hpp"

namespace tviz {

/// The gaps that the lines of a rail run in, by the row above each: a sender of row 3 writes into
/// gap 4, a receiver of row 3 reads from gap 3. The embedding writes into gap 0.
struct RailGaps {
  std::size_t lowest = 0;
  std::size_t highest = 0;
};

/// Which way a rail takes between the columns: channel 0 is left of the first column.
struct RailTrunk {
  std::size_t channel = 0;
  std::size_t track = 0;  ///< Among the trunks of the channel, from the left.
  RailGaps gaps{};
};

/// The trunks of all rails, and how many tracks each channel needs.
struct CircuitChannels {
  std::vector<RailTrunk> trunks{};
  std::vector<std::size_t> tracks{};  ///< One more than there are columns.
};

/// Chooses for each rail the channel that makes its lines short, and a track that is free there.
CircuitChannels choose_channels(const CircuitGrid& grid, const CircuitLines& lines);

/// The number of the first track without an interval that meets this one, which then takes it.
class IntervalTracks {
 public:
  std::size_t take(double from, double to, double apart);
  std::size_t count() const { return tracks_.size(); }

 private:
  struct Interval {
    double from;
    double to;
  };
  std::vector<std::vector<Interval>> tracks_;
};

}  // namespace tviz
