// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "tviz/graph/graph.hpp"

namespace transformers {

/// How a block of this kind is put together from components, norms and ⊕. `model` has the numbers
/// of the layer (at_layer); `d_source` is the width of the stream that cross-attention reads.
tviz::BlockStructure block(const tviz::ModelArchitecture& model, const tviz::LayerKind& kind,
                           std::int64_t d_source);

}  // namespace transformers
