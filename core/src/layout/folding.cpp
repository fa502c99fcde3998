// SPDX-License-Identifier: MIT
#include "layout/folding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace tviz {
namespace {

// Longer patterns, or such that begin later, are not looked for.
constexpr std::size_t kLongestPeriod = 32;
// A pattern of few terms tells more than a short text: what one of its terms costs, of one
// beside it.
constexpr std::size_t kCostInPattern = 4;

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

std::vector<std::string> terms_of(const Stream& stream, std::span<const Block> blocks) {
  std::vector<std::string> terms;
  for (const Repeat& repeat : repeats_of(blocks)) terms.push_back(describe(stream, repeat));
  return terms;
}

/// A run as a stretch of blocks that repeats, with what comes before and after it.
struct Pattern {
  std::size_t start = 0;
  std::size_t period = 0;  ///< 0: nothing repeats.
  std::size_t times = 0;

  std::size_t end() const { return start + period * times; }
};

/// Whether what follows the first `period` of these blocks repeats them.
bool is_periodic(std::span<const Block> blocks, std::size_t period) {
  for (std::size_t i = period; i < blocks.size(); ++i) {
    if (blocks[i].structure != blocks[i - period].structure) return false;
  }
  return true;
}

/// The pattern with the fewest terms, if one has fewer than the run without it. Of two alike
/// the one is better that counts as the stream does, from its first layer.
Pattern pattern_of(std::span<const Block> blocks) {
  Pattern best;
  std::size_t least = kCostInPattern * repeats_of(blocks).size();
  for (std::size_t period = 2; period <= kLongestPeriod; ++period) {
    for (std::size_t start = 0; start <= kLongestPeriod; ++start) {
      if (start + 2 * period > blocks.size()) break;
      if (!is_periodic(blocks.subspan(start), period)) continue;
      const std::size_t terms = repeats_of(blocks.subspan(start, period)).size();
      if (terms == 1) continue;
      const Pattern pattern{start, period, (blocks.size() - start) / period};
      const bool in_step = static_cast<std::size_t>(blocks[start].layer) % period == 0;
      const std::size_t cost = kCostInPattern * terms + repeats_of(blocks.first(start)).size() +
                               repeats_of(blocks.subspan(pattern.end())).size() + (in_step ? 0 : 1);
      if (cost >= least) continue;
      least = cost;
      best = pattern;
    }
  }
  return best;
}

}  // namespace

std::size_t most_layers(const Graph& graph) {
  std::size_t layers = 1;
  for (const Stream& stream : graph.streams) layers = std::max(layers, stream.blocks.size());
  return layers;
}

std::vector<LayerRun> divide(std::span<const Block> blocks, std::int64_t max_layers,
                             const std::vector<bool>& marked,
                             const std::set<std::size_t>& junctions) {
  std::vector<LayerRun> runs;
  std::set<std::size_t> drawn;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const bool first = drawn.insert(blocks[i].structure).second;
    const bool open = static_cast<std::int64_t>(i) < max_layers || marked[i] || first;
    const bool joins = !runs.empty() && runs.back().form == RunForm::Card && !junctions.contains(i);
    if (!open && joins) {
      runs.back().last = i;
    } else {
      runs.push_back({i, i, open ? RunForm::Open : RunForm::Card});
    }
  }
  return runs;
}

std::vector<LayerRun> divide_by_kind(std::span<const Block> blocks,
                                     const std::vector<bool>& stands_out,
                                     const std::set<std::size_t>& junctions) {
  std::vector<LayerRun> runs;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const bool joins = i > 0 && !stands_out[i] && !stands_out[i - 1] && !junctions.contains(i);
    if (joins) {
      runs.back().last = i;
    } else {
      runs.push_back({i, i});
    }
  }
  std::set<std::size_t> drawn;
  for (LayerRun& run : runs) {
    bool has_new = false;
    for (std::size_t i = run.first; i <= run.last; ++i) {
      has_new = drawn.insert(blocks[i].structure).second || has_new;
    }
    if (run.count() == 1 && (has_new || stands_out[run.first])) continue;
    run.form = has_new ? RunForm::General : RunForm::Card;
  }
  return runs;
}

std::vector<std::vector<std::size_t>> kinds_of(const Stream& stream, const LayerRun& run) {
  std::vector<std::vector<std::size_t>> kinds;
  for (std::size_t i = run.first; i <= run.last; ++i) {
    const auto known = std::ranges::find_if(kinds, [&](const std::vector<std::size_t>& kind) {
      return stream.blocks[kind.front()].structure == stream.blocks[i].structure;
    });
    if (known == kinds.end()) {
      kinds.push_back({i});
    } else {
      known->push_back(i);
    }
  }
  return kinds;
}

std::vector<Repeat> totals_of(const Stream& stream, const LayerRun& run) {
  std::vector<Repeat> totals;
  for (const Block& block : std::span(stream.blocks).subspan(run.first, run.count())) {
    auto total = std::ranges::find(totals, block.structure, &Repeat::structure);
    if (total == totals.end()) total = totals.insert(total, {block.structure, 0});
    ++total->count;
  }
  return totals;
}

std::string describe(const Stream& stream, const Repeat& repeat) {
  return fmt::format("{} × {}", repeat.count, stream.structures[repeat.structure].short_name);
}

std::string describe_run(const Stream& stream, const LayerRun& run) {
  const std::span blocks = std::span(stream.blocks).subspan(run.first, run.count());
  if (repeats_of(blocks).size() == 1) {
    const std::string& name = stream.structures[blocks.front().structure].short_name;
    const std::string what = name.empty() ? "" : fmt::format(" · {}", name);
    if (run.count() == 1) return fmt::format("1 block{}", what);
    return stream.shared_weights
               ? fmt::format("{} blocks with the same weights{}", run.count(), what)
               : fmt::format("{} identical blocks{}", run.count(), what);
  }
  const Pattern pattern = pattern_of(blocks);
  std::vector<std::string> terms = terms_of(stream, blocks.first(pattern.start));
  if (pattern.period > 0) {
    const auto inner = terms_of(stream, blocks.subspan(pattern.start, pattern.period));
    terms.push_back(fmt::format("[{}] × {}", fmt::join(inner, " + "), pattern.times));
  }
  std::ranges::move(terms_of(stream, blocks.subspan(pattern.end())), std::back_inserter(terms));
  return fmt::format("{}", fmt::join(terms, ", then "));
}

}  // namespace tviz
