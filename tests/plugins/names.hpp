// SPDX-License-Identifier: MIT
// Hook names of graphs in the dialects that the carried plugins know.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models.hpp"
#include "tviz/plugin/interfaces.hpp"

namespace tviz::models {

class NameList final : public HookNameSink {
 public:
  void add(const HookName& name) override { names.push_back(name); }
  std::vector<HookName> names;
};

inline std::vector<HookName> all_names(const Graph& graph, std::string_view dialect) {
  const auto resolver = registry().hook_resolver(dialect);
  NameList list;
  for (const Stream& stream : graph.streams) {
    resolver->enumerate(graph, stream, nullptr, list);
    for (const Block& block : stream.blocks) resolver->enumerate(graph, stream, &block, list);
  }
  return std::move(list.names);
}

inline std::vector<HookName> resolve(const Graph& graph, std::string_view name,
                                     std::string_view dialect) {
  NameList list;
  registry().hook_resolver(dialect)->resolve(graph, name, list);
  return std::move(list.names);
}

}  // namespace tviz::models
