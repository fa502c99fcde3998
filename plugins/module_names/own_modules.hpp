// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "modules.hpp"

namespace module_names {

/// Whether the components of a graph are called as the modules of the model, as they are in one
/// that was read from its tensors.
bool has_own_modules(const tviz::Graph& graph);

/// The modules of such a graph in one block, or outside all blocks. `place` outlives them.
std::vector<Module> own_modules(const Tensors& tensors, const Place& place);

}  // namespace module_names
