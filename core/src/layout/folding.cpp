// SPDX-License-Identifier: MIT
#include "layout/folding.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tviz {
namespace {

/// Equal structures in a row.
struct Repeat {
  std::size_t structure = 0;
  std::size_t count = 0;
};

std::vector<Repeat> repeats_of(std::span<const Block> blocks) {
  std::vector<Repeat> repeats;
  for (const Block& block : blocks) {
    if (repeats.empty() || repeats.back().structure != block.structure) {
      repeats.push_back({block.structure, 0});
    }
    ++repeats.back().count;
  }
  return repeats;
}

/// Length of the shortest stretch of blocks that, repeated, gives the whole; the number of
/// blocks if there is none.
std::size_t period_of(std::span<const Block> blocks) {
  for (std::size_t period = 1; period <= blocks.size() / 2; ++period) {
    if (blocks.size() % period != 0) continue;
    bool repeats = true;
    for (std::size_t i = period; repeats && i < blocks.size(); ++i) {
      repeats = blocks[i].structure == blocks[i - period].structure;
    }
    if (repeats) return period;
  }
  return blocks.size();
}

std::string list(const Stream& stream, std::span<const Block> blocks, std::string_view joint) {
  std::vector<std::string> parts;
  for (const Repeat& repeat : repeats_of(blocks)) {
    const std::string& name = stream.structures[repeat.structure].short_name;
    parts.push_back(fmt::format("{} × {}", repeat.count, name));
  }
  return fmt::format("{}", fmt::join(parts, joint));
}

}  // namespace

std::vector<LayerRun> divide(std::size_t blocks, std::int64_t max_layers,
                             const std::vector<bool>& marked) {
  std::vector<LayerRun> runs;
  for (std::size_t i = 0; i < blocks; ++i) {
    const bool open = static_cast<std::int64_t>(i) < max_layers || marked[i];
    if (!open && !runs.empty() && runs.back().folded) {
      runs.back().last = i;
    } else {
      runs.push_back({i, i, !open});
    }
  }
  return runs;
}

std::string describe_run(const Stream& stream, const LayerRun& run) {
  const std::span blocks = std::span(stream.blocks).subspan(run.first, run.count());
  const auto repeats = repeats_of(blocks);
  if (repeats.size() == 1) {
    const std::string& name = stream.structures[repeats.front().structure].short_name;
    const std::string what = name.empty() ? "" : fmt::format(" · {}", name);
    if (run.count() == 1) return fmt::format("1 block{}", what);
    return fmt::format("{} identical blocks{}", run.count(), what);
  }
  const std::size_t period = period_of(blocks);
  if (period < blocks.size()) {
    return fmt::format("[{}] × {}", list(stream, blocks.first(period), " + "),
                       blocks.size() / period);
  }
  return list(stream, blocks, ", then ");
}

}  // namespace tviz
