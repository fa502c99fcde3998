// SPDX-License-Identifier: MIT
#include "figure/expanded_paths.hpp"

#include <fmt/format.h>

#include <optional>
#include <set>
#include <utility>

#include "base/name_index.hpp"
#include "tviz/base/error.hpp"

namespace tviz {

void check_expanded(const std::vector<std::string>& paths, const Graph& graph) {
  if (paths.empty()) return;
  std::vector<std::string> known{"all"};
  for (const Stream& stream : graph.streams) {
    for (const Block& block : stream.blocks) {
      known.push_back(block.path);
      for (const Component* component : components_of(stream.structures[block.structure])) {
        known.push_back(fmt::format("{}.{}", block.path, component->path));
      }
    }
  }
  const std::set<std::string> all(known.begin(), known.end());
  std::optional<NameIndex> index;
  std::vector<Problem> problems;
  for (const std::string& path : paths) {
    if (all.contains(path)) continue;
    if (!index) index.emplace(known);
    std::string hint = index->did_you_mean(path);
    if (hint.empty()) hint = "name a block (blocks.5), a component in one (blocks.5.attn), or all";
    problems.push_back(
        {fmt::format("{} has no block or component '{}' to open", graph.model.model_name, path),
         {"", 0, 0, "expand"},
         std::move(hint)});
  }
  throw_if_any(std::move(problems));
}

}  // namespace tviz
