// SPDX-License-Identifier: MIT
// Shapes of tensors, with TransformerLens's word for each axis.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tviz/graph/graph.hpp"

namespace transformers {

using Shape = std::vector<tviz::Dimension>;

inline constexpr int kPerTokenHeads = 2;  ///< Axis of the heads in (batch, seq_len, heads, ...).
inline constexpr int kPerPairHeads = 1;   ///< The same in (batch, heads, seq_len, seq_len).

/// (batch, seq_len, ...): one tensor of the given axes for every token.
inline Shape per_token(const Shape& axes) {
  Shape shape{{"batch"}, {"seq_len"}};
  shape.insert(shape.end(), axes.begin(), axes.end());
  return shape;
}

/// (batch, source_len, ...): the same for the tokens of the stream that is read.
inline Shape per_source_token(const Shape& axes) {
  Shape shape = per_token(axes);
  shape[1].symbol = "source_len";
  return shape;
}

/// (batch, seq_len, d_model): a state of the stream, or what is added to it.
inline Shape stream_shape(const tviz::ModelArchitecture& model) {
  return per_token({{"d_model", model.d_model}});
}

/// (batch, n_heads, seq_len, seq_len): one number for every head and pair of tokens.
inline Shape per_pair(const tviz::ModelArchitecture& model, const std::string& keys = "seq_len") {
  return {{"batch"}, {"n_heads", model.n_heads}, {"seq_len"}, {keys}};
}

/// (batch*seq_len, ...): one row for every token.
inline Shape per_flat_token(const tviz::Dimension& axis) { return {{"batch*seq_len"}, axis}; }

/// (batch*seq_len*n_heads, ...): one row for every token and head.
inline Shape per_flat_head(tviz::Dimension heads, const tviz::Dimension& axis) {
  heads.joined_to = "batch*seq_len";
  return {std::move(heads), axis};
}

/// The axis of the heads of keys and values, which has its own word where several queries share
/// one.
inline tviz::Dimension key_value_heads(const tviz::ModelArchitecture& model) {
  const bool grouped = model.n_key_value_heads != model.n_heads;
  return {grouped ? "n_key_value_heads" : "n_heads", model.n_key_value_heads};
}

}  // namespace transformers
