// SPDX-License-Identifier: MIT
#include "components.hpp"
#include "shapes.hpp"

namespace transformers {

namespace {

using tviz::ModelArchitecture;
using tviz::PositionalEmbedding;

std::string counted(std::int64_t count, const std::string& noun) {
  return std::to_string(count) + ' ' + noun + (count == 1 ? "" : "s");
}

std::string position_text(const ModelArchitecture& model) {
  if (model.positional_embedding == PositionalEmbedding::Alibi) return " · ALiBi";
  if (model.positional_embedding != PositionalEmbedding::Rotary) return "";
  if (model.rotary_dim == model.d_head) return " · rotary";
  return " · rotary " + std::to_string(model.rotary_dim) + " of " + std::to_string(model.d_head);
}

/// "32 heads × 128 · 8 key/value heads · causal · rotary".
std::string summary(const ModelArchitecture& model, tviz::AttentionReach reach) {
  std::string text = counted(model.n_heads, "head") + " × " + std::to_string(model.d_head);
  if (model.n_key_value_heads != model.n_heads) {
    text += " · " + counted(model.n_key_value_heads, "key/value head");
  }
  text += " · causal" + position_text(model);
  if (reach == tviz::AttentionReach::Local) text += " · local, " + window(model);
  return text;
}

std::string equation(const ModelArchitecture& model) {
  const bool rotary = model.positional_embedding == PositionalEmbedding::Rotary;
  const bool alibi = model.positional_embedding == PositionalEmbedding::Alibi;
  const std::string product = rotary ? "R(x W_Q) R(x W_K)^⊤" : "x W_Q (x W_K)^⊤";
  return R"(h(x) = A x W_V W_O", "A = "softmax"()" + product + " / √" +
         std::to_string(model.d_head) + (alibi ? " + B)" : ")");
}

std::vector<tviz::Weight> weights(const ModelArchitecture& model) {
  const std::int64_t width = model.d_model;
  const std::int64_t heads = model.n_heads;
  const std::int64_t groups = model.n_key_value_heads;
  const std::int64_t size = model.d_head;
  std::vector<tviz::Weight> weights{{"W_Q", {heads, width, size}},
                                    {"W_K", {groups, width, size}},
                                    {"W_V", {groups, width, size}},
                                    {"W_O", {heads, size, width}}};
  if (model.biases.query_key_value) {
    weights.push_back({"b_Q", {heads, size}});
    weights.push_back({"b_K", {groups, size}});
    weights.push_back({"b_V", {groups, size}});
  }
  if (model.biases.attention_output) weights.push_back({"b_O", {width}});
  return weights;
}

std::vector<tviz::HookPoint> hook_points(const ModelArchitecture& model) {
  constexpr int kPerTokenHeads = 2;
  constexpr int kPerPairHeads = 1;
  const auto queries = per_token({model.n_heads, model.d_head});
  const auto groups = per_token({model.n_key_value_heads, model.d_head});
  const auto query_inputs = per_token({model.n_heads, model.d_model});
  const auto group_inputs = per_token({model.n_key_value_heads, model.d_model});
  const auto pairs = per_pair(model.n_heads);

  std::vector<tviz::HookPoint> points{{"in", query_inputs, kPerTokenHeads},
                                      {"q_input", query_inputs, kPerTokenHeads},
                                      {"k_input", group_inputs, kPerTokenHeads},
                                      {"v_input", group_inputs, kPerTokenHeads},
                                      {"q", queries, kPerTokenHeads},
                                      {"k", groups, kPerTokenHeads},
                                      {"v", groups, kPerTokenHeads}};
  if (model.positional_embedding == PositionalEmbedding::Rotary) {
    points.push_back({"rotated_q", queries, kPerTokenHeads});
    points.push_back({"rotated_k", groups, kPerTokenHeads});
  }
  points.push_back({"scores", pairs, kPerPairHeads});
  points.push_back({"pattern", pairs, kPerPairHeads});
  points.push_back({"z", queries, kPerTokenHeads});
  points.push_back({"result", query_inputs, kPerTokenHeads});
  points.push_back({"out", per_token({model.d_model})});
  return points;
}

}  // namespace

std::string window(const ModelArchitecture& model) {
  return "window " + std::to_string(model.window_size);
}

tviz::Component attention(const ModelArchitecture& model, tviz::AttentionReach reach) {
  return {.path = "attn",
          .kind = "attention",
          .label = "h",
          .title = "Attention",
          .summary = summary(model, reach),
          .equation = equation(model),
          .n_heads = model.n_heads,
          .n_key_value_heads = model.n_key_value_heads,
          .weights = weights(model),
          .hook_points = hook_points(model)};
}

}  // namespace transformers
