// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "model/layer_parts.hpp"
#include "model/part_sizes.hpp"
#include "tviz/base/document.hpp"

namespace tviz {

/// What the components of one stream have in common.
struct StreamSizes {
  std::int64_t width = 0;   ///< Of the stream.
  std::int64_t d_head = 0;  ///< Of heads whose width the shapes do not tell; 0: a usual one.
  std::int64_t experts_per_token = 0;  ///< 0: not known.
  bool causal = true;
};

/// Between what a component of a layer stands.
struct Surroundings {
  bool norm_before = false;
  bool norm_after = false;
};

/// The heads of attention: what its shapes tell, else what the stream's sizes say.
AttentionSizes heads_of(const LayerPart& part, const StreamSizes& sizes);

/// A part of a layer as a component of a graph file. What nobody knows is marked with a question
/// mark.
Node component_of(const LayerPart& part, const StreamSizes& sizes, const Surroundings& around);

/// A norm as a component; `number` counts those of a layer from 1, 0: it is the only one.
Node norm_of(const LayerPart& part, int number);

/// "LayerNorm", or "RMSNorm" of a norm that adds no bias.
std::string kind_of_norm(const LayerPart& part);

/// A component outside the layers. Its path is the whole one. `kind` may be empty.
Node component_outside(const LayerPart& part, const std::string& kind, std::int64_t width);

/// The same tensor as `embedding` once more, above the layers.
Node tied_unembedding(const std::vector<std::int64_t>& shape);

/// "12,345".
std::string grouped_count(std::int64_t number);
/// How many numbers the tensors of a part hold.
std::int64_t count_of(const LayerPart& part);

}  // namespace tviz
