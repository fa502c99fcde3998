// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/error.hpp"
#include "tviz/model/architecture.hpp"
#include "tviz/model/reader.hpp"

namespace tviz::test {

inline ModelArchitecture from_json(std::string_view text) {
  return read_model(parse_json(text, "m.json"));
}

inline ModelArchitecture from_yaml(std::string_view text) {
  return read_model(parse_yaml(text, "m.yaml"));
}

/// The text of the Error that `act` throws, or "nothing thrown".
inline std::string thrown(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing thrown";
}

inline std::string json_error(std::string_view text) {
  return thrown([&] { from_json(text); });
}

/// "gl" for a global and a local layer.
inline std::string reaches(const ModelArchitecture& model) {
  std::string letters;
  for (const LayerKind& layer : model.layers) letters += name_of(layer.reach).front();
  return letters;
}

/// The number of parameters that follows from the fields, to be held against the published one.
inline std::int64_t parameters(const ModelArchitecture& m) {
  const auto bias = [](bool used, std::int64_t size) { return used ? size : 0; };
  const std::int64_t query = m.n_heads * m.d_head;
  const std::int64_t key_value = 2 * m.n_key_value_heads * m.d_head;
  std::int64_t norm = 0;
  if (m.normalization == Normalization::LayerNorm) norm = 2 * m.d_model;
  if (m.normalization == Normalization::RmsNorm) norm = m.d_model;
  const std::int64_t attention = norm + m.d_model * (2 * query + key_value) +
                                 bias(m.biases.query_key_value, query + key_value) +
                                 bias(m.biases.attention_output, m.d_model);
  const std::int64_t into_mlp = m.gated_mlp ? 2 * m.d_mlp : m.d_mlp;
  const std::int64_t mlp =
      norm + m.d_model * (into_mlp + m.d_mlp) + bias(m.biases.mlp, into_mlp + m.d_model);
  const bool learned = m.positional_embedding == PositionalEmbedding::Learned;
  return m.d_model * (m.d_vocab + bias(learned, m.n_ctx)) +
         m.n_layers * (attention + (m.attn_only() ? 0 : mlp)) + norm +
         (m.tie_word_embeddings ? 0 : m.d_model * m.d_vocab_out) +
         bias(m.biases.unembedding, m.d_vocab_out);
}

}  // namespace tviz::test
