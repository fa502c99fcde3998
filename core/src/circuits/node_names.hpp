// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tviz/overlay/circuit.hpp"

namespace tviz {

/// A node as a tool names it, and the inputs of a head that the name speaks of.
struct NamedNode {
  CircuitMember member{};
  std::string ports{};
};

/// What a name means: "9.6", "L9H6", "a9.h6", "a9.h6.q", "<a9.6_q>", "A9.6.Q", "m3", "MLP 3",
/// "input", "Resid Start", "logits", "blocks.9.attn.hook_q[:, :, 6]", or a path of tviz. Nothing if
/// it has no meaning.
std::optional<NamedNode> parse_node(std::string_view name);

}  // namespace tviz
