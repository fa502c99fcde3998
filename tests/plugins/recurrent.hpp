// SPDX-License-Identifier: MIT
// Models with other mixers than attention, and hybrids, as their authors published them.
#pragma once

#include <string_view>

#include "mixtures.hpp"

namespace tviz::models {

/// A model without attention and, unless d_mlp is set, without MLPs.
inline ModelArchitecture recurrent(TokenMixer mixer, std::int64_t n_layers, std::int64_t d_model,
                                   std::int64_t d_vocab) {
  ModelArchitecture model = llama(n_layers, d_model, 1, 1, d_model, 0, d_vocab);
  model.positional_embedding = PositionalEmbedding::None;
  model.rotary_dim = 0;
  model.layers.assign(static_cast<std::size_t>(n_layers),
                      {.mixer = mixer, .feed_forward = FeedForward::None});
  return model;
}

inline ModelArchitecture mamba_130m() {
  ModelArchitecture model = recurrent(TokenMixer::Mamba, 24, 768, 50280);
  model.tie_word_embeddings = true;
  model.state_space = {.d_inner = 1536, .d_state = 16, .d_conv = 4, .dt_rank = 48};
  return model;
}

inline ModelArchitecture mamba_2_130m() {
  ModelArchitecture model = recurrent(TokenMixer::Mamba2, 24, 768, 50288);
  model.tie_word_embeddings = true;
  model.state_space = {.d_inner = 1536, .d_state = 128, .d_conv = 4, .n_heads = 24, .n_groups = 1};
  return model;
}

inline ModelArchitecture rwkv_4_169m() {
  ModelArchitecture model = recurrent(TokenMixer::Rwkv, 12, 768, 50277);
  model.normalization = Normalization::LayerNorm;
  model.biases.norm = true;
  model.embedding_norm = true;
  model.d_mlp = 3072;
  model.layers.assign(12, {.mixer = TokenMixer::Rwkv});
  return model;
}

inline ModelArchitecture gla_340m() {
  ModelArchitecture model = recurrent(TokenMixer::GatedLinearAttention, 24, 1024, 32000);
  model.gated_mlp = true;
  model.d_mlp = 2816;
  model.linear_attention = {
      .n_key_heads = 4, .n_value_heads = 4, .d_key = 128, .d_value = 256, .gate_rank = 16};
  model.layers.assign(24, {.mixer = TokenMixer::GatedLinearAttention});
  return model;
}

/// Attention in six of sixteen layers.
inline ModelArchitecture lfm2_1b() {
  ModelArchitecture model = llama(16, 2048, 32, 8, 64, 8192, 65536);
  model.query_key_norm = QueryKeyNorm::PerHead;
  model.tie_word_embeddings = true;
  model.short_convolution = {.d_conv = 3};
  model.layers.assign(16, {.mixer = TokenMixer::ShortConvolution});
  for (const std::size_t i : {2U, 5U, 8U, 10U, 12U, 14U}) {
    model.layers[i].mixer = TokenMixer::Attention;
  }
  return model;
}

inline ModelArchitecture falcon_h1_500m() {
  ModelArchitecture model = llama(36, 1024, 8, 2, 64, 2048, 32784);
  model.shared_norm = true;
  model.state_space = {.d_inner = 1536,
                       .d_state = 128,
                       .d_conv = 4,
                       .n_heads = 24,
                       .n_groups = 1,
                       .gated_norm = false};
  model.layers.assign(36, {.parallel_mixer = TokenMixer::Mamba2});
  return model;
}

/// Attention in layers 4, 12, 20 and 28; experts in every second layer.
inline ModelArchitecture jamba_v0_1() {
  ModelArchitecture model = llama(32, 4096, 32, 8, 128, 14336, 65536);
  model.positional_embedding = PositionalEmbedding::None;
  model.rotary_dim = 0;
  model.experts = {.n_experts = 16, .experts_per_token = 2, .d_expert = 14336};
  model.state_space = {
      .d_inner = 8192, .d_state = 16, .d_conv = 4, .dt_rank = 256, .inner_norms = true};
  for (std::size_t i = 0; i < 32; ++i) {
    model.layers.push_back(
        {.mixer = i % 8 == 4 ? TokenMixer::Attention : TokenMixer::Mamba,
         .feed_forward = i % 2 == 1 ? FeedForward::Experts : FeedForward::Dense});
  }
  return model;
}

/// Each layer is a Mamba-2 mixer (M), attention (*) or an MLP (-).
inline ModelArchitecture nemotron_h_8b() {
  constexpr std::string_view kPattern = "M-M-M-M*-M-M-M-M-M*-M-M-M-M-M*-M-M-M-M-M*-M-M-M-M-M-";
  ModelArchitecture model = llama(52, 4096, 32, 8, 128, 21504, 131072);
  model.positional_embedding = PositionalEmbedding::None;
  model.rotary_dim = 0;
  model.gated_mlp = false;
  model.act_fn = "relu2";
  model.state_space = {.d_inner = 8192, .d_state = 128, .d_conv = 4, .n_heads = 128, .n_groups = 8};
  for (const char letter : kPattern) {
    const TokenMixer mixer = letter == 'M'   ? TokenMixer::Mamba2
                             : letter == '*' ? TokenMixer::Attention
                                             : TokenMixer::None;
    model.layers.push_back(
        {.mixer = mixer, .feed_forward = letter == '-' ? FeedForward::Dense : FeedForward::None});
  }
  return model;
}

/// Three layers with the delta rule, then one with attention.
inline ModelArchitecture qwen3_next_80b() {
  ModelArchitecture model = llama(48, 2048, 16, 2, 256, 5120, 151936);
  model.rotary_dim = 64;
  model.query_key_norm = QueryKeyNorm::PerHead;
  model.attention_gate = true;
  model.linear_attention = {
      .n_key_heads = 16, .n_value_heads = 32, .d_key = 128, .d_value = 128, .d_conv = 4};
  mix(model, {.n_experts = 512,
              .experts_per_token = 10,
              .d_expert = 512,
              .n_shared_experts = 1,
              .d_shared = 512,
              .gated_shared_expert = true});
  for (std::size_t i = 0; i < 48; ++i) {
    if (i % 4 != 3) model.layers[i].mixer = TokenMixer::GatedDeltaNet;
  }
  return model;
}

}  // namespace tviz::models
