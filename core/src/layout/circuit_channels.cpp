// SPDX-License-Identifier: MIT
#include "layout/circuit_channels.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

namespace tviz {
namespace {

constexpr double kCrowding = 0.6;  // Of a column, what a trunk beside another one costs.

/// Where the stops of a rail lie in one gap, in columns: a column's middle is its number and a
/// half.
struct Reach {
  double left = 0;
  double right = 0;
};

class ChannelChooser {
 public:
  ChannelChooser(const CircuitGrid& grid, const CircuitLines& lines)
      : grid_(grid), lines_(lines), crowd_(grid.columns.size() + 1) {}

  CircuitChannels run() && {
    const std::size_t count = lines_.rails.size();
    std::vector<RailGaps> gaps;
    for (const CircuitRail& rail : lines_.rails) {
      reaches_.push_back(reaches_of(rail));
      gaps.push_back({reaches_.back().begin()->first.first, reaches_.back().rbegin()->first.first});
    }
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    // Long trunks first: short ones fit between them.
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
      return gaps[a].highest - gaps[a].lowest > gaps[b].highest - gaps[b].lowest;
    });
    CircuitChannels channels;
    channels.trunks.resize(count);
    std::vector<IntervalTracks> tracks(crowd_.size());
    for (const std::size_t rail : order) {
      const std::size_t channel = best_channel(rail, gaps[rail]);
      crowd_[channel].push_back(gaps[rail]);
      const std::size_t track = tracks[channel].take(static_cast<double>(gaps[rail].lowest),
                                                     static_cast<double>(gaps[rail].highest), 0.5);
      channels.trunks[rail] = {channel, track, gaps[rail]};
    }
    for (const IntervalTracks& each : tracks) channels.tracks.push_back(each.count());
    return channels;
  }

 private:
  using Reaches = std::map<std::pair<std::size_t, bool>, Reach>;

  Reaches reaches_of(const CircuitRail& rail) const {
    Reaches reaches;
    const auto add = [&](std::size_t gap, bool reading, double column) {
      const auto [known, is_new] = reaches.try_emplace({gap, reading}, Reach{column, column});
      if (is_new) return;
      known->second.left = std::min(known->second.left, column);
      known->second.right = std::max(known->second.right, column);
    };
    for (const RailStop& stop : rail.senders) {
      const auto& cell = grid_.cells[stop.member];
      // What stands below the blocks writes on the stream, right of all columns.
      if (cell) {
        add(cell->row + 1, false, static_cast<double>(cell->column) + 0.5);
      } else {
        add(0, false, static_cast<double>(grid_.columns.size()) + 0.5);
      }
    }
    for (const RailStop& stop : rail.receivers) {
      const auto& cell = grid_.cells[stop.member];
      add(cell->row, true, static_cast<double>(cell->column) + 0.5);
    }
    return reaches;
  }

  std::size_t best_channel(std::size_t rail, const RailGaps& gaps) const {
    std::size_t best = 0;
    double least = HUGE_VAL;
    for (std::size_t channel = 0; channel < crowd_.size(); ++channel) {
      const auto x = static_cast<double>(channel);
      double cost = 0;
      for (const auto& [where, reach] : reaches_[rail]) {
        cost += std::max(reach.right, x) - std::min(reach.left, x);
      }
      for (const RailGaps& other : crowd_[channel]) {
        if (other.lowest <= gaps.highest && other.highest >= gaps.lowest) cost += kCrowding;
      }
      if (cost < least - 1e-9) {
        least = cost;
        best = channel;
      }
    }
    return best;
  }

  const CircuitGrid& grid_;
  const CircuitLines& lines_;
  std::vector<Reaches> reaches_;
  std::vector<std::vector<RailGaps>> crowd_;
};

}  // namespace

std::size_t IntervalTracks::take(double from, double to, double apart) {
  const auto meets = [&](const Interval& other) {
    return from < other.to + apart && other.from < to + apart;
  };
  std::size_t track = 0;
  while (track < tracks_.size() && std::ranges::any_of(tracks_[track], meets)) ++track;
  if (track == tracks_.size()) tracks_.emplace_back();
  tracks_[track].push_back({from, to});
  return track;
}

CircuitChannels choose_channels(const CircuitGrid& grid, const CircuitLines& lines) {
  return ChannelChooser(grid, lines).run();
}

}  // namespace tviz
