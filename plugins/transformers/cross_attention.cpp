// SPDX-License-Identifier: MIT
// Attention whose keys and values come from another stream.
#include "components.hpp"
#include "interiors.hpp"
#include "scales.hpp"
#include "shapes.hpp"
#include "wording.hpp"

namespace transformers {

namespace {

using tviz::ModelArchitecture;

/// modeling_mllama.py, MllamaTextCrossAttention and MllamaCrossAttentionDecoderLayer: one gate for
/// attention and one for the MLP.
std::vector<tviz::Weight> cross_weights(const ModelArchitecture& model, std::int64_t d_source) {
  const std::int64_t heads = model.n_heads;
  const std::int64_t groups = model.n_key_value_heads;
  const std::int64_t size = model.d_head;
  std::vector<tviz::Weight> weights{{"W_Q", {heads, model.d_model, size}},
                                    {"W_K", {groups, d_source, size}},
                                    {"W_V", {groups, d_source, size}},
                                    {"W_O", {heads, size, model.d_model}}};
  if (model.biases.query_key_value) {
    weights.push_back({"b_Q", {heads, size}});
    if (model.biases.key) weights.push_back({"b_K", {groups, size}});
    weights.push_back({"b_V", {groups, size}});
  }
  if (model.biases.attention_output) weights.push_back({"b_O", {model.d_model}});
  if (model.cross_query_key_norm) {
    weights.push_back({"q_norm.w", {size}});
    weights.push_back({"k_norm.w", {size}});
  }
  if (model.cross_gate) {
    weights.push_back({"gate", {1}});
    weights.push_back({"mlp_gate", {1}});
  }
  return weights;
}

std::vector<tviz::HookPoint> cross_hook_points(const ModelArchitecture& model) {
  const tviz::Dimension heads{"n_heads", model.n_heads};
  const tviz::Dimension size{"d_head", model.d_head};
  const Shape queries = per_token({heads, size});
  const Shape groups = per_source_token({key_value_heads(model), size});
  const Shape pairs = per_pair(model, "source_len");
  return {{"in", stream_shape(model)},
          {"q", queries, kPerTokenHeads},
          {"k", groups, kPerTokenHeads},
          {"v", groups, kPerTokenHeads},
          {"scores", pairs, kPerPairHeads},
          {"pattern", pairs, kPerPairHeads},
          {"z", queries, kPerTokenHeads},
          {"result", per_token({heads, {"d_model", model.d_model}}), kPerTokenHeads},
          {"out", stream_shape(model)}};
}

}  // namespace

tviz::Component cross_attention(const ModelArchitecture& model, std::int64_t d_source) {
  std::string summary = counted(model.n_heads, "head") + " × " + std::to_string(model.d_head);
  if (model.n_key_value_heads != model.n_heads) {
    summary += " · " + counted(model.n_key_value_heads, "key/value head");
  }
  summary += model.merged_attention ? " · keys and values from both streams"
                                    : " · keys and values from " + std::to_string(d_source);
  if (model.cross_query_key_norm) summary += " · norm on queries and keys";
  if (model.cross_gate) summary += " · gate";
  // modeling_t5gemma2.py, T5Gemma2MergedAttention: tokens of both streams, one after the other.
  const std::string read = model.merged_attention ? R"([x", "y])" : "y";
  const std::string keys = model.merged_attention ? read + " W_K" : "y W_K";
  const std::string mixed = "A " + read + " W_V W_O";
  return {.path = "cross_attn",
          .kind = "cross_attention",
          .label = "c",
          .title = model.merged_attention ? "Attention to both streams" : "Cross-attention",
          .summary = summary,
          .equation = (model.cross_gate ? R"(c(x) = "tanh"(g) )" : "c(x) = ") + mixed +
                      R"(", "A = "softmax"(x W_Q ()" + keys + ")^⊤" +
                      score_scale(model, model.d_head) + ")",
          .n_heads = model.n_heads,
          .n_key_value_heads = model.n_key_value_heads,
          .weights = cross_weights(model, d_source),
          .hook_points = cross_hook_points(model),
          .interior = cross_attention_interior(model)};
}

}  // namespace transformers
