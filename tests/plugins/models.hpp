// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "tviz/graph/builder.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/plugin/registry.hpp"

namespace tviz::models {

/// The registry of the tree under test.
inline Registry registry() { return Registry({{TVIZ_PLUGIN_FOLDER}, false, false}); }

/// The graph that the plugin for the model's kind builds.
inline Graph build(const ModelArchitecture& model) {
  GraphBuilder builder(model, Limits{});
  registry().architecture(model.kind)->build(model, builder);
  return builder.finish();
}

inline ModelArchitecture gpt2(std::int64_t n_layers, std::int64_t d_model, std::int64_t n_heads) {
  ModelArchitecture model;
  model.model_name = "gpt2";
  model.n_layers = n_layers;
  model.d_model = d_model;
  model.n_heads = n_heads;
  model.n_key_value_heads = n_heads;
  model.d_head = 64;
  model.d_mlp = 4 * d_model;
  model.d_vocab = 50257;
  model.d_vocab_out = 50257;
  model.n_ctx = 1024;
  model.act_fn = "gelu_new";
  model.tie_word_embeddings = true;
  return model;
}

inline ModelArchitecture gpt2_small() { return gpt2(12, 768, 12); }

inline ModelArchitecture attn_only_2l() {
  ModelArchitecture model = gpt2(2, 512, 8);
  model.model_name = "attn-only-2l";
  model.d_mlp = 0;
  model.d_vocab = 48262;
  model.d_vocab_out = 48262;
  model.tie_word_embeddings = false;
  return model;
}

inline ModelArchitecture pythia_70m() {
  ModelArchitecture model = gpt2(6, 512, 8);
  model.model_name = "pythia-70m";
  model.d_vocab = 50304;
  model.d_vocab_out = 50304;
  model.n_ctx = 2048;
  model.act_fn = "gelu";
  model.positional_embedding = PositionalEmbedding::Rotary;
  model.rotary_dim = 16;
  model.parallel_attn_mlp = true;
  model.tie_word_embeddings = false;
  return model;
}

inline ModelArchitecture llama(std::int64_t n_layers, std::int64_t d_model, std::int64_t n_heads,
                               std::int64_t n_key_value_heads, std::int64_t d_head,
                               std::int64_t d_mlp, std::int64_t d_vocab) {
  ModelArchitecture model;
  model.model_name = "llama";
  model.n_layers = n_layers;
  model.d_model = d_model;
  model.n_heads = n_heads;
  model.n_key_value_heads = n_key_value_heads;
  model.d_head = d_head;
  model.d_mlp = d_mlp;
  model.d_vocab = d_vocab;
  model.d_vocab_out = d_vocab;
  model.act_fn = "silu";
  model.normalization = Normalization::RmsNorm;
  model.positional_embedding = PositionalEmbedding::Rotary;
  model.rotary_dim = d_head;
  model.gated_mlp = true;
  model.biases = {.query_key_value = false, .attention_output = false, .mlp = false};
  return model;
}

inline ModelArchitecture llama_2_7b() { return llama(32, 4096, 32, 32, 128, 11008, 32000); }
inline ModelArchitecture llama_3_1_8b() { return llama(32, 4096, 32, 8, 128, 14336, 128256); }
inline ModelArchitecture mistral_7b() { return llama(32, 4096, 32, 8, 128, 14336, 32000); }
inline ModelArchitecture llama_3_2_1b() {
  ModelArchitecture model = llama(16, 2048, 32, 8, 64, 8192, 128256);
  model.tie_word_embeddings = true;
  return model;
}

}  // namespace tviz::models
