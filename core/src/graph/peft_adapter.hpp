// SPDX-License-Identifier: MIT
#pragma once

#include "tviz/base/document.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// Adds the low-rank updates of an adapter_config.json of PEFT to the graph of the model that it
/// adapts. Throws Error if a target module is not known or the model has no weight for it, and if
/// the adapter has what no figure shows.
void attach_adapter(const Document& adapter, Graph& graph);

}  // namespace tviz
