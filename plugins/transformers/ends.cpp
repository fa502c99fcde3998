// SPDX-License-Identifier: MIT
// What lies below the first block and above the last of a stream of words.
#include <utility>
#include <vector>

#include "components.hpp"
#include "shapes.hpp"
#include "wording.hpp"

namespace transformers {

using tviz::ModelArchitecture;
using tviz::PositionalEmbedding;

namespace {

/// Rows of learned positions; 0 if nothing tells them.
std::int64_t position_rows(const ModelArchitecture& model) {
  const tviz::PatchEmbedding& patches = model.patches;
  if (model.n_ctx > 0) return model.n_ctx + model.extra_positions;
  if (patches.image_size == 0 || patches.patch_size == 0) return 0;
  const std::int64_t side = patches.image_size / patches.patch_size;
  return side * side + (patches.class_token ? 1 : 0);
}

}  // namespace

std::int64_t embedding_width(const ModelArchitecture& model) {
  return model.d_embedding > 0 ? model.d_embedding : model.d_model;
}

std::int64_t prediction_width(const ModelArchitecture& model) {
  return model.d_prediction > 0 ? model.d_prediction : embedding_width(model);
}

tviz::Dimension prediction_axis(const ModelArchitecture& model) {
  if (model.d_prediction == 0) return embedding_axis(model);
  return {"d_prediction", model.d_prediction};
}

tviz::Dimension embedding_axis(const ModelArchitecture& model) {
  return {model.d_embedding > 0 ? "d_embedding" : "d_model", embedding_width(model)};
}

bool projects_first(const ModelArchitecture& model) {
  return model.d_embedding > 0 && model.causal;
}

tviz::Normalization final_norm(const ModelArchitecture& model) {
  if (!model.final_norm) return tviz::Normalization::None;
  const bool own = model.final_normalization != tviz::Normalization::None;
  return own ? model.final_normalization : model.normalization;
}

bool has_score_positions(const ModelArchitecture& model) {
  return model.positional_embedding == PositionalEmbedding::Alibi ||
         model.positional_embedding == PositionalEmbedding::Relative ||
         model.n_relative_buckets > 0;
}

tviz::Component tokens(const ModelArchitecture& model) {
  return {.path = "tokens",
          .kind = "tokens",
          .label = R"("tokens  "t)",
          .title = "Tokens",
          .summary = "vocabulary of " + std::to_string(model.d_vocab),
          .hook_points = {{"out", per_token({})}}};
}

tviz::Component embedding(const ModelArchitecture& model) {
  const std::int64_t width = embedding_width(model);
  const bool shared = model.shared_embedding;
  return {.path = "embed",
          .kind = "embedding",
          .label = R"("embed  "W_E)",
          .title = "Token embedding",
          .summary = matrix(model.d_vocab, width) + (shared ? " · shared with the decoder" : ""),
          .weights = {{"W_E", {model.d_vocab, width}, shared}},
          .hook_points = {{"in", per_token({})}, {"out", per_token({embedding_axis(model)})}}};
}

// modeling_gemma4.py, Gemma4TextModel: embed_tokens_per_layer, per_layer_model_projection and
// per_layer_projection_norm.
tviz::Component per_layer_embedding(const ModelArchitecture& model) {
  const std::int64_t width = model.n_layers * model.d_per_layer;
  std::vector<tviz::Weight> weights{{"W", {model.d_model, width}}, {"norm.w", {model.d_per_layer}}};
  // modeling_embedding_gemma2.py: without a table of its own.
  const std::int64_t rows = model.d_vocab_per_layer;
  if (rows > 0) weights.insert(weights.begin(), {"W_E", {rows, width}});
  const std::string table = rows > 0 ? matrix(rows, width) + " · " : "";
  const std::string source = rows > 0 ? "added to a map" : "a map";
  return {.path = "per_layer_embed",
          .kind = "embedding",
          .label = R"("embed by layer")",
          .title = "Embedding for each layer",
          .summary = table + std::to_string(model.d_per_layer) + " for each layer · " + source +
                     " of the token embedding",
          .weights = std::move(weights)};
}

tviz::Component token_type_embedding(const ModelArchitecture& model) {
  const std::int64_t width = embedding_width(model);
  return {.path = "token_type_embed",
          .kind = "token_type_embedding",
          .label = R"("type_embed  "W_{"type"})",
          .title = "Token type embedding",
          .summary = matrix(model.n_token_types, width),
          .weights = {{"W_token_type", {model.n_token_types, width}}},
          .hook_points = {{"in", per_token({})}, {"out", per_token({embedding_axis(model)})}}};
}

tviz::Component position_embedding(const ModelArchitecture& model) {
  const tviz::Dimension axis =
      projects_first(model) ? tviz::Dimension{"d_model", model.d_model} : embedding_axis(model);
  const std::int64_t width = axis.size;
  tviz::Component embedding{.path = "pos_embed",
                            .kind = "position_embedding",
                            .label = R"("pos_embed  "W_{"pos"})",
                            .title = "Position embedding",
                            .summary = "context length unknown",
                            .hook_points = {{"in", per_token({})}, {"out", per_token({axis})}}};
  if (model.positional_embedding == PositionalEmbedding::Sinusoidal) {
    embedding.title = "Sinusoidal positions";
    embedding.summary = std::to_string(width) + " · not learned";
    // modeling_whisper.py, WhisperEncoder: a frozen parameter.
    if (model.stored_positions) embedding.weights = {{"W_pos", {position_rows(model), width}}};
  } else if (const std::int64_t on_axis = model.patches.n_axis_positions; on_axis > 0) {
    // modeling_gemma4.py, Gemma4VisionPatchEmbedder.
    embedding.summary = "2 tables of " + matrix(on_axis, width) + " · one for each axis";
    embedding.weights = {{"W_pos", {2, on_axis, width}}};
  } else if (const std::int64_t rows = position_rows(model); rows > 0) {
    embedding.summary = matrix(rows, width);
    embedding.weights = {{"W_pos", {rows, width}}};
  }
  return embedding;
}

tviz::Component relative_positions(const ModelArchitecture& model) {
  // modeling_t5.py: one number for each head; modeling_deberta_v2.py: a vector, with a LayerNorm.
  const std::int64_t width = model.d_relative > 0 ? model.d_relative : model.n_heads;
  tviz::Component table{.path = "rel_pos",
                        .kind = "position_embedding",
                        .label = R"("rel_pos")",
                        .title = "Relative positions",
                        .summary = matrix(model.n_relative_buckets, width) +
                                   (model.d_relative > 0 ? " · a vector for each distance"
                                                         : " · a score for each distance and head"),
                        .weights = {{"W_rel", {model.n_relative_buckets, width}}}};
  if (model.d_relative == 0) {
    table.hook_points = {{"out", {{"seq_len"}, {"seq_len"}, {"n_heads", model.n_heads}}, 2}};
  }
  if (!model.relative_norm) return table;
  table.weights.push_back({"ln.w", {width}});
  table.weights.push_back({"ln.b", {width}});
  return table;
}

// modeling_roformer.py, RoFormerSinusoidalPositionalEmbedding: a frozen parameter.
tviz::Component rotary_table(const ModelArchitecture& model) {
  return {.path = "rot_pos",
          .kind = "position_embedding",
          .label = R"("rot_pos")",
          .title = "Rotary positions",
          .summary = matrix(position_rows(model), model.d_head) + " · not learned",
          .weights = {{"W_pos", {position_rows(model), model.d_head}}}};
}

tviz::Component embedding_projection(const ModelArchitecture& model) {
  const std::int64_t width = embedding_width(model);
  tviz::Component projection{
      .path = "embed_proj",
      .kind = "projector",
      .label = R"("project")",
      .title = "Projection of the embedding",
      .summary = std::to_string(width) + " → " + std::to_string(model.d_model),
      .weights = {{"W", {width, model.d_model}}},
      .hook_points = {{"projected", stream_shape(model)}}};
  // modeling_albert.py has a bias, modeling_opt.py none.
  if (!projects_first(model)) projection.weights.push_back({"b", {model.d_model}});
  return projection;
}

tviz::Component unembedding_projection(const ModelArchitecture& model) {
  const std::int64_t width = embedding_width(model);
  return {.path = "unembed_proj",
          .kind = "projector",
          .label = R"("project")",
          .title = "Projection to the embedding's width",
          .summary = std::to_string(model.d_model) + " → " + std::to_string(width),
          .weights = {{"W", {model.d_model, width}}},
          .hook_points = {{"projected", per_token({embedding_axis(model)})}}};
}

tviz::Component unembedding(const ModelArchitecture& model) {
  const bool tied = model.tie_word_embeddings;
  const std::int64_t width = prediction_width(model);
  tviz::Component unembedding{
      .path = "unembed",
      .kind = "unembedding",
      .label = R"("unembed  "W_U)",
      .title = "Unembedding",
      .summary = matrix(width, model.d_vocab_out) + (tied ? " · tied to the embedding" : ""),
      .weights = {{"W_U", {width, model.d_vocab_out}, tied}},
      .hook_points = {{"in", per_token({prediction_axis(model)})},
                      {"out", per_token({{"d_vocab_out", model.d_vocab_out}})}}};
  if (model.biases.unembedding) unembedding.weights.push_back({"b_U", {model.d_vocab_out}});
  return unembedding;
}

tviz::Component logits(const ModelArchitecture& model) {
  const bool judges_tokens = model.output_head == tviz::OutputHead::TokenClassifier;
  const bool classifies = judges_tokens || model.output_head == tviz::OutputHead::Classifier;
  tviz::Component logits{.path = "logits",
                         .kind = "logits",
                         .label = classifies ? R"("logits  "T)" : R"("logits  "T(t))",
                         .title = "Logits",
                         .summary = classifies ? counted(model.n_labels, "label")
                                               : std::to_string(model.d_vocab_out) + " per token"};
  if (model.logit_soft_cap > 0) {
    const std::string cap = number(model.logit_soft_cap);
    logits.summary += " · soft cap " + cap;
    logits.equation = cap + R"( "tanh"(x / )" + cap + ")";
  }
  return logits;
}

tviz::Component image_tokens(const ModelArchitecture& tower) {
  const bool sound = tower.patches.n_mels > 0 || tower.patches.d_wave > 0;
  return {.path = "image_tokens",
          .kind = "tokens",
          .label = sound ? R"("sound tokens")" : R"("image tokens")",
          .title = sound ? "Sound tokens" : "Image tokens",
          .summary = std::to_string(output_width(tower)) + " per token · among those of the text"};
}

}  // namespace transformers
