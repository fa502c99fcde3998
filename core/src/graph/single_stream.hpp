// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "tviz/graph/graph.hpp"

namespace tviz {

/// Whether a block of the stream reads another stream.
bool reads_another(const Graph& graph, const Stream& stream);

/// The graph with one of its streams alone, as that of a model of its own: the vision tower of
/// LLaVA, or its decoder. `stream` is its title or name, in any case. Throws Error with the names
/// of the streams if there is none of this name, or if it reads another stream in its blocks,
/// without which they mean nothing.
Graph single_stream(const Graph& graph, std::string_view stream);

}  // namespace tviz
