// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "tviz/overlay/circuit.hpp"

namespace tviz {

/// Collects members and edges; each member once.
class CircuitBuilder {
 public:
  /// The index of a member, which is added unless it is there.
  std::size_t member(CircuitMember member) {
    const auto key = std::pair(member.component, member.head);
    const auto [known, is_new] = members_.emplace(key, circuit_.members.size());
    if (is_new) circuit_.members.push_back(std::move(member));
    return known->second;
  }

  /// Adds an edge unless it is there.
  void edge(CircuitEdge edge) {
    const auto key = std::pair(std::pair(edge.from, edge.to), edge.ports);
    const bool is_new = edges_.emplace(key, circuit_.edges.size()).second;
    if (is_new) circuit_.edges.push_back(std::move(edge));
  }

  Circuit& circuit() { return circuit_; }
  Circuit finish() && { return std::move(circuit_); }

 private:
  Circuit circuit_;
  std::map<std::pair<std::string, std::int64_t>, std::size_t> members_;
  std::map<std::pair<std::pair<std::size_t, std::size_t>, std::string>, std::size_t> edges_;
};

}  // namespace tviz
