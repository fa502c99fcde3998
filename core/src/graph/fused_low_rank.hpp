// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tviz/graph/graph.hpp"

namespace tviz {

/// Adds one update to several weights that a library keeps in one tensor: "W_QKV". Throws Error as
/// attach_low_ranks() does.
void attach_fused_low_rank(Component& component, const std::vector<std::string>& weights,
                           std::int64_t rank);

}  // namespace tviz
