// SPDX-License-Identifier: MIT
// What the parts of a block consist of, for figures in which they are opened.
#pragma once

#include "tviz/graph/graph.hpp"

namespace transformers {

tviz::Interior attention_interior(const tviz::ModelArchitecture& model,
                                  const tviz::LayerKind& kind);
/// Keys and values stand at the left, where those of another stream come from.
tviz::Interior cross_attention_interior(const tviz::ModelArchitecture& model);
tviz::Interior latent_attention_interior(const tviz::ModelArchitecture& model);
tviz::Interior mlp_interior(const tviz::ModelArchitecture& model);
/// Both projections, the convolution, and the scan with its inputs.
tviz::Interior mamba_interior(const tviz::ModelArchitecture& model);
tviz::Interior mamba_2_interior(const tviz::ModelArchitecture& model);
/// The router and one expert for all.
tviz::Interior experts_interior(const tviz::ModelArchitecture& model);

}  // namespace transformers
