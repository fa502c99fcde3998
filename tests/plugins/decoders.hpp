// SPDX-License-Identifier: MIT
// Decoders as their authors published them. Dimensions are those of the configuration of each on
// Hugging Face.
#pragma once

#include "models.hpp"

namespace tviz::models {

/// A model with LayerNorm and every bias but the unembedding's, whose heads are d_model / n_heads.
inline ModelArchitecture gpt(std::int64_t n_layers, std::int64_t d_model, std::int64_t n_heads,
                             std::int64_t d_vocab, std::int64_t n_ctx) {
  ModelArchitecture model = gpt2(n_layers, d_model, n_heads);
  model.d_head = d_model / n_heads;
  model.d_vocab = d_vocab;
  model.d_vocab_out = d_vocab;
  model.n_ctx = n_ctx;
  return model;
}

inline void rotate(ModelArchitecture& model, std::int64_t dimensions) {
  model.positional_embedding = PositionalEmbedding::Rotary;
  model.rotary_dim = dimensions;
}

inline ModelArchitecture llama_3_1_405b() { return llama(126, 16384, 128, 8, 128, 53248, 128256); }

inline ModelArchitecture qwen_2_5_7b() {
  ModelArchitecture model = llama(28, 3584, 28, 4, 128, 18944, 152064);
  model.biases.query_key_value = true;
  return model;
}

inline ModelArchitecture qwen3_0_6b() {
  ModelArchitecture model = llama(28, 1024, 16, 8, 128, 3072, 151936);
  model.tie_word_embeddings = true;
  model.query_key_norm = QueryKeyNorm::PerHead;
  return model;
}

inline ModelArchitecture phi_2() {
  ModelArchitecture model = gpt(32, 2560, 32, 51200, 2048);
  rotate(model, 32);
  model.parallel_attn_mlp = true;
  model.shared_norm = true;
  model.tie_word_embeddings = false;
  model.biases.unembedding = true;
  return model;
}

inline ModelArchitecture gpt_j_6b() {
  ModelArchitecture model = gpt(28, 4096, 16, 50400, 2048);
  rotate(model, 64);
  model.parallel_attn_mlp = true;
  model.shared_norm = true;
  model.tie_word_embeddings = false;
  model.biases.query_key_value = false;
  model.biases.attention_output = false;
  model.biases.unembedding = true;
  return model;
}

inline ModelArchitecture falcon_7b() {
  ModelArchitecture model = gpt(32, 4544, 71, 65024, 2048);
  rotate(model, 64);
  model.n_key_value_heads = 1;
  model.parallel_attn_mlp = true;
  model.shared_norm = true;
  model.biases = {.query_key_value = false, .attention_output = false, .mlp = false};
  return model;
}

inline ModelArchitecture gpt_neo_125m() {
  ModelArchitecture model = gpt(12, 768, 12, 50257, 2048);
  model.biases.query_key_value = false;
  model.score_scale = 1;
  model.window_size = 256;
  for (std::size_t i = 0; i < 12; ++i) {
    model.layers.push_back({.reach = i % 2 == 0 ? AttentionReach::Global : AttentionReach::Local});
  }
  return model;
}

inline ModelArchitecture bloom_560m() {
  ModelArchitecture model = gpt(24, 1024, 16, 250880, 2048);
  model.positional_embedding = PositionalEmbedding::Alibi;
  model.embedding_norm = true;
  return model;
}

inline ModelArchitecture opt_125m() {
  ModelArchitecture model = gpt(12, 768, 12, 50272, 2048);
  model.extra_positions = 2;
  model.act_fn = "relu";
  return model;
}

inline ModelArchitecture opt_350m() {
  ModelArchitecture model = gpt(24, 1024, 16, 50272, 2048);
  model.extra_positions = 2;
  model.act_fn = "relu";
  model.norm_placement = NormPlacement::OnStream;
  model.final_norm = false;
  model.d_embedding = 512;
  return model;
}

inline ModelArchitecture aya_23_8b() {
  ModelArchitecture model = llama(32, 4096, 32, 8, 128, 14336, 256000);
  model.normalization = Normalization::LayerNorm;
  model.biases.norm = false;
  model.parallel_attn_mlp = true;
  model.shared_norm = true;
  model.tie_word_embeddings = true;
  return model;
}

inline ModelArchitecture olmo_1b() {
  ModelArchitecture model = llama(16, 2048, 16, 16, 128, 8192, 50304);
  model.normalization = Normalization::LayerNorm;
  model.learned_norms = false;
  model.tie_word_embeddings = true;
  return model;
}

inline ModelArchitecture olmo_2_7b() {
  ModelArchitecture model = llama(32, 4096, 32, 32, 128, 11008, 100352);
  model.norm_placement = NormPlacement::Post;
  model.query_key_norm = QueryKeyNorm::WholeVector;
  return model;
}

inline ModelArchitecture gemma_2_2b() {
  ModelArchitecture model = llama(26, 2304, 8, 4, 256, 9216, 256000);
  model.act_fn = "gelu_pytorch_tanh";
  model.norm_placement = NormPlacement::Sandwich;
  model.tie_word_embeddings = true;
  model.attention_soft_cap = 50;
  model.logit_soft_cap = 30;
  model.window_size = 4096;
  for (std::size_t i = 0; i < 26; ++i) {
    model.layers.push_back({.reach = i % 2 == 0 ? AttentionReach::Local : AttentionReach::Global});
  }
  return model;
}

inline ModelArchitecture gemma_3_1b() {
  ModelArchitecture model = llama(26, 1152, 4, 1, 256, 6912, 262144);
  model.act_fn = "gelu_pytorch_tanh";
  model.norm_placement = NormPlacement::Sandwich;
  model.query_key_norm = QueryKeyNorm::PerHead;
  model.tie_word_embeddings = true;
  model.window_size = 512;
  for (std::size_t i = 0; i < 26; ++i) {
    model.layers.push_back({.reach = i % 6 == 5 ? AttentionReach::Global : AttentionReach::Local});
  }
  return model;
}

}  // namespace tviz::models
