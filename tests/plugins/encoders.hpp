// SPDX-License-Identifier: MIT
// Encoders, encoder-decoders and models of several towers as their authors published them.
#pragma once

#include "decoders.hpp"

namespace tviz::models {

inline ModelArchitecture bert(std::int64_t n_layers, std::int64_t d_vocab) {
  ModelArchitecture model = gpt(n_layers, 768, 12, d_vocab, 512);
  model.kind = "encoder";
  model.act_fn = "gelu";
  model.causal = false;
  model.norm_placement = NormPlacement::OnStream;
  model.final_norm = false;
  model.embedding_norm = true;
  model.n_token_types = 2;
  model.biases.unembedding = true;
  model.output_head = OutputHead::MaskedLanguageModel;
  return model;
}

inline ModelArchitecture bert_base() { return bert(12, 30522); }

inline ModelArchitecture roberta_base() {
  ModelArchitecture model = bert(12, 50265);
  model.extra_positions = 2;
  model.n_token_types = 1;
  return model;
}

inline ModelArchitecture distilbert_base() {
  ModelArchitecture model = bert(6, 30522);
  model.n_token_types = 0;
  return model;
}

inline ModelArchitecture albert_base() {
  ModelArchitecture model = bert(12, 30000);
  model.shared_layers = true;
  model.d_embedding = 128;
  return model;
}

inline ModelArchitecture deberta_v3_base() {
  ModelArchitecture model = bert(12, 128100);
  model.n_token_types = 0;
  model.positional_embedding = PositionalEmbedding::Relative;
  model.n_relative_buckets = 512;
  model.d_relative = 768;
  model.relative_norm = true;
  model.output_head = OutputHead::None;
  return model;
}

/// A transformer that reads patches, with norms before.
inline ModelArchitecture tower(std::int64_t n_layers, std::int64_t d_model, std::int64_t n_heads,
                               const PatchEmbedding& patches) {
  ModelArchitecture model = gpt(n_layers, d_model, n_heads, 0, 0);
  model.kind = "encoder";
  model.act_fn = "gelu";
  model.causal = false;
  model.tie_word_embeddings = false;
  model.patches = patches;
  model.output_head = OutputHead::None;
  return model;
}

inline ModelArchitecture vit_base() {
  ModelArchitecture model =
      tower(12, 768, 12, {.image_size = 224, .patch_size = 16, .class_token = true});
  model.output_head = OutputHead::Classifier;
  model.n_labels = 1000;
  return model;
}

inline ModelArchitecture clip_vision(std::int64_t n_layers, std::int64_t d_model,
                                     std::int64_t n_heads, std::int64_t image_size,
                                     std::int64_t patch_size) {
  ModelArchitecture model = tower(
      n_layers, d_model, n_heads,
      {.image_size = image_size, .patch_size = patch_size, .class_token = true, .bias = false});
  model.act_fn = "quick_gelu";
  model.embedding_norm = true;
  return model;
}

inline ModelArchitecture clip_base() {
  ModelArchitecture model = gpt(12, 512, 8, 49408, 77);
  model.kind = "dual_encoder";
  model.act_fn = "quick_gelu";
  model.output_head = OutputHead::None;
  model.projector = {.d_in = 512, .d_out = 512, .bias = false};
  ModelArchitecture image = clip_vision(12, 768, 12, 224, 32);
  image.projector = {.d_in = 768, .d_out = 512, .bias = false};
  model.encoders = {image};
  return model;
}

inline ModelArchitecture hubert_base() {
  ModelArchitecture model = tower(12, 768, 12, {.d_wave = 512});
  model.positional_embedding = PositionalEmbedding::None;
  model.norm_placement = NormPlacement::OnStream;
  model.embedding_norm = true;
  model.final_norm = false;
  return model;
}

inline void cross(ModelArchitecture& decoder) {
  decoder.layers.assign(static_cast<std::size_t>(decoder.n_layers), {.cross_attention = true});
}

inline ModelArchitecture t5_stack(std::int64_t n_layers, std::int64_t d_model,
                                  std::int64_t n_heads) {
  ModelArchitecture model = llama(n_layers, d_model, n_heads, n_heads, 64, 4 * d_model, 32128);
  model.act_fn = "relu";
  model.gated_mlp = false;
  model.positional_embedding = PositionalEmbedding::Relative;
  model.rotary_dim = 0;
  model.n_relative_buckets = 32;
  model.score_scale = 1;
  model.tie_word_embeddings = true;
  return model;
}

inline ModelArchitecture t5(std::int64_t n_layers, std::int64_t d_model, std::int64_t n_heads) {
  ModelArchitecture model = t5_stack(n_layers, d_model, n_heads);
  ModelArchitecture encoder = model;
  model.kind = "encoder_decoder";
  cross(model);
  encoder.kind = "encoder";
  encoder.causal = false;
  encoder.shared_embedding = true;
  encoder.output_head = OutputHead::None;
  model.encoders = {encoder};
  return model;
}

inline ModelArchitecture t5_small() { return t5(6, 512, 8); }
inline ModelArchitecture t5_base() { return t5(12, 768, 12); }

inline ModelArchitecture bart_base() {
  ModelArchitecture model = gpt(6, 768, 12, 50265, 1024);
  model.act_fn = "gelu";
  model.extra_positions = 2;
  model.norm_placement = NormPlacement::OnStream;
  model.final_norm = false;
  model.embedding_norm = true;
  ModelArchitecture encoder = model;
  model.kind = "encoder_decoder";
  cross(model);
  encoder.kind = "encoder";
  encoder.causal = false;
  encoder.shared_embedding = true;
  encoder.output_head = OutputHead::None;
  model.encoders = {encoder};
  return model;
}

inline ModelArchitecture whisper_tiny() {
  ModelArchitecture model = gpt(4, 384, 6, 51865, 448);
  model.kind = "encoder_decoder";
  model.act_fn = "gelu";
  model.biases.key = false;
  cross(model);
  ModelArchitecture encoder = tower(4, 384, 6, {.n_mels = 80});
  encoder.n_ctx = 1500;
  encoder.positional_embedding = PositionalEmbedding::Sinusoidal;
  encoder.stored_positions = true;
  encoder.biases.key = false;
  model.encoders = {encoder};
  return model;
}

inline ModelArchitecture llava_1_5_7b() {
  ModelArchitecture model = llama(32, 4096, 32, 32, 128, 11008, 32064);
  model.kind = "multimodal";
  ModelArchitecture vision = clip_vision(24, 1024, 16, 336, 14);
  vision.projector = {.d_in = 1024, .d_hidden = 4096, .d_out = 4096, .act_fn = "gelu"};
  model.encoders = {vision};
  return model;
}

/// Llama 3.2 Vision with the tower made small: layers 3, 8, ... read it.
inline ModelArchitecture llama_3_2_vision() {
  ModelArchitecture model = llama(40, 4096, 32, 8, 128, 14336, 128256);
  model.kind = "multimodal";
  model.cross_gate = model.cross_query_key_norm = true;
  model.layers.resize(40);
  for (std::size_t i = 3; i < 40; i += 5) {
    model.layers[i] = {.mixer = TokenMixer::None, .cross_attention = true};
  }
  ModelArchitecture vision =
      tower(2, 1280, 16, {.image_size = 560, .patch_size = 14, .class_token = true, .bias = false});
  vision.projector = {.d_in = 7680, .d_out = 4096};
  model.encoders = {vision};
  return model;
}

}  // namespace tviz::models
