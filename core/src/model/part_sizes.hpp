// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/layer_parts.hpp"

namespace tviz {

/// What the shapes of attention say. Sizes are 0 if they are not known.
struct AttentionSizes {
  std::int64_t query_width = 0;      ///< Heads times their width.
  std::int64_t key_value_width = 0;  ///< Likewise, of the keys.
  std::int64_t n_heads = 0;          ///< If the shapes tell it.
  std::int64_t d_head = 0;           ///< Likewise.
  std::int64_t q_rank = 0;           ///< Of latent attention, as are those below.
  std::int64_t kv_rank = 0;
  std::int64_t d_nope = 0;
  std::int64_t d_rope = 0;
  std::int64_t d_value = 0;
  bool biases = false;  ///< Of queries, keys and values.
  bool output_bias = false;
  bool query_key_norm = false;
  bool sinks = false;
  bool gated = false;  ///< The map of the queries gives a gate on the heads' outputs, too.
};

/// What the shapes of an MLP or of experts say.
struct MlpSizes {
  std::int64_t width = 0;  ///< Hidden; of experts that of one.
  bool gated = false;
  bool biases = false;
  std::int64_t n_experts = 0;     ///< Routed ones.
  std::int64_t shared_width = 0;  ///< Hidden, of all shared experts.
};

/// What goes out of a map that reads `in` numbers: its other axis.
std::int64_t width_of_map(const LayerModule* module, std::int64_t in);

/// `width` is that of the stream.
AttentionSizes sizes_of_attention(const LayerPart& part, std::int64_t width);
MlpSizes sizes_of_mlp(const LayerPart& part, std::int64_t width);

/// A width of heads that is usual and divides both; 0 if there is none.
std::int64_t usual_head_width(std::int64_t query_width, std::int64_t key_value_width);

}  // namespace tviz
