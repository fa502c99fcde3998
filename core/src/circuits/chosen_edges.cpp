// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "tviz/circuits/circuits.hpp"

namespace tviz {
namespace {

[[noreturn]] void refuse(std::string_view option, std::string message, std::string hint) {
  throw Error(Problem{std::move(message), {.field = std::string(option)}, std::move(hint)});
}

double strength(const CircuitEdge& edge) { return std::abs(edge.weight.value_or(0)); }

/// Keeps the strongest edges, in the order that they had.
void keep_strongest(std::size_t count, std::vector<CircuitEdge>& edges) {
  if (edges.size() <= count) return;
  std::vector<std::size_t> order(edges.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(
      order, [&](std::size_t a, std::size_t b) { return strength(edges[a]) > strength(edges[b]); });
  order.resize(count);
  std::ranges::sort(order);
  std::vector<CircuitEdge> kept;
  kept.reserve(count);
  for (const std::size_t index : order) kept.push_back(std::move(edges[index]));
  edges = std::move(kept);
}

/// Leaves out the members that only the edges before had.
void drop_bare_members(const std::vector<bool>& had_edges, Circuit& circuit) {
  std::vector<bool> has_edges(circuit.members.size());
  for (const CircuitEdge& edge : circuit.edges) {
    has_edges[edge.from] = true;
    has_edges[edge.to] = true;
  }
  std::vector<std::size_t> new_index(circuit.members.size());
  std::vector<CircuitMember> members;
  for (std::size_t i = 0; i < circuit.members.size(); ++i) {
    new_index[i] = members.size();
    if (has_edges[i] || !had_edges[i]) members.push_back(std::move(circuit.members[i]));
  }
  circuit.members = std::move(members);
  for (CircuitEdge& edge : circuit.edges) {
    edge.from = new_index[edge.from];
    edge.to = new_index[edge.to];
  }
}

}  // namespace

Circuit chosen_edges(Circuit circuit, const CircuitChoice& choice) {
  if (choice.top == 0 && !choice.threshold) return circuit;
  const std::string_view option = choice.top > 0 ? "circuit_top" : "circuit_threshold";
  const auto has_score = [](const CircuitEdge& edge) { return edge.weight.has_value(); };
  if (!std::ranges::all_of(circuit.edges, has_score)) {
    refuse(option, "the edges of the circuit have no scores", "give each edge a weight");
  }
  std::vector<bool> had_edges(circuit.members.size());
  for (const CircuitEdge& edge : circuit.edges) {
    had_edges[edge.from] = true;
    had_edges[edge.to] = true;
  }
  circuit.edges_found = circuit.edges.size();
  if (choice.threshold) {
    std::erase_if(circuit.edges,
                  [&](const CircuitEdge& edge) { return strength(edge) < *choice.threshold; });
  }
  if (choice.top > 0) keep_strongest(choice.top, circuit.edges);
  drop_bare_members(had_edges, circuit);
  if (circuit.members.empty()) {
    refuse("circuit_threshold", "no edge of the circuit is as strong as this",
           "choose a lower threshold");
  }
  return circuit;
}

}  // namespace tviz
