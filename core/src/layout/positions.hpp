// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "tviz/graph/graph.hpp"
#include "tviz/overlay/overlay.hpp"

namespace tviz {

/// Whether a number belongs to a layer, as a whole or at a position, and not to a component in it.
bool is_of_layer(const Value& value, const Stream& stream);

/// How many positions of the prompt the layers of a stream have numbers for; 0 if they have none
/// or one each.
std::size_t positions_of(const Values& values, const Stream& stream);
/// The most of any stream.
std::size_t positions_of(const Values& values, const Graph& graph);

/// "position 4, Mary", where the tokens are known.
std::string position_text(const Values& values, std::int64_t position);

}  // namespace tviz
