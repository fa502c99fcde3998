// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "model/layer_parts.hpp"

namespace tviz {

/// A part that reads the stream and adds to it, with its norms.
struct Sublayer {
  LayerPart part;
  std::vector<LayerPart> before{};     ///< Norms of what it reads.
  std::vector<LayerPart> after{};      ///< Norms of what it adds.
  std::vector<LayerPart> on_stream{};  ///< Norms on the stream above its ⊕.
};

/// A layer in the order of the data flow, as far as names tell it.
struct LayerOrder {
  std::vector<Sublayer> sublayers{};
  /// Attention and MLP read through the one norm of the layer, which is the first sublayer's.
  bool is_parallel = false;
};

/// Attention and mixers first, then cross-attention, then MLPs and experts, then what nobody
/// knows. Norms stand where their names say; else before the next part that has none. With
/// `norms_on_stream` those that would be before a part lie on the stream above it.
LayerOrder order_of_layer(std::vector<LayerPart> parts, const TensorWords& words,
                          bool norms_on_stream);

}  // namespace tviz
