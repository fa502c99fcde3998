// SPDX-License-Identifier: MIT
// What stands above the last block where no next word is predicted.
#include <string>
#include <utility>
#include <vector>

#include "components.hpp"
#include "shapes.hpp"
#include "wording.hpp"

namespace transformers {

using tviz::ModelArchitecture;

std::int64_t output_width(const ModelArchitecture& model) {
  return model.projector.d_out > 0 ? model.projector.d_out : model.d_model;
}

namespace {

bool pools(const ModelArchitecture& model) {
  return model.output_head == tviz::OutputHead::Pooler ||
         model.output_head == tviz::OutputHead::AttentionPooler;
}

/// Heads that read one token give one vector for the whole input.
Shape per_input(const tviz::Dimension& axis) { return {{"batch"}, axis}; }

}  // namespace

// modeling_bert.py, BertPooler. The heads of DistilBERT, RoBERTa and DeBERTa begin with a map of
// the same size.
tviz::Component pooler(const ModelArchitecture& model) {
  return {.path = "pooler",
          .kind = "pooler",
          .label = R"("pooler  "W_P)",
          .title = "Pooler",
          .summary = std::to_string(model.d_model) + " → " + std::to_string(model.d_model) +
                     " · of the first token",
          .equation = R"("tanh"(x W + b))",
          .weights = {{"W", {model.d_model, model.d_model}}, {"b", {model.d_model}}},
          .hook_points = {{"out", per_input({"d_model", model.d_model})}}};
}

// modeling_siglip.py, SiglipMultiheadAttentionPoolingHead.
tviz::Component attention_pooler(const ModelArchitecture& model) {
  const std::int64_t width = model.d_model;
  std::vector<tviz::Weight> weights{{"query", {width}}};
  for (const char* map : {"Q", "K", "V", "O"}) {
    weights.push_back({std::string("W_") + map, {width, width}});
    weights.push_back({std::string("b_") + map, {width}});
  }
  weights.push_back({"ln.w", {width}});
  weights.push_back({"ln.b", {width}});
  weights.push_back({"mlp.W_in", {width, model.d_mlp}});
  weights.push_back({"mlp.b_in", {model.d_mlp}});
  weights.push_back({"mlp.W_out", {model.d_mlp, width}});
  weights.push_back({"mlp.b_out", {width}});
  return {
      .path = "pooler",
      .kind = "pooler",
      .label = R"("pooler  "q)",
      .title = "Attention pooler",
      .summary = "a learned query attends to all tokens · MLP of " + std::to_string(model.d_mlp),
      .equation = R"eq(p + m("LN"(p))", "p = h(q, x))eq",
      .weights = std::move(weights),
      .hook_points = {{"out", per_input({"d_model", width})}}};
}

namespace {

// modeling_ultrabert.py, UltrabertPredictionHead.
tviz::Component narrow_masked_head(const ModelArchitecture& model) {
  const std::int64_t inner = model.d_head_rank;
  const std::string act_fn = "gelu_pytorch_tanh";
  const std::string activation = activation_symbol(act_fn);
  return {.path = "mlm_head",
          .kind = "projector",
          .label = R"("head  "W_1, W_2)",
          .title = "Masked-language-model head",
          .summary = widths(model.d_model, inner, model.d_model) + " · " + act_fn,
          .equation = activation + "(" + activation + "(x W_1) W_2)",
          .weights = {{"W_1", {model.d_model, inner}}, {"W_2", {inner, model.d_model}}},
          .hook_points = {{"in", stream_shape(model)},
                          {"projected", per_token({prediction_axis(model)})}}};
}

}  // namespace

// modeling_bert.py, BertPredictionHeadTransform; modeling_albert.py, AlbertMLMHead, whose width is
// the embedding's.
tviz::Component masked_head(const ModelArchitecture& model) {
  const std::int64_t width = prediction_width(model);
  if (model.d_head_rank > 0) return narrow_masked_head(model);
  return {.path = "mlm_head",
          .kind = "projector",
          .label = R"("head  "W_H)",
          .title = "Masked-language-model head",
          .summary =
              std::to_string(model.d_model) + " → " + std::to_string(width) + " · " + model.act_fn,
          .equation = activation_symbol(model.act_fn) + (model.biases.head ? "(x W + b)" : "(x W)"),
          .weights = model.biases.head
                         ? std::vector<tviz::Weight>{{"W", {model.d_model, width}}, {"b", {width}}}
                         : std::vector<tviz::Weight>{{"W", {model.d_model, width}}},
          .hook_points = {{"in", stream_shape(model)},
                          {"projected", per_token({prediction_axis(model)})}}};
}

// modeling_vit.py, modeling_bert.py: with a bias; modeling_llama.py and other decoders
// (…ForSequenceClassification): without. …ForTokenClassification: always with one.
tviz::Component classifier(const ModelArchitecture& model) {
  tviz::Component classifier{
      .path = "classifier",
      .kind = "classifier",
      .label = R"("classifier  "W_C)",
      .title = "Classifier",
      .summary = std::to_string(model.d_model) + " → " + counted(model.n_labels, "label"),
      .weights = {{"W", {model.d_model, model.n_labels}}},
      .hook_points = {{"scores", per_input({"n_labels", model.n_labels})}}};
  const bool judges_tokens = model.output_head == tviz::OutputHead::TokenClassifier;
  if (judges_tokens) {
    classifier.summary += " · for each token";
    classifier.hook_points = {{"scores", per_token({{"n_labels", model.n_labels}})}};
  }
  if (!model.causal || judges_tokens) classifier.weights.push_back({"b", {model.n_labels}});
  return classifier;
}

tviz::Component output(const ModelArchitecture& model) {
  return {.path = "output",
          .kind = "output",
          .label = pools(model) ? R"("output  "u)" : R"("output  "y)",
          .title = "Output",
          .summary = std::to_string(output_width(model)) + (pools(model) ? "" : " per token")};
}

// modeling_clip.py, CLIPModel: logit_scale; modeling_siglip.py, SiglipModel: logit_bias.
tviz::Component similarity(const ModelArchitecture& model) {
  const bool biased = model.biases.unembedding;
  std::vector<tviz::Weight> weights{{"s", {1}}};
  if (biased) weights.push_back({"b", {1}});
  return {.path = "similarity",
          .kind = "output",
          .label = R"("similarity")",
          .title = "Similarity of text and image",
          .summary = "cosine of two vectors of " + std::to_string(output_width(model)),
          .equation = biased ? "e^s u · v + b" : "e^s u · v",
          .weights = std::move(weights)};
}

}  // namespace transformers
