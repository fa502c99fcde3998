// SPDX-License-Identifier: MIT
// Mixtures of experts as their authors published them.
#pragma once

#include "decoders.hpp"

namespace tviz::models {

/// Makes the MLPs of all layers, but for the first `n_dense`, mixtures.
inline void mix(ModelArchitecture& model, const ExpertMixture& experts, std::size_t n_dense = 0) {
  model.experts = experts;
  const auto n_layers = static_cast<std::size_t>(model.n_layers);
  model.layers.assign(n_layers, {.feed_forward = FeedForward::Experts});
  for (std::size_t i = 0; i < n_dense; ++i) model.layers[i].feed_forward = FeedForward::Dense;
}

inline ModelArchitecture mixtral_8x7b() {
  ModelArchitecture model = llama(32, 4096, 32, 8, 128, 14336, 32000);
  mix(model, {.n_experts = 8, .experts_per_token = 2, .d_expert = 14336});
  return model;
}

inline ModelArchitecture olmoe_1b_7b() {
  ModelArchitecture model = llama(16, 2048, 16, 16, 128, 1024, 50304);
  model.query_key_norm = QueryKeyNorm::WholeVector;
  mix(model, {.n_experts = 64, .experts_per_token = 8, .d_expert = 1024});
  return model;
}

inline ModelArchitecture qwen_1_5_moe() {
  ModelArchitecture model = llama(24, 2048, 16, 16, 128, 5632, 151936);
  model.biases.query_key_value = true;
  mix(model, {.n_experts = 60,
              .experts_per_token = 4,
              .d_expert = 1408,
              .n_shared_experts = 1,
              .d_shared = 5632,
              .gated_shared_expert = true});
  return model;
}

inline ModelArchitecture qwen3_moe(std::int64_t n_layers, std::int64_t d_model,
                                   std::int64_t n_heads, std::int64_t d_expert) {
  ModelArchitecture model = llama(n_layers, d_model, n_heads, 4, 128, 0, 151936);
  model.query_key_norm = QueryKeyNorm::PerHead;
  mix(model, {.n_experts = 128, .experts_per_token = 8, .d_expert = d_expert});
  return model;
}

inline ModelArchitecture qwen3_30b_a3b() { return qwen3_moe(48, 2048, 32, 768); }
inline ModelArchitecture qwen3_235b_a22b() { return qwen3_moe(94, 4096, 64, 1536); }

inline ModelArchitecture gpt_oss(std::int64_t n_layers, std::int64_t n_experts) {
  ModelArchitecture model = llama(n_layers, 2880, 64, 8, 64, 0, 201088);
  model.biases.query_key_value = true;
  model.biases.attention_output = true;
  model.attention_sinks = true;
  model.window_size = 128;
  mix(model, {.n_experts = n_experts,
              .experts_per_token = 4,
              .d_expert = 2880,
              .router_bias = true,
              .biases = true});
  for (std::size_t i = 0; i < model.layers.size(); i += 2) {
    model.layers[i].reach = AttentionReach::Local;
  }
  return model;
}

inline ModelArchitecture gpt_oss_20b() { return gpt_oss(24, 32); }
inline ModelArchitecture gpt_oss_120b() { return gpt_oss(36, 128); }

inline ModelArchitecture deepseek_v2_lite() {
  ModelArchitecture model = llama(27, 2048, 16, 16, 192, 10944, 102400);
  model.latent = {.kv_rank = 512, .d_nope = 128, .d_rope = 64, .d_value = 128};
  mix(model,
      {.n_experts = 64,
       .experts_per_token = 6,
       .d_expert = 1408,
       .n_shared_experts = 2,
       .d_shared = 2816},
      1);
  return model;
}

inline ModelArchitecture deepseek_v3() {
  ModelArchitecture model = llama(61, 7168, 128, 128, 192, 18432, 129280);
  model.latent = {.q_rank = 1536, .kv_rank = 512, .d_nope = 128, .d_rope = 64, .d_value = 128};
  mix(model,
      {.n_experts = 256,
       .experts_per_token = 8,
       .d_expert = 2048,
       .n_shared_experts = 1,
       .d_shared = 2048},
      3);
  return model;
}

inline ModelArchitecture deepseek_v3_2() {
  ModelArchitecture model = deepseek_v3();
  model.latent.n_index_heads = 64;
  model.latent.d_index = 128;
  return model;
}

inline ModelArchitecture llama_4_scout() {
  ModelArchitecture model = llama(48, 5120, 40, 8, 128, 16384, 202048);
  model.query_key_norm = QueryKeyNorm::PerHead;
  model.query_key_norm_weights = false;
  model.window_size = 8192;
  mix(model, {.n_experts = 16,
              .experts_per_token = 1,
              .d_expert = 8192,
              .n_shared_experts = 1,
              .d_shared = 8192});
  for (std::size_t i = 0; i < model.layers.size(); ++i) {
    const bool global = i % 4 == 3;
    model.layers[i].rotary = !global;
    model.layers[i].reach = global ? AttentionReach::Global : AttentionReach::Local;
  }
  return model;
}

}  // namespace tviz::models
