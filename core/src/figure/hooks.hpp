// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "tviz/figure/figure.hpp"

namespace tviz {

/// Finds the place of each hook in the graph, and warns of those that never fire by default.
/// Throws Error with every hook that names no point of this model, or heads that the point
/// does not have.
Overlay resolve_hooks(const Graph& graph, std::span<const Hook> hooks, const HookResolver& resolver,
                      std::vector<std::string>& warnings);

/// Every name of the dialect in this model, in the order of the data flow.
std::vector<HookName> all_names(const Graph& graph, const HookResolver& resolver);

/// Names outside the blocks and of the first block of each structure.
std::vector<HookName> representative_names(const Graph& graph, const HookResolver& resolver);

}  // namespace tviz
