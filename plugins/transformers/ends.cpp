// SPDX-License-Identifier: MIT
// What lies below the first block and above the last.
#include "components.hpp"
#include "shapes.hpp"

namespace transformers {

namespace {

std::string matrix(std::int64_t rows, std::int64_t columns) {
  return std::to_string(rows) + " × " + std::to_string(columns);
}

}  // namespace

tviz::Component tokens(const tviz::ModelArchitecture& model) {
  return {.path = "tokens",
          .kind = "tokens",
          .label = R"("tokens")",
          .title = "Tokens",
          .summary = "vocabulary of " + std::to_string(model.d_vocab)};
}

tviz::Component embedding(const tviz::ModelArchitecture& model) {
  return {.path = "embed",
          .kind = "embedding",
          .label = R"("embed")",
          .title = "Token embedding",
          .summary = matrix(model.d_vocab, model.d_model),
          .weights = {{"W_E", {model.d_vocab, model.d_model}}},
          .hook_points = {{"out", per_token({model.d_model})}}};
}

tviz::Component position_embedding(const tviz::ModelArchitecture& model) {
  tviz::Component embedding{.path = "pos_embed",
                            .kind = "position_embedding",
                            .label = R"("pos_embed")",
                            .title = "Position embedding",
                            .summary = "context length unknown",
                            .hook_points = {{"out", per_token({model.d_model})}}};
  if (model.n_ctx > 0) {
    embedding.summary = matrix(model.n_ctx, model.d_model);
    embedding.weights = {{"W_pos", {model.n_ctx, model.d_model}}};
  }
  return embedding;
}

tviz::Component unembedding(const tviz::ModelArchitecture& model) {
  const bool tied = model.tie_word_embeddings;
  tviz::Component unembedding{
      .path = "unembed",
      .kind = "unembedding",
      .label = R"("unembed")",
      .title = "Unembedding",
      .summary =
          matrix(model.d_model, model.d_vocab_out) + (tied ? " · tied to the embedding" : ""),
      .weights = {{"W_U", {model.d_model, model.d_vocab_out}, tied}},
      .hook_points = {{"in", per_token({model.d_model})}, {"out", per_token({model.d_vocab_out})}}};
  if (model.biases.unembedding) unembedding.weights.push_back({"b_U", {model.d_vocab_out}});
  return unembedding;
}

tviz::Component logits(const tviz::ModelArchitecture& model) {
  return {.path = "logits",
          .kind = "logits",
          .label = R"("logits")",
          .title = "Logits",
          .summary = std::to_string(model.d_vocab_out) + " per token"};
}

}  // namespace transformers
