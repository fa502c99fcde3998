// SPDX-License-Identifier: MIT
// A mixture of experts: a router picks a few of many MLPs for each token.
#include "components.hpp"
#include "interiors.hpp"
#include "shapes.hpp"
#include "wording.hpp"

namespace transformers {

namespace {

using tviz::ExpertMixture;
using tviz::ModelArchitecture;

/// What routed experts read and write.
std::int64_t routed_width(const ModelArchitecture& model) {
  return model.experts.d_latent > 0 ? model.experts.d_latent : model.d_model;
}

std::vector<tviz::Part> expert_parts(const ModelArchitecture& model) {
  const ExpertMixture& mixture = model.experts;
  std::vector<tviz::Part> parts{
      {"router", "router", R"("router")", "top " + std::to_string(mixture.experts_per_token),
       "Router", std::to_string(model.d_model) + " → " + std::to_string(mixture.n_experts)},
      {"experts", "expert", "e", "", "Expert",
       widths(routed_width(model), mixture.d_expert, routed_width(model)) + " · " + model.act_fn}};
  if (mixture.n_shared_experts > 0) {
    parts.push_back({"shared_expert", "shared_expert", R"(e_{"sh"})",
                     mixture.gated_shared_expert ? "gated" : "",
                     mixture.n_shared_experts == 1 ? "Shared expert" : "Shared experts",
                     widths(model.d_model, mixture.d_shared, model.d_model) + " · every token"});
  }
  return parts;
}

/// modeling_mixtral.py, modeling_deepseek_v3.py: no biases; modeling_gpt_oss.py: all of them.
void add_routed(const ModelArchitecture& model, std::vector<tviz::Weight>& weights) {
  const ExpertMixture& mixture = model.experts;
  const std::int64_t count = mixture.n_experts;
  const std::int64_t width = routed_width(model);
  const std::int64_t hidden = mixture.d_expert;
  const auto add = [&](const std::string& name, std::vector<std::int64_t> shape) {
    weights.push_back({.name = name, .shape = std::move(shape), .routed = true});
  };
  add("W_in", {count, width, hidden});
  add("W_out", {count, hidden, width});
  if (model.gated_mlp) add("W_gate", {count, width, hidden});
  if (!mixture.biases) return;
  add("b_in", {count, hidden});
  add("b_out", {count, width});
  if (model.gated_mlp) add("b_gate", {count, hidden});
}

/// modeling_nemotron_h.py, NemotronHMoE: all routed experts share the maps into and out of a
/// latent.
void add_latent(const ModelArchitecture& model, std::vector<tviz::Weight>& weights) {
  const std::int64_t latent = model.experts.d_latent;
  if (latent == 0) return;
  weights.push_back({"W_down", {model.d_model, latent}});
  weights.push_back({"W_up", {latent, model.d_model}});
}

void add_shared_maps(const ModelArchitecture& model, std::vector<tviz::Weight>& weights) {
  const ExpertMixture& mixture = model.experts;
  if (mixture.n_shared_experts == 0) return;
  weights.push_back({"shared.W_in", {model.d_model, mixture.d_shared}});
  weights.push_back({"shared.W_out", {mixture.d_shared, model.d_model}});
  if (model.gated_mlp) weights.push_back({"shared.W_gate", {model.d_model, mixture.d_shared}});
  if (mixture.shared_biases) {
    weights.push_back({"shared.b_in", {mixture.d_shared}});
    weights.push_back({"shared.b_out", {model.d_model}});
    if (model.gated_mlp) weights.push_back({"shared.b_gate", {mixture.d_shared}});
  }
}

std::string expert_summary(const ModelArchitecture& model) {
  const ExpertMixture& mixture = model.experts;
  std::string text = std::to_string(mixture.experts_per_token) + " of " +
                     counted(mixture.n_experts, "expert") + " × " +
                     std::to_string(mixture.d_expert);
  if (mixture.n_shared_experts > 0) {
    text += " · " + counted(mixture.n_shared_experts, "shared expert");
  }
  if (mixture.d_latent > 0) text += " · latent " + std::to_string(mixture.d_latent);
  return text + " · " + model.act_fn;
}

std::string expert_equation(const ModelArchitecture& model) {
  const ExpertMixture& mixture = model.experts;
  std::string text = mixture.d_latent > 0 ? "m(x) = W_{up} ∑_{e∈E(x)} g_e(x) e(W_{down} x)"
                                          : "m(x) = ∑_{e∈E(x)} g_e(x) e(x)";
  if (mixture.n_shared_experts > 0) {
    text += mixture.gated_shared_expert ? R"( + g_{"sh"}(x) e_{"sh"}(x))" : R"( + e_{"sh"}(x))";
  }
  return text;
}

/// A tensor of one expert: only the tokens that the router sends there.
Shape per_routed(const ModelArchitecture& model) {
  return {{"n_routed_tokens"}, {"d_expert", model.experts.d_expert}};
}

std::vector<tviz::HookPoint> expert_hook_points(const ModelArchitecture& model) {
  const ExpertMixture& mixture = model.experts;
  const Shape stream = stream_shape(model);
  const tviz::Dimension chosen{"experts_per_token", mixture.experts_per_token};
  std::vector<tviz::HookPoint> points{
      {"in", stream},
      {"router_logits", per_flat_token({"n_experts", mixture.n_experts})},
      {"expert_weights", per_flat_token({"n_experts", mixture.n_experts})},
      {"expert_indices", per_flat_token(chosen)}};
  if (model.gated_mlp) points.push_back({"expert_gate", per_routed(model)});
  points.push_back({"expert_pre", per_routed(model)});
  points.push_back({"expert_post", per_routed(model)});
  if (mixture.n_shared_experts > 0) {
    const Shape shared = per_token({{"d_shared", mixture.d_shared}});
    if (model.gated_mlp) points.push_back({"shared_gate", shared});
    points.push_back({"shared_pre", shared});
    points.push_back({"shared_post", shared});
    points.push_back({"shared_out", stream});
  }
  points.push_back({"out", stream});
  return points;
}

/// modeling_zaya.py, ZayaRouter: down_proj and the maps above it.
std::vector<tviz::Weight> router_weights(const ModelArchitecture& model) {
  const ExpertMixture& mixture = model.experts;
  const std::int64_t inner = mixture.d_router;
  if (inner == 0) return {{"W_router", {model.d_model, mixture.n_experts}}};
  return {{"W_router_down", {model.d_model, inner}}, {"W_router", {inner, mixture.n_experts}}};
}

}  // namespace

tviz::Component experts(const ModelArchitecture& model, const std::string& path) {
  const ExpertMixture& mixture = model.experts;
  tviz::Component experts{.path = path,
                          .kind = "experts",
                          .label = R"("experts  "e)",
                          .title = "Mixture of experts",
                          .summary = expert_summary(model),
                          .equation = expert_equation(model),
                          .n_experts = mixture.n_experts,
                          .experts_per_token = mixture.experts_per_token,
                          .parts = expert_parts(model),
                          .weights = router_weights(model),
                          .hook_points = expert_hook_points(model),
                          .interior = experts_interior(model)};
  if (mixture.router_bias) experts.weights.push_back({"b_router", {mixture.n_experts}});
  add_latent(model, experts.weights);
  add_routed(model, experts.weights);
  add_shared_maps(model, experts.weights);
  // modeling_qwen2_moe.py: one number a token; there also if the shared expert has no width.
  if (mixture.gated_shared_expert) {
    experts.weights.push_back({"shared.w_weight", {model.d_model, 1}});
  }
  return experts;
}

}  // namespace transformers
