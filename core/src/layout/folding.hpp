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

/// How a run of neighbouring blocks is drawn.
enum class RunForm {
  Open,     ///< One block, with its number.
  Card,     ///< Folded into one card.
  General,  ///< One block of each kind, which stands for all of them.
};

/// A run of neighbouring blocks. Indices are those of Stream::blocks.
struct LayerRun {
  std::size_t first = 0;
  std::size_t last = 0;
  RunForm form = RunForm::Open;

  std::size_t count() const { return last - first + 1; }
  friend bool operator==(const LayerRun&, const LayerRun&) = default;
};

/// The number of layers of the stream that has most; at least 1.
std::size_t most_layers(const Graph& graph);

/// Divides a stream into runs, from the bottom: the first `max_layers` blocks, the first of
/// each structure and every marked one stay open, one run each; what lies between folds.
std::vector<LayerRun> divide(std::span<const Block> blocks, std::int64_t max_layers,
                             const std::vector<bool>& marked,
                             const std::set<std::size_t>& junctions = {});

/// Divides a stream into runs for a block view: those blocks that stand out are drawn one by one,
/// and between them the first run that has a new structure shows what it is made of; later ones
/// fold. Junctions part runs.
std::vector<LayerRun> divide_by_kind(std::span<const Block> blocks,
                                     const std::vector<bool>& stands_out,
                                     const std::set<std::size_t>& junctions);

/// The blocks of equal structure in a run, by their indices in Stream::blocks.
std::vector<std::vector<std::size_t>> kinds_of(const Stream& stream, const LayerRun& run);

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
