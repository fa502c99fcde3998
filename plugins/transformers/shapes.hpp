// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "tviz/graph/graph.hpp"

namespace transformers {

/// (batch, seq_len, ...): one tensor of the given sizes for every token.
inline std::vector<tviz::Dimension> per_token(std::initializer_list<std::int64_t> sizes) {
  std::vector<tviz::Dimension> shape{{"batch", 0}, {"seq_len", 0}};
  for (const std::int64_t size : sizes) shape.push_back({"", size});
  return shape;
}

/// (batch, heads, seq_len, seq_len): one number for every head and pair of tokens.
inline std::vector<tviz::Dimension> per_pair(std::int64_t heads) {
  return {{"batch", 0}, {"", heads}, {"seq_len", 0}, {"seq_len", 0}};
}

}  // namespace transformers
