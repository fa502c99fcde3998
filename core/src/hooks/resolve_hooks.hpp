// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "hooks/dialects.hpp"
#include "tviz/hooks/hook.hpp"

namespace tviz {

/// Finds the places of each hook in the graph, and warns of those that never fire by default. A
/// name belongs to the first dialect in which it means something; wildcards stand for all names
/// of the first dialect in which they match any. Throws Error with every hook that names no
/// point of this model, or heads that a point does not have, and if there are too many.
Overlay resolve_hooks(const Graph& graph, std::span<const Hook> hooks, Dialects& dialects,
                      std::vector<std::string>& warnings);

}  // namespace tviz
