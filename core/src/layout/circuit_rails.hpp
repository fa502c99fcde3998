// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tviz/graph/graph.hpp"
#include "tviz/overlay/circuit.hpp"

namespace tviz {

/// A member where a rail ends, and the inputs that it feeds there; a sender has none.
struct RailStop {
  std::size_t member = 0;
  std::string ports{};
  friend auto operator<=>(const RailStop&, const RailStop&) = default;
};

/// Edges drawn as one: each sender is joined to each receiver that comes after it in the flow of
/// the data, and to no other.
struct CircuitRail {
  std::optional<std::size_t> role{};  ///< The class of all its senders.
  bool negative = false;              ///< Its edges have negative weights.
  std::vector<RailStop> senders{};
  std::vector<RailStop> receivers{};
};

/// The edges to what stands above the blocks that one layer's members have.
struct CircuitOutput {
  std::int64_t layer = 0;
  std::optional<std::size_t> role{};
  bool negative = false;
  std::vector<std::size_t> senders{};
};

/// The edges of a circuit as few lines, with nothing lost and nothing added.
struct CircuitLines {
  std::vector<CircuitRail> rails{};
  std::vector<CircuitOutput> outputs{};
};

/// Joins the edges of a resolved circuit, whose members are on this stream.
CircuitLines join_edges(const Circuit& circuit, const Stream& stream);

/// The layer of a member; -1 below the blocks, as many as there are layers above them.
std::int64_t layer_of(const CircuitMember& member, const Stream& stream);

}  // namespace tviz
