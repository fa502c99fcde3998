// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "tviz/graph/graph.hpp"

namespace tviz {

/// A run of neighbouring blocks that is drawn open or folded into one card. Indices are
/// those of Stream::blocks.
struct LayerRun {
  std::size_t first = 0;
  std::size_t last = 0;
  bool folded = false;

  std::size_t count() const { return last - first + 1; }
  friend bool operator==(const LayerRun&, const LayerRun&) = default;
};

/// Divides a stream into runs, from the bottom: the first `max_layers` blocks, the first of
/// each structure and every marked one stay open, one run each; what lies between folds.
std::vector<LayerRun> divide(std::span<const Block> blocks, std::int64_t max_layers,
                             const std::vector<bool>& marked,
                             const std::set<std::size_t>& junctions = {});

/// Equal structures in a row, or all blocks of a structure in a run.
struct Repeat {
  std::size_t structure = 0;
  std::size_t count = 0;
};

/// How many blocks of each structure a run holds, in the order in which they first occur.
std::vector<Repeat> totals_of(const Stream& stream, const LayerRun& run);

/// What a folded run consists of, in order: "9 identical blocks", "[5 × local + 1 × global] × 4,
/// then 2 × local", or "3 × dense, then 58 × mixture".
std::string describe_run(const Stream& stream, const LayerRun& run);

/// "3 × dense".
std::string describe(const Stream& stream, const Repeat& repeat);

}  // namespace tviz
