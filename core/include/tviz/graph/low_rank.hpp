// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tviz/base/export.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// A low-rank update of a weight (LoRA): its factors A and B are the tensors "W_Q.lora_A" of shape
/// (in, rank) and "W_Q.lora_B" of shape (rank, out) of the same component.
struct LowRank {
  std::string weight{};  ///< "W_Q".
  std::int64_t rank = 0;
  std::int64_t parameters = 0;  ///< Of both factors.
};

/// Adds updates of these ranks to weights of a component, by the names of the weights: the tensors
/// A and B, and in the interior a path beside each step that has a weight's name as its label.
/// Throws Error if there is no such weight, if it has routed experts or fewer than two axes, if it
/// has an update already, or if a rank is less than 1.
TVIZ_API void attach_low_ranks(Component& component,
                               const std::map<std::string, std::int64_t>& ranks);

/// The low-rank updates of a component, in the order of its tensors.
TVIZ_API std::vector<LowRank> low_ranks_of(const Component& component);

/// Whether a tensor is a factor of such an update.
TVIZ_API bool is_low_rank_factor(const Weight& weight);

}  // namespace tviz
