// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "tviz/graph/graph.hpp"

namespace transformers {

/// (batch, seq_len, ...): one tensor of the given sizes for every token.
inline std::vector<tviz::Dimension> per_token(std::initializer_list<std::int64_t> sizes) {
  std::vector<tviz::Dimension> shape{{"batch", 0}, {"seq_len", 0}};
  for (const std::int64_t size : sizes) shape.push_back({"", size});
  return shape;
}

/// (batch, source_len, ...): the same for the tokens of the stream that is read.
inline std::vector<tviz::Dimension> per_source_token(std::initializer_list<std::int64_t> sizes) {
  std::vector<tviz::Dimension> shape = per_token(sizes);
  shape[1].symbol = "source_len";
  return shape;
}

/// (batch, heads, seq_len, seq_len): one number for every head and pair of tokens.
inline std::vector<tviz::Dimension> per_pair(std::int64_t heads,
                                             const std::string& keys = "seq_len") {
  return {{"batch", 0}, {"", heads}, {"seq_len", 0}, {keys, 0}};
}

/// (batch*seq_len, ...): tensors that libraries flatten.
inline std::vector<tviz::Dimension> flattened(std::int64_t size, std::int64_t heads = 1) {
  std::string rows = "batch*seq_len";
  if (heads > 1) rows += '*' + std::to_string(heads);
  return {{rows, 0}, {"", size}};
}

}  // namespace transformers
