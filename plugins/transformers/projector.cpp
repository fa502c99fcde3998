// SPDX-License-Identifier: MIT
// From the width of a tower to that of the stream which reads it.
#include <algorithm>

#include "components.hpp"
#include "shapes.hpp"
#include "wording.hpp"

namespace transformers {

namespace {

using tviz::ModelArchitecture;
using tviz::Normalization;
using tviz::Projector;

/// The linear maps of one projector (modeling_llava.py, LlavaMultiModalProjector;
/// modeling_qwen2_5_vl.py, Qwen2_5_VLPatchMerger; modeling_clip.py: one map).
void add_maps(const Projector& projector, const std::string& prefix, std::int64_t copies,
              std::vector<tviz::Weight>& weights) {
  const auto add = [&](const std::string& name, std::vector<std::int64_t> shape) {
    if (copies > 0) shape.insert(shape.begin(), copies);
    weights.push_back({prefix + name, std::move(shape)});
  };
  const bool two = projector.d_hidden > 0;
  const std::int64_t first = two ? projector.d_hidden : projector.d_out;
  // modeling_mistral3.py, Mistral3PatchMerger.
  if (projector.d_merged > 0) add("W_merge", {projector.d_in, projector.d_merged});
  if (projector.merge_bias) add("b_merge", {projector.d_merged});
  if (projector.inner_norm) {
    // modeling_glm4v.py, Glm4vVisionPatchMerger.
    add("W_inner", {projector.d_merged, projector.d_merged});
    add("inner_norm.w", {projector.d_merged});
    add("inner_norm.b", {projector.d_merged});
  }
  const std::int64_t from = projector.d_merged > 0 ? projector.d_merged : projector.d_in;
  add(two ? "W_1" : "W", {from, first});
  if (projector.bias) add(two ? "b_1" : "b", {first});
  if (!two) return;
  if (projector.gated) {
    // modeling_aya_vision.py, AyaVisionMultiModalProjector: linear_1 is twice as wide.
    add("W_gate", {from, first});
    if (projector.bias) add("b_gate", {first});
  }
  if (projector.hidden_norm) {
    // modeling_ovis2.py, Ovis2VisionModel: head_norm, below the table of visual tokens.
    add("hidden_norm.w", {first});
    add("hidden_norm.b", {first});
  }
  const std::int64_t second = projector.d_second > 0 ? projector.d_second : projector.d_out;
  add("W_2", {projector.d_hidden, second});
  if (projector.bias) add("b_2", {second});
  if (projector.d_second == 0) return;
  add("W_3", {second, projector.d_out});
  if (projector.bias) add("b_3", {projector.d_out});
}

void add_norm(const ModelArchitecture& model, const std::string& name,
              std::vector<std::int64_t> shape, std::vector<tviz::Weight>& weights) {
  const Projector& projector = model.projector;
  if (!projector.norm_weights) return;
  const bool own = projector.normalization != Normalization::None;
  const Normalization kind = own ? projector.normalization : model.normalization;
  weights.push_back({name + ".w", shape});
  if (kind == Normalization::LayerNorm) weights.push_back({name + ".b", std::move(shape)});
}

std::vector<tviz::Weight> projector_weights(const ModelArchitecture& model) {
  const Projector& projector = model.projector;
  std::vector<tviz::Weight> weights;
  const std::int64_t of_one =
      projector.norm_joined ? 1 : std::max<std::int64_t>(projector.n_merged, 1);
  if (projector.norm) add_norm(model, "norm", {projector.d_in / of_one}, weights);
  add_maps(projector, "", 0, weights);
  if (projector.out_norm) add_norm(model, "out_norm", {projector.d_out}, weights);
  if (projector.n_learned_tokens > 0) {
    weights.push_back({"tokens", {projector.n_learned_tokens, projector.d_out}});
  }
  if (projector.n_deepstack == 0) return weights;
  // modeling_qwen3_vl.py: the mergers of lower layers normalize what they have joined.
  if (projector.norm)
    add_norm(model, "deepstack.norm", {projector.n_deepstack, projector.d_in}, weights);
  add_maps(projector, "deepstack.", projector.n_deepstack, weights);
  return weights;
}

std::vector<tviz::Weight> tied(std::vector<tviz::Weight> weights) {
  for (tviz::Weight& each : weights) each.tied = true;
  return weights;
}

std::string projector_summary(const Projector& projector) {
  const std::string from = std::to_string(projector.d_in);
  std::string text = projector.d_hidden > 0
                         ? widths(projector.d_in, projector.d_hidden, projector.d_out)
                         : from + " → " + std::to_string(projector.d_out);
  if (projector.d_hidden > 0 && !projector.act_fn.empty()) text += " · " + projector.act_fn;
  if (projector.d_second > 0) {
    text = widths(projector.d_in, projector.d_hidden, projector.d_second) + " → " +
           std::to_string(projector.d_out);
  }
  if (projector.shared) text += " · shared with the tower before";
  if (projector.n_merged > 1) text += " · joins " + counted(projector.n_merged, "token");
  if (projector.n_deepstack > 0) {
    text += " · " + std::to_string(projector.n_deepstack) + " more above lower layers";
  }
  return text;
}

}  // namespace

tviz::Component projector(const ModelArchitecture& model) {
  return {
      .path = "projector",
      .kind = "projector",
      .label = R"("projector  "P)",
      .title = "Projector",
      .summary = projector_summary(model.projector),
      .weights = model.projector.shared ? tied(projector_weights(model)) : projector_weights(model),
      .hook_points = {{"projected", per_token({{"d_out", model.projector.d_out}})}}};
}

// modeling_idefics2.py, Idefics2PerceiverResampler.
tviz::Component resampler(const ModelArchitecture& model) {
  const tviz::Resampler& latents = model.resampler;
  const std::int64_t layers = latents.n_layers;
  const std::int64_t width = model.projector.d_out;
  std::vector<tviz::Weight> weights{
      {"latents", {latents.n_latents, width}},
      {"W_Q", {layers, latents.n_heads, width, latents.d_head}},
      {"W_K", {layers, latents.n_key_value_heads, width, latents.d_head}},
      {"W_V", {layers, latents.n_key_value_heads, width, latents.d_head}},
      {"W_O", {layers, latents.n_heads, latents.d_head, width}}};
  if (latents.d_mlp > 0) {
    weights.push_back({"mlp.W_in", {layers, width, latents.d_mlp}});
    weights.push_back({"mlp.W_gate", {layers, width, latents.d_mlp}});
    weights.push_back({"mlp.W_out", {layers, latents.d_mlp, width}});
    for (const char* norm : {"latents.norm.w", "input.norm.w", "mlp.norm.w"}) {
      weights.push_back({norm, {layers, width}});
    }
    weights.push_back({"norm.w", {width}});
  } else {
    // modeling_kosmos2_5.py, Kosmos2_5ImageToTextProjection: one attention with biases.
    weights.push_back({"b_Q", {layers, latents.n_heads, latents.d_head}});
    weights.push_back({"b_K", {layers, latents.n_key_value_heads, latents.d_head}});
    weights.push_back({"b_V", {layers, latents.n_key_value_heads, latents.d_head}});
    weights.push_back({"b_O", {layers, width}});
  }
  return {
      .path = "resampler",
      .kind = "pooler",
      .label = R"("resampler")",
      .title = "Resampler",
      .summary = counted(latents.n_latents, "learned latent") + " read all tokens in " +
                 counted(layers, "layer") + " of " + counted(latents.n_heads, "head") +
                 (latents.d_mlp > 0 ? " and a gated MLP of " + std::to_string(latents.d_mlp) : ""),
      .weights = std::move(weights)};
}

}  // namespace transformers
