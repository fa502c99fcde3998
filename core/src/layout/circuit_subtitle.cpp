// SPDX-License-Identifier: MIT
#include "layout/circuit_subtitle.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tviz {
namespace {

std::string counted_things(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

/// How many heads and MLPs a stream has.
struct StreamCount {
  std::int64_t heads = 0;
  std::int64_t mlps = 0;
};

StreamCount count_of(const Stream& stream) {
  StreamCount count;
  for (const Block& block : stream.blocks) {
    for (const Component* component : components_of(stream.structures[block.structure])) {
      count.heads += component->n_heads;
      if (component->kind == "mlp") ++count.mlps;
    }
  }
  return count;
}

bool is_mlp(const CircuitMember& member) { return name_of(member).starts_with("MLP "); }

std::string members_text(const Circuit& circuit, const Graph& graph) {
  const ComponentReference first = find_component(graph, circuit.members.front().component);
  const StreamCount all = count_of(*first.stream);
  const auto heads = std::ranges::count_if(
      circuit.members, [](const CircuitMember& member) { return member.head >= 0; });
  const auto mlps = std::ranges::count_if(circuit.members, is_mlp);
  std::vector<std::string> parts;
  if (heads > 0) parts.push_back(fmt::format("{} of {} heads", heads, all.heads));
  if (mlps > 0) parts.push_back(fmt::format("{} of {} MLPs", mlps, all.mlps));
  if (parts.empty()) {
    parts.push_back(counted_things(circuit.members.size(), "component", "components"));
  }
  std::string text = fmt::format("{}", fmt::join(parts, " and "));
  if (circuit.classes.empty()) return text;
  return fmt::format("{} in {}", text, counted_things(circuit.classes.size(), "class", "classes"));
}

std::string edges_text(const Circuit& circuit) {
  std::string edges = counted_things(circuit.edges.size(), "edge", "edges");
  if (circuit.edges_found <= circuit.edges.size()) return edges;
  return fmt::format("the strongest {} of {} edges", circuit.edges.size(), circuit.edges_found);
}

}  // namespace

std::vector<std::vector<std::string>> circuit_subtitle(const Circuit& circuit, const Graph& graph) {
  std::vector<std::vector<std::string>> lines(1);
  lines[0].push_back(members_text(circuit, graph));
  if (!circuit.edges.empty()) lines[0].push_back(edges_text(circuit));
  return lines;
}

}  // namespace tviz
