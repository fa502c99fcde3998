// SPDX-License-Identifier: MIT
// Attention with queries, keys and values of its own for each head or group of heads.
#include <algorithm>

#include "components.hpp"
#include "interiors.hpp"
#include "scales.hpp"
#include "shapes.hpp"
#include "wording.hpp"

namespace transformers {

namespace {

using tviz::LatentAttention;
using tviz::LayerKind;
using tviz::ModelArchitecture;
using tviz::PositionalEmbedding;
using tviz::QueryKeyNorm;

std::string position_text(const ModelArchitecture& model) {
  switch (model.positional_embedding) {
    case PositionalEmbedding::Alibi:
      return " · ALiBi";
    case PositionalEmbedding::Relative:
      return " · relative positions";
    case PositionalEmbedding::Shortformer:
      return " · positions on queries and keys";
    case PositionalEmbedding::Rotary:
      if (model.rotary_dim == model.d_head) return " · rotary";
      return " · rotary " + std::to_string(model.rotary_dim) + " of " +
             std::to_string(model.d_head);
    default:
      return model.n_relative_buckets > 0 ? " · relative positions, too" : "";
  }
}

/// "4 of queries, 4 of keys".
std::string groups_text(const tviz::MapGroups& groups) {
  std::string text;
  const auto add = [&](std::int64_t count, const std::string& what) {
    if (count < 2) return;
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " of " + what;
  };
  add(groups.query, "queries");
  add(groups.key, "keys");
  add(groups.value, "values");
  add(groups.attention_output, "the output");
  return text;
}

/// What is unusual about the scores and what becomes of them.
std::string score_text(const ModelArchitecture& model) {
  std::string text;
  if (model.query_key_norm == QueryKeyNorm::PerHead) text += " · norm on queries and keys";
  if (model.query_key_norm == QueryKeyNorm::EachHead) {
    text += " · norm on queries and keys, one for each head";
  }
  if (model.query_key_norm == QueryKeyNorm::WholeVector) {
    text += " · norm on queries and keys, heads together";
  }
  if (model.score_scale == 1) text += " · scores not scaled";
  if (model.attention_soft_cap > 0) text += " · soft cap " + number(model.attention_soft_cap);
  if (model.attention_sinks) text += " · sinks";
  if (model.attention_gate) text += model.per_head_gate ? " · gate for each head" : " · gate";
  if (model.attention_norm) text += " · norm on the outputs";
  if (model.dynamic_mask) text += " · mask from the values";
  if (const std::string parts = groups_text(model.map_groups); !parts.empty()) {
    text += " · maps in groups: " + parts;
  }
  const tviz::LatentAttention& latent = model.latent;
  if (model.experts.in_attention) {
    text += " · maps to queries and back by " + std::to_string(model.experts.experts_per_token) +
            " of " + counted(model.experts.n_experts, "expert");
  }
  if (latent.q_rank > 0) text += " · latent of queries " + std::to_string(latent.q_rank);
  if (latent.o_rank > 0) {
    text += " · latent of outputs " + matrix(latent.o_groups, latent.o_rank);
  }
  if (model.global_maps) text += " · maps of their own for global tokens";
  if (model.value_convolution > 0) {
    text += " · convolution of values over " + counted(model.value_convolution, "token");
  }
  return text;
}

/// modeling_mimo_v2_flash.py, MiMoV2FlashAttention: values may have a width of their own.
std::int64_t value_width(const ModelArchitecture& model) {
  return model.latent.d_value > 0 ? model.latent.d_value : model.d_head;
}

/// "32 heads × 128 · 8 key/value heads · causal · rotary".
std::string attention_summary(const ModelArchitecture& model, const LayerKind& kind) {
  std::string text = counted(model.n_heads, "head") + " × " + std::to_string(model.d_head);
  if (model.n_key_value_heads != model.n_heads) {
    text += " · " + counted(model.n_key_value_heads, "key/value head");
  }
  if (value_width(model) != model.d_head) text += " · values " + std::to_string(value_width(model));
  text += (model.causal ? " · causal" : " · both directions") + position_text(model);
  text += score_text(model);
  if (kind.reach == tviz::AttentionReach::Local) text += " · local, " + window(model);
  if (!kind.key_value_maps) return text + " · keys and values of an earlier layer";
  return text + (kind.value_map ? "" : " · values from the keys");
}

/// Queries or keys as the scores use them: "R("RMS"(x W_Q))".
std::string projected(const ModelArchitecture& model, const std::string& weight) {
  const bool rotary = model.positional_embedding == PositionalEmbedding::Rotary;
  const bool shortformer = model.positional_embedding == PositionalEmbedding::Shortformer;
  std::string text = (shortformer ? R"((x + W_{"pos"}) )" : "x ") + weight;
  const bool normalized = model.query_key_norm != QueryKeyNorm::None;
  if (normalized) text = upright(norm_symbol(model.normalization)) + "(" + text + ")";
  if (rotary) text = "R(" + text + ")";
  return text;
}

std::string scores(const ModelArchitecture& model) {
  const std::string keys = projected(model, "W_K");
  std::string text = projected(model, "W_Q") + ' ';
  text += keys.back() == ')' ? keys + "^⊤" : "(" + keys + ")^⊤";
  text += score_scale(model, model.d_head);
  if (has_score_positions(model)) text += " + B";
  if (model.dynamic_mask) text += " + D";
  if (model.attention_soft_cap > 0) {
    const std::string cap = number(model.attention_soft_cap);
    text = cap + R"( "tanh"(()" + text + ") / " + cap + ")";
  }
  return model.attention_sinks ? "[" + text + R"(", "s])" : text;
}

std::string attention_equation(const ModelArchitecture& model) {
  std::string mixed = model.attention_gate
                          ? "(" + activation_symbol(model.gate_fn) + "(x W_G) ⊙ A x W_V)"
                          : "A x W_V";
  if (model.attention_norm) mixed = upright(norm_symbol(model.normalization)) + "(" + mixed + ")";
  return "h(x) = " + mixed + R"( W_O", "A = "softmax"()" + scores(model) + ")";
}

/// The norms of queries and keys: one width for all heads, or each head a part of it.
/// modeling_qwen3.py, modeling_gemma3.py: q_norm and k_norm have d_head weights;
/// modeling_olmo2.py and modeling_cohere.py: n_heads · d_head and n_key_value_heads · d_head.
void add_norm_weights(const ModelArchitecture& model, bool has_keys,
                      std::vector<tviz::Weight>& weights) {
  if (model.query_key_norm == QueryKeyNorm::None || !model.query_key_norm_weights) return;
  const bool shared = model.query_key_norm == QueryKeyNorm::PerHead;
  const std::int64_t queries = shared ? model.d_head : model.n_heads * model.d_head;
  const std::int64_t keys = shared ? model.d_head : model.n_key_value_heads * model.d_head;
  weights.push_back({"q_norm.w", {queries}});
  if (has_keys) weights.push_back({"k_norm.w", {keys}});
  if (model.normalization != tviz::Normalization::LayerNorm || !model.biases.norm) return;
  weights.push_back({"q_norm.b", {queries}});
  if (has_keys) weights.push_back({"k_norm.b", {keys}});
}

/// modeling_bitnet.py, BitNetAttention: attn_sub_norm.
void add_output_norm(const ModelArchitecture& model, std::vector<tviz::Weight>& weights) {
  if (!model.attention_norm) return;
  const std::int64_t width = model.n_heads * model.d_head;
  weights.push_back({"norm.w", {width}});
  const bool centred = model.normalization == tviz::Normalization::LayerNorm;
  if (centred && model.biases.norm) weights.push_back({"norm.b", {width}});
}

/// modeling_deberta.py and modeling_deberta_v2.py, DisentangledSelfAttention: a bias where queries
/// and keys have one; modeling_umt5.py, UMT5Attention: a table in each layer.
void add_relative_weights(const ModelArchitecture& model, std::vector<tviz::Weight>& weights) {
  const std::vector<std::int64_t> map{model.n_heads, model.d_model, model.d_head};
  const std::vector<std::int64_t> bias{model.n_heads, model.d_head};
  if (model.relative_keys) {
    weights.push_back({"W_K_rel", map});
    if (model.biases.query_key_value && model.biases.key) weights.push_back({"b_K_rel", bias});
  }
  if (model.relative_queries) {
    weights.push_back({"W_Q_rel", map});
    if (model.biases.query_key_value) weights.push_back({"b_Q_rel", bias});
  }
  if (model.relative_per_layer) {
    weights.push_back({"W_rel", {model.n_relative_buckets, model.n_heads}});
  }
  if (model.relative_vectors) {
    // modeling_xlnet.py, XLNetRelativeAttention: r_w_bias, r_r_bias, r_s_bias and seg_embed.
    for (const char* name : {"content", "distance", "segment"}) weights.push_back({name, bias});
    weights.push_back({"segments", {2, model.n_heads, model.d_head}});
  }
}

/// modeling_jetmoe.py, JetMoeMoA: a router picks maps to queries and back for each token.
/// modeling_deepseek_v4.py, DeepseekV4Attention: q_a_proj, q_a_norm and q_b_proj.
std::vector<tviz::Weight> query_weights(const ModelArchitecture& model) {
  const std::int64_t rank = model.latent.q_rank;
  if (model.experts.in_attention) {
    return {
        {"W_Q", {model.experts.n_experts, model.d_model, model.n_key_value_heads, model.d_head}},
        {"W_router", {model.d_model, model.experts.n_experts}}};
  }
  if (rank == 0) {
    return {{"W_Q", {model.n_heads, model.d_model / model.map_groups.query, model.d_head}}};
  }
  return {{"W_DQ", {model.d_model, rank}},
          {"q_latent_norm.w", {rank}},
          {"W_UQ", {model.n_heads, rank, model.d_head}}};
}

/// The same: o_a_proj, which keeps groups of heads apart, and o_b_proj.
void add_output_latent(const ModelArchitecture& model, std::vector<tviz::Weight>& weights) {
  const LatentAttention& latent = model.latent;
  const std::int64_t outputs = model.n_heads * value_width(model) / latent.o_groups;
  weights.push_back({"W_DO", {latent.o_groups, outputs, latent.o_rank}});
  weights.push_back({"W_UO", {latent.o_groups, latent.o_rank, model.d_model}});
}

/// modeling_gemma4.py, Gemma4TextAttention: some layers have no map to values, or none to keys
/// either.
std::vector<tviz::Weight> attention_weights(const ModelArchitecture& model, const LayerKind& kind) {
  const std::int64_t width = model.d_model;
  const std::int64_t heads = model.n_heads;
  const std::int64_t groups = model.n_key_value_heads;
  const std::int64_t size = model.d_head;
  const std::int64_t value = value_width(model);
  const bool has_keys = kind.key_value_maps;
  const bool has_values = has_keys && kind.value_map;
  const tviz::MapGroups& parts = model.map_groups;
  std::vector<tviz::Weight> weights = query_weights(model);
  if (has_keys) weights.push_back({"W_K", {groups, width / parts.key, size}});
  if (has_values) weights.push_back({"W_V", {groups, width / parts.value, value}});
  // modeling_helium.py, HeliumAttention: o_proj is square, although heads have a width of their
  // own.
  const bool is_square = model.square_output && heads * size != width;
  if (model.experts.in_attention) {
    weights.push_back({"W_O", {model.experts.n_experts, groups, size, width}});
  } else if (model.latent.o_rank > 0) {
    add_output_latent(model, weights);
  } else {
    weights.push_back({"W_O", is_square ? std::vector<std::int64_t>{width, width}
                                        : std::vector<std::int64_t>{
                                              heads, value, width / parts.attention_output}});
  }
  // modeling_qwen3_next.py: q_proj is twice as wide, the second half is the gate.
  const std::int64_t gate = model.per_head_gate ? 1 : value;
  if (model.attention_gate) weights.push_back({"W_G", {heads, width, gate}});
  if (model.biases.query_key_value) {
    weights.push_back({"b_Q", {heads, size}});
    if (has_keys && model.biases.key) weights.push_back({"b_K", {groups, size}});
    if (has_values) weights.push_back({"b_V", {groups, value}});
    if (model.attention_gate) weights.push_back({"b_G", {heads, gate}});
  }
  if (model.biases.attention_output) weights.push_back({"b_O", {width}});
  if (model.global_maps) {
    // modeling_longformer.py, LongformerSelfAttention: query_global, key_global and value_global.
    for (const char* name : {"Q", "K", "V"}) {
      weights.push_back({std::string("W_") + name + "_global", {heads, width, size}});
      weights.push_back({std::string("b_") + name + "_global", {heads, size}});
    }
  }
  // modeling_gpt_oss.py: one score a head.
  if (model.attention_sinks) weights.push_back({"sinks", {heads}});
  // modeling_nystromformer.py, NystromformerSelfAttention: one filter a head.
  if (model.value_convolution > 0) weights.push_back({"conv.w", {heads, model.value_convolution}});
  if (model.dynamic_mask) {
    // modeling_doge.py, DogeAttention: A and dt_proj.
    weights.push_back({"rate", {groups}});
    weights.push_back({"W_mask", {groups * size, groups}});
    if (model.biases.query_key_value) weights.push_back({"b_mask", {groups}});
  }
  add_norm_weights(model, has_keys, weights);
  add_output_norm(model, weights);
  add_relative_weights(model, weights);
  return weights;
}

/// TransformerLens's norms of queries and keys see tensors whose first axes are joined, or one
/// vector for all heads.
void add_norm_points(const ModelArchitecture& model, std::vector<tviz::HookPoint>& points) {
  if (model.query_key_norm == QueryKeyNorm::None) return;
  const tviz::Dimension one{{}, 1};
  const auto add = [&](const std::string& name, const tviz::Dimension& heads) {
    const tviz::Dimension joined{heads.symbol + "*d_head", heads.size * model.d_head};
    const bool whole = model.query_key_norm == QueryKeyNorm::WholeVector;
    points.push_back({name + "_scale", whole ? per_token({one}) : per_flat_head(heads, one)});
    points.push_back({name + "_normalized", whole
                                                ? per_token({joined})
                                                : per_flat_head(heads, {"d_head", model.d_head})});
    // After the norm's weights.
    if (whole) {
      points.push_back({"normed_" + name.substr(0, 1), per_token({joined})});
    } else {
      const Shape split = per_token({heads, {"d_head", model.d_head}});
      points.push_back({"normed_" + name.substr(0, 1), split, kPerTokenHeads});
    }
  };
  add("q_norm", {"n_heads", model.n_heads});
  add("k_norm", key_value_heads(model));
}

std::vector<tviz::HookPoint> attention_hook_points(const ModelArchitecture& model) {
  const tviz::Dimension heads{"n_heads", model.n_heads};
  const tviz::Dimension key_heads = key_value_heads(model);
  const tviz::Dimension size{"d_head", model.d_head};
  const tviz::Dimension width{"d_model", model.d_model};
  const Shape queries = per_token({heads, size});
  const Shape groups = per_token({key_heads, size});
  const bool own_values = value_width(model) != model.d_head;
  const tviz::Dimension value{own_values ? "d_value" : "d_head", value_width(model)};
  const Shape query_inputs = per_token({heads, width});
  const Shape group_inputs = per_token({key_heads, width});
  const Shape pairs = per_pair(model);

  std::vector<tviz::HookPoint> points{{"in", query_inputs, kPerTokenHeads},
                                      {"q_input", query_inputs, kPerTokenHeads},
                                      {"k_input", group_inputs, kPerTokenHeads},
                                      {"v_input", group_inputs, kPerTokenHeads},
                                      {"q", queries, kPerTokenHeads},
                                      {"k", groups, kPerTokenHeads},
                                      {"v", per_token({key_heads, value}), kPerTokenHeads}};
  add_norm_points(model, points);
  if (model.positional_embedding == PositionalEmbedding::Rotary) {
    points.push_back({"rotation", per_token({{"rotary_dim", model.rotary_dim}})});
    points.push_back({"rotated_q", queries, kPerTokenHeads});
    points.push_back({"rotated_k", groups, kPerTokenHeads});
  }
  points.push_back({"scores", pairs, kPerPairHeads});
  points.push_back({"pattern", pairs, kPerPairHeads});
  if (model.attention_gate) {
    const Shape gates =
        model.per_head_gate ? per_token({heads, {"d_head", 1}}) : per_token({heads, value});
    points.push_back({"gate", gates, kPerTokenHeads});
  }
  points.push_back({"z", per_token({heads, value}), kPerTokenHeads});
  points.push_back({"result", query_inputs, kPerTokenHeads});
  points.push_back({"out", stream_shape(model)});
  return points;
}

/// The hook points of a layer: none on keys or values that it has no map for.
std::vector<tviz::HookPoint> attention_hook_points(const ModelArchitecture& model,
                                                   const LayerKind& kind) {
  std::vector<tviz::HookPoint> points = attention_hook_points(model);
  std::vector<std::string> absent;
  if (!kind.key_value_maps) {
    absent = {"k", "k_input", "k_norm_scale", "k_norm_normalized", "normed_k", "rotated_k"};
  }
  if (!kind.key_value_maps || !kind.value_map) absent.insert(absent.end(), {"v", "v_input"});
  std::erase_if(points, [&](const tviz::HookPoint& point) {
    return std::find(absent.begin(), absent.end(), point.site) != absent.end();
  });
  return points;
}

}  // namespace

std::string window(const ModelArchitecture& model) {
  return "window " + std::to_string(model.window_size);
}

tviz::Component attention(const ModelArchitecture& model, const LayerKind& kind) {
  return {.path = "attn",
          .kind = "attention",
          .label = "h",
          .title = "Attention",
          .summary = attention_summary(model, kind),
          .equation = attention_equation(model),
          .n_heads = model.n_heads,
          .n_key_value_heads = model.n_key_value_heads,
          .weights = attention_weights(model, kind),
          .hook_points = attention_hook_points(model, kind),
          .interior = attention_interior(model, kind)};
}

}  // namespace transformers
