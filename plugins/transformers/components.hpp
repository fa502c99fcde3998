// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "tviz/graph/graph.hpp"

namespace transformers {

/// The parts of a decoder-only transformer. Paths are those inside a block, or whole ones.
tviz::Component tokens(const tviz::ModelArchitecture& model);
tviz::Component embedding(const tviz::ModelArchitecture& model);
tviz::Component position_embedding(const tviz::ModelArchitecture& model);
/// Must not be called for a model without normalization.
tviz::Component norm(const tviz::ModelArchitecture& model, const std::string& path);
tviz::Component attention(const tviz::ModelArchitecture& model, tviz::AttentionReach reach);
tviz::Component mlp(const tviz::ModelArchitecture& model);
tviz::Component unembedding(const tviz::ModelArchitecture& model);
tviz::Component logits(const tviz::ModelArchitecture& model);

/// "LN" or "RMS": how boxes and formulas write the model's norm.
std::string norm_symbol(const tviz::ModelArchitecture& model);

/// "window 256": the reach of local attention.
std::string window(const tviz::ModelArchitecture& model);

}  // namespace transformers
