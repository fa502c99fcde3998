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
  add("W_2", {projector.d_hidden, projector.d_out});
  if (projector.bias) add("b_2", {projector.d_out});
}

void add_norm(const ModelArchitecture& model, const std::string& name,
              std::vector<std::int64_t> shape, std::vector<tviz::Weight>& weights) {
  const Projector& projector = model.projector;
  if (!projector.norm || !projector.norm_weights) return;
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
  add_norm(model, "norm", {projector.d_in / of_one}, weights);
  add_maps(projector, "", 0, weights);
  if (projector.n_learned_tokens > 0) {
    weights.push_back({"tokens", {projector.n_learned_tokens, projector.d_out}});
  }
  if (projector.n_deepstack == 0) return weights;
  // modeling_qwen3_vl.py: the mergers of lower layers normalize what they have joined.
  add_norm(model, "deepstack.norm", {projector.n_deepstack, projector.d_in}, weights);
  add_maps(projector, "deepstack.", projector.n_deepstack, weights);
  return weights;
}

std::string projector_summary(const Projector& projector) {
  const std::string from = std::to_string(projector.d_in);
  std::string text = projector.d_hidden > 0
                         ? widths(projector.d_in, projector.d_hidden, projector.d_out)
                         : from + " → " + std::to_string(projector.d_out);
  if (projector.d_hidden > 0 && !projector.act_fn.empty()) text += " · " + projector.act_fn;
  if (projector.n_merged > 1) text += " · joins " + counted(projector.n_merged, "token");
  if (projector.n_deepstack > 0) {
    text += " · " + std::to_string(projector.n_deepstack) + " more above lower layers";
  }
  return text;
}

}  // namespace

tviz::Component projector(const ModelArchitecture& model) {
  return {.path = "projector",
          .kind = "projector",
          .label = R"("projector  "P)",
          .title = "Projector",
          .summary = projector_summary(model.projector),
          .weights = projector_weights(model),
          .hook_points = {{"projected", per_token({{"d_out", model.projector.d_out}})}}};
}

}  // namespace transformers
