// SPDX-License-Identifier: MIT
// Attention without a softmax, whose heads keep a matrix as their state: the gated delta net
// (Yang et al. 2024) and gated linear attention (Yang et al. 2023).
#include <algorithm>
#include <iterator>

#include "components.hpp"
#include "shapes.hpp"
#include "wording.hpp"

namespace transformers {

namespace {

using tviz::LinearAttention;
using tviz::ModelArchitecture;

std::int64_t key_width(const LinearAttention& mixer) { return mixer.n_key_heads * mixer.d_key; }

std::int64_t value_width(const LinearAttention& mixer) {
  return mixer.n_value_heads * mixer.d_value;
}

/// Queries, keys and values pass the convolution.
std::int64_t convolved(const LinearAttention& mixer) {
  return 2 * key_width(mixer) + value_width(mixer);
}

/// "16 key heads × 128 · 48 value heads × 128".
std::string linear_summary(const LinearAttention& mixer) {
  const std::string keys = " × " + std::to_string(mixer.d_key);
  const std::string values = " × " + std::to_string(mixer.d_value);
  if (mixer.n_key_heads == mixer.n_value_heads) {
    return counted(mixer.n_key_heads, "head") + " · a state of " +
           matrix(mixer.d_key, mixer.d_value) + " each";
  }
  return counted(mixer.n_key_heads, "key head") + keys + " · " +
         counted(mixer.n_value_heads, "value head") + values;
}

/// `name` is what the scan is called: "delta rule".
std::vector<tviz::Part> linear_parts(const LinearAttention& mixer, const std::string& label,
                                     const std::string& name) {
  std::vector<tviz::Part> parts;
  if (mixer.d_conv > 0) {
    parts.push_back({"conv", "step", R"("conv")", "", "Convolution",
                     "queries, keys and values over " + counted(mixer.d_conv, "token")});
  }
  parts.push_back(
      {"scan", "step", upright(label) + " s", counted(mixer.n_value_heads, "head"), name,
       counted(mixer.n_value_heads, "state") + " of " + matrix(mixer.d_key, mixer.d_value)});
  parts.push_back(
      {"gate", "gate", R"("gate")", "", "Gate",
       "silu · " + std::to_string(value_width(mixer)) + " · after a norm of each head"});
  return parts;
}

std::vector<tviz::HookPoint> linear_hook_points(const ModelArchitecture& model) {
  constexpr int kHeads = 2;
  const LinearAttention& mixer = model.linear_attention;
  const Shape keys = per_token({{"n_key_heads", mixer.n_key_heads}, {"d_key", mixer.d_key}});
  const Shape values =
      per_token({{"n_value_heads", mixer.n_value_heads}, {"d_value", mixer.d_value}});
  return {{"in", stream_shape(model)}, {"q", keys, kHeads},         {"k", keys, kHeads},
          {"v", values, kHeads},       {"scan", values, kHeads},    {"gate", values, kHeads},
          {"gated", values, kHeads},   {"out", stream_shape(model)}};
}

/// The gate and the decay: modeling_kimi_linear.py, KimiLinearDeltaAttention, has a decay for each
/// channel, and both through maps of a small rank.
std::vector<tviz::Weight> gates(const ModelArchitecture& model) {
  const LinearAttention& mixer = model.linear_attention;
  const std::int64_t width = model.d_model;
  const std::int64_t heads = mixer.n_value_heads;
  if (!mixer.channel_decay) {
    return {{"W_gate", {heads, width, mixer.d_value}}, {"W_a", {width, heads}}, {"b_dt", {heads}}};
  }
  const std::int64_t rank = mixer.gate_rank;
  const std::int64_t keys = key_width(mixer);
  if (rank == 0) {
    return {{"W_gate", {heads, width, mixer.d_value}}, {"W_a", {width, keys}}, {"b_dt", {keys}}};
  }
  return {{"W_gate_down", {width, rank}},
          {"W_gate_up", {rank, value_width(mixer)}},
          {"W_a_down", {width, rank}},
          {"W_a_up", {rank, keys}},
          {"b_dt", {keys}}};
}

}  // namespace

/// Weights: modeling_qwen3_next.py, Qwen3NextGatedDeltaNet: no biases, but one for the step.
tviz::Component gated_delta_net(const ModelArchitecture& model) {
  const LinearAttention& mixer = model.linear_attention;
  const std::int64_t width = model.d_model;
  const std::int64_t heads = mixer.n_value_heads;
  tviz::Component component{
      .path = "mixer",
      .kind = "mixer",
      .label = R"("delta net  "s)",
      .title = "Gated delta net",
      .summary = linear_summary(mixer),
      .equation = mixer.channel_decay
                      ? R"(s_t = s_{t-1} "diag"(a_t) (1 − b_t k_t k_t^⊤) + b_t v_t k_t^⊤)"
                      : "s_t = a_t s_{t-1} (1 − b_t k_t k_t^⊤) + b_t v_t k_t^⊤",
      .parts = linear_parts(mixer, "delta rule ", "Gated delta rule"),
      .weights = {{"W_Q", {mixer.n_key_heads, width, mixer.d_key}},
                  {"W_K", {mixer.n_key_heads, width, mixer.d_key}},
                  {"W_V", {heads, width, mixer.d_value}},
                  {"W_b", {width, heads}},
                  {"A_log", {heads}},
                  {"norm.w", {mixer.d_value}},
                  {"W_O", {heads, mixer.d_value, width}}},
      .hook_points = linear_hook_points(model)};
  std::ranges::move(gates(model), std::back_inserter(component.weights));
  if (mixer.d_conv > 0) component.weights.push_back({"conv.w", {convolved(mixer), mixer.d_conv}});
  return component;
}

/// Weights: fla/layers/gla.py, GatedLinearAttention: the decay comes through a matrix of small
/// rank, the only one with a bias.
tviz::Component gated_linear_attention(const ModelArchitecture& model) {
  const LinearAttention& mixer = model.linear_attention;
  const std::int64_t width = model.d_model;
  const std::int64_t heads = mixer.n_value_heads;
  tviz::Component component{.path = "mixer",
                            .kind = "mixer",
                            .label = R"("linear attention  "s)",
                            .title = "Gated linear attention",
                            .summary = linear_summary(mixer),
                            .equation = R"(s_t = "diag"(a_t) s_{t-1} + k_t^⊤ v_t", "y_t = q_t s_t)",
                            .parts = linear_parts(mixer, "scan ", "Scan"),
                            .weights = {{"W_Q", {mixer.n_key_heads, width, mixer.d_key}},
                                        {"W_K", {mixer.n_key_heads, width, mixer.d_key}},
                                        {"W_V", {heads, width, mixer.d_value}},
                                        {"W_gate", {heads, width, mixer.d_value}},
                                        {"W_a_down", {width, mixer.gate_rank}},
                                        {"W_a_up", {mixer.gate_rank, key_width(mixer)}},
                                        {"b_a", {key_width(mixer)}},
                                        {"norm.w", {mixer.d_value}},
                                        {"W_O", {heads, mixer.d_value, width}}},
                            .hook_points = linear_hook_points(model)};
  if (mixer.d_conv > 0) component.weights.push_back({"conv.w", {convolved(mixer), mixer.d_conv}});
  return component;
}

}  // namespace transformers
