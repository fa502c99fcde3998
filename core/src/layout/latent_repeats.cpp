// SPDX-License-Identifier: MIT
#include "layout/latent_repeats.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "layout/component_drawing.hpp"
#include "layout/heads.hpp"

namespace tviz {
namespace {

/// Attention whose latents are drawn; nullptr if the block has none.
Component* latent_attention_of(BlockStructure& structure) {
  for (Addition& addition : structure.additions) {
    for (Branch& branch : addition.branches) {
      for (Component& each : branch.components) {
        const bool has_latents = !parts_with_role(each, "latent").empty();
        if (each.kind == "attention" && has_latents) return &each;
      }
    }
  }
  return nullptr;
}

/// Whether two are drawn alike and say the same in their panels.
bool are_alike(const Component& one, const Component& other) {
  return one.path == other.path && one.summary == other.summary && one.equation == other.equation &&
         one.parameters() == other.parameters();
}

/// Paths of all components that carry something.
std::set<std::string> marked_paths(const Overlay& overlay) {
  std::set<std::string> paths;
  for (const Highlight& each : overlay.highlights) paths.insert(each.component);
  for (const Value& each : overlay.values.list) paths.insert(each.component);
  return paths;
}

void abbreviate(Stream& stream, const std::set<std::string>& marked) {
  std::set<std::size_t> seen;
  std::vector<Component> drawn;
  for (const Block& block : stream.blocks) {
    if (!seen.insert(block.structure).second) continue;
    Component* attention = latent_attention_of(stream.structures[block.structure]);
    if (attention == nullptr) continue;
    const bool is_known = std::ranges::any_of(
        drawn, [&](const Component& each) { return are_alike(each, *attention); });
    if (!is_known) {
      drawn.push_back(*attention);
      continue;
    }
    const bool is_marked = std::ranges::any_of(stream.blocks, [&](const Block& each) {
      return each.structure == block.structure &&
             marked.contains(fmt::format("{}.{}", each.path, attention->path));
    });
    if (is_marked) continue;
    attention->label = label_of_heads(*attention);
    attention->n_heads = attention->n_key_value_heads = 0;
    attention->parts.clear();
  }
}

}  // namespace

Graph without_latent_repeats(Graph graph, const Overlay& overlay) {
  const std::set<std::string> marked = marked_paths(overlay);
  for (Stream& stream : graph.streams) abbreviate(stream, marked);
  return graph;
}

}  // namespace tviz
