// SPDX-License-Identifier: MIT
// Multi-head latent attention. Weights and norms: modeling_deepseek_v3.py (DeepseekV3Attention);
// the indexer: inference/model.py of DeepSeek-V3.2 (Indexer).
#include "components.hpp"
#include "interiors.hpp"
#include "scales.hpp"
#include "shapes.hpp"
#include "wording.hpp"

namespace transformers {

namespace {

using tviz::LatentAttention;
using tviz::ModelArchitecture;

tviz::Part norm_of(const std::string& latent, std::int64_t rank) {
  return {.path = latent + "_norm",
          .role = "norm",
          .label = R"("RMS")",
          .title = "Norm of the latent",
          .summary = std::to_string(rank)};
}

tviz::Part rotation(const std::string& path, std::int64_t size, const std::string& summary) {
  return {.path = path,
          .role = "rotary",
          .label = R"("RoPE")",
          .note = std::to_string(size),
          .title = "Rotation",
          .summary = summary};
}

std::vector<tviz::Part> latent_parts(const ModelArchitecture& model) {
  const LatentAttention& latent = model.latent;
  const bool rotates =
      latent.d_rope > 0 && model.positional_embedding == tviz::PositionalEmbedding::Rotary;
  const std::string from = std::to_string(model.d_model) + " → ";
  std::vector<tviz::Part> parts;
  if (latent.q_rank > 0) {
    const std::string rank = std::to_string(latent.q_rank);
    parts.push_back({"q_latent", "latent", "c_q", rank, "Query latent", from + rank});
    parts.push_back(norm_of("q_latent", latent.q_rank));
  }
  if (rotates) {
    parts.push_back(rotation("rotated_q", latent.d_rope,
                             matrix(model.n_heads, latent.d_rope) + " of the queries"));
  }
  const std::string rank = std::to_string(latent.kv_rank);
  const std::string rope = latent.d_rope > 0 ? " + " + std::to_string(latent.d_rope) : "";
  parts.push_back({"kv_latent", "latent", "c_{kv}", rank + (rotates ? "" : rope),
                   "Key and value latent", from + rank + (rotates ? "" : rope)});
  parts.push_back(norm_of("kv_latent", latent.kv_rank));
  if (rotates) {
    parts.push_back(rotation("rotated_k", latent.d_rope,
                             from + std::to_string(latent.d_rope) + ", one key for all heads"));
  }
  if (latent.n_index_heads > 0) {
    const std::string heads = matrix(latent.n_index_heads, latent.d_index);
    parts.push_back({"indexer", "indexer", R"("index")", heads, "Indexer",
                     counted(latent.n_index_heads, "head") + " × " +
                         std::to_string(latent.d_index) + " · picks the tokens to attend to"});
  }
  return parts;
}

void add_query_weights(const ModelArchitecture& model, std::vector<tviz::Weight>& weights) {
  const LatentAttention& latent = model.latent;
  const std::int64_t size = latent.d_nope + latent.d_rope;
  if (latent.q_rank == 0) {
    weights.push_back({"W_Q", {model.n_heads, model.d_model, size}});
    return;
  }
  weights.push_back({"W_DQ", {model.d_model, latent.q_rank}});
  weights.push_back({"q_norm.w", {latent.q_rank}});
  weights.push_back({"W_UQ", {model.n_heads, latent.q_rank, size}});
  if (model.biases.query_key_value) weights.push_back({"b_DQ", {latent.q_rank}});
}

void add_index_weights(const ModelArchitecture& model, std::vector<tviz::Weight>& weights) {
  const LatentAttention& latent = model.latent;
  if (latent.n_index_heads == 0) return;
  const std::int64_t source = latent.q_rank > 0 ? latent.q_rank : model.d_model;
  weights.push_back({"indexer.W_Q", {latent.n_index_heads, source, latent.d_index}});
  weights.push_back({"indexer.W_K", {model.d_model, latent.d_index}});
  weights.push_back({"indexer.k_norm.w", {latent.d_index}});
  weights.push_back({"indexer.k_norm.b", {latent.d_index}});
  weights.push_back({"indexer.W_heads", {model.d_model, latent.n_index_heads}});
}

std::vector<tviz::Weight> latent_weights(const ModelArchitecture& model) {
  const LatentAttention& latent = model.latent;
  std::vector<tviz::Weight> weights;
  add_query_weights(model, weights);
  weights.push_back({"W_DKV", {model.d_model, latent.kv_rank + latent.d_rope}});
  weights.push_back({"kv_norm.w", {latent.kv_rank}});
  weights.push_back({"W_UK", {model.n_heads, latent.kv_rank, latent.d_nope}});
  weights.push_back({"W_UV", {model.n_heads, latent.kv_rank, latent.d_value}});
  weights.push_back({"W_O", {model.n_heads, latent.d_value, model.d_model}});
  if (model.biases.query_key_value) {
    weights.push_back({"b_DKV", {latent.kv_rank + latent.d_rope}});
  }
  if (model.biases.attention_output) weights.push_back({"b_O", {model.d_model}});
  if (model.attention_gate) {
    // modeling_bailing_hybrid.py, BailingHybridAttention.
    const std::int64_t gate = model.per_head_gate ? 1 : latent.d_value;
    weights.push_back({"W_G", {model.n_heads, model.d_model, gate}});
  }
  // modeling_hy_v4.py, HYV4Attention: one score a head.
  if (model.attention_sinks) weights.push_back({"sinks", {model.n_heads}});
  add_index_weights(model, weights);
  return weights;
}

std::vector<tviz::HookPoint> latent_hook_points(const ModelArchitecture& model) {
  const LatentAttention& latent = model.latent;
  const tviz::Dimension heads{"n_heads", model.n_heads};
  const Shape keys = per_token({heads, {"d_nope+d_rope", latent.d_nope + latent.d_rope}});
  const Shape values = per_token({heads, {"d_value", latent.d_value}});
  const Shape pairs = per_pair(model);
  std::vector<tviz::HookPoint> points;
  // What the maps down give has no norm yet, and the key that all heads share beside the latent.
  if (latent.q_rank > 0) {
    points.push_back({"q_down", per_token({{"q_rank", latent.q_rank}})});
    points.push_back({"q_latent", per_token({{"q_rank", latent.q_rank}})});
  }
  points.push_back({"kv_down", per_token({{"kv_rank+d_rope", latent.kv_rank + latent.d_rope}})});
  points.push_back({"kv_latent", per_token({{"kv_rank", latent.kv_rank}})});
  points.push_back({"kv_up", per_token({heads, {"d_nope+d_value", latent.d_nope + latent.d_value}}),
                    kPerTokenHeads});
  if (latent.d_rope > 0) {
    points.push_back({"rotation", per_token({{"d_rope", latent.d_rope}})});
    points.push_back({"rotated_q", per_token({heads, {"d_rope", latent.d_rope}}), kPerTokenHeads});
    points.push_back({"rotated_k", per_token({{"d_rope", latent.d_rope}})});
  }
  points.push_back({"q", keys, kPerTokenHeads});
  points.push_back({"k", keys, kPerTokenHeads});
  points.push_back({"v", values, kPerTokenHeads});
  points.push_back({"scores", pairs, kPerPairHeads});
  points.push_back({"pattern", pairs, kPerPairHeads});
  points.push_back({"z", values, kPerTokenHeads});
  points.push_back({"out", stream_shape(model)});
  return points;
}

/// "16 heads × (128 + 64) · values 128 · causal".
std::string latent_summary(const ModelArchitecture& model) {
  const LatentAttention& latent = model.latent;
  const bool rotates = model.positional_embedding == tviz::PositionalEmbedding::Rotary;
  std::string text = counted(model.n_heads, "head") + " × (" + std::to_string(latent.d_nope) +
                     " + " + std::to_string(latent.d_rope) + (rotates ? " rotary" : "") +
                     ") · values " + std::to_string(latent.d_value);
  text += model.causal ? " · causal" : " · both directions";
  if (model.attention_sinks) text += " · sinks";
  return text + (model.attention_gate ? " · gate" : "");
}

std::string latent_equation(const ModelArchitecture& model) {
  const std::string queries = model.latent.q_rank > 0 ? R"(c_q W_{"UQ"})" : "x W_Q";
  const std::string scale = score_scale(model, model.latent.d_nope + model.latent.d_rope);
  const std::string gate =
      model.attention_gate ? activation_symbol(model.gate_fn) + "(x W_G) ⊙ " : "";
  return "h(x) = " + gate + R"(A c_{kv} W_{"UV"} W_O", "A = "softmax"(q k^⊤)" + scale +
         R"eq()", "q = )eq" + queries + R"(", "k = c_{kv} W_{"UK"})";
}

}  // namespace

tviz::Component latent_attention(const ModelArchitecture& model) {
  return {.path = "attn",
          .kind = "attention",
          .label = "h",
          .title = "Latent attention",
          .summary = latent_summary(model),
          .equation = latent_equation(model),
          .n_heads = model.n_heads,
          .n_key_value_heads = model.n_heads,
          .parts = latent_parts(model),
          .weights = latent_weights(model),
          .hook_points = latent_hook_points(model),
          .interior = latent_attention_interior(model)};
}

}  // namespace transformers
