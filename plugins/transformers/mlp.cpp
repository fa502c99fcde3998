// SPDX-License-Identifier: MIT
#include "components.hpp"
#include "interiors.hpp"
#include "shapes.hpp"
#include "wording.hpp"

namespace transformers {

namespace {

using tviz::ModelArchitecture;

bool has_inner_biases(const ModelArchitecture& model) {
  return model.biases.mlp && model.biases.mlp_in;
}

/// "x W_{in} + b_{in}", with the bias if the map has one.
std::string linear(const ModelArchitecture& model, const std::string& name) {
  const std::string subscript = "_{" + upright(name) + "}";
  return "x W" + subscript + (has_inner_biases(model) ? " + b" + subscript : "");
}

std::string mlp_equation(const ModelArchitecture& model) {
  const std::string activation = activation_symbol(model.act_fn);
  std::string hidden;
  if (model.gated_mlp) {
    std::string values = linear(model, "in");
    if (has_inner_biases(model)) values = "(" + values + ")";
    hidden = "(" + activation + "(" + linear(model, "gate") + ") ⊙ " + values + ")";
  } else {
    hidden = activation + "(" + linear(model, "in") + ")";
  }
  if (model.mlp_norm) hidden = upright(norm_symbol(model.normalization)) + "(" + hidden + ")";
  return "m(x) = " + hidden + R"( W_{"out"})" + (model.biases.mlp ? R"( + b_{"out"})" : "");
}

std::vector<tviz::Weight> mlp_weights(const ModelArchitecture& model) {
  const tviz::MapGroups& parts = model.map_groups;
  std::vector<tviz::Weight> weights{{"W_in", {model.d_model / parts.mlp_in, model.d_mlp}},
                                    {"W_out", {model.d_mlp / parts.mlp_out, model.d_model}}};
  if (model.gated_mlp) weights.push_back({"W_gate", {model.d_model, model.d_mlp}});
  if (has_inner_biases(model)) {
    weights.push_back({"b_in", {model.d_mlp}});
    if (model.gated_mlp) weights.push_back({"b_gate", {model.d_mlp}});
  }
  if (model.biases.mlp) weights.push_back({"b_out", {model.d_model}});
  if (model.act_fn == "xielu") {
    // Huang et al. 2025: the slopes of its two halves are learned.
    weights.push_back({"alpha_p", {1}});
    weights.push_back({"alpha_n", {1}});
  }
  if (model.mlp_norm) {
    weights.push_back({"ln.w", {model.d_mlp}});
    const bool centred = model.normalization == tviz::Normalization::LayerNorm;
    if (centred && model.biases.norm) weights.push_back({"ln.b", {model.d_mlp}});
  }
  return weights;
}

/// " · maps in 4 and 4 groups".
std::string mlp_groups_text(const tviz::MapGroups& groups) {
  if (groups.mlp_in < 2 && groups.mlp_out < 2) return {};
  return " · maps in " + std::to_string(groups.mlp_in) + " and " + std::to_string(groups.mlp_out) +
         " groups";
}

std::vector<tviz::HookPoint> mlp_hook_points(const ModelArchitecture& model) {
  const Shape stream = stream_shape(model);
  const Shape hidden = per_token({{"d_mlp", model.d_mlp}});
  std::vector<tviz::HookPoint> points{{"in", stream}, {"pre", hidden}};
  if (model.gated_mlp) {
    points.push_back({"activated", hidden});
    points.push_back({"pre_linear", hidden});
  }
  if (model.mlp_norm) {
    points.push_back({"mid", hidden});
    points.push_back({"ln_scale", per_token({{{}, 1}})});
    points.push_back({"ln_normalized", hidden});
  }
  points.push_back({"post", hidden});
  points.push_back({"out", stream});
  return points;
}

}  // namespace

tviz::Component mlp(const ModelArchitecture& model) {
  return {.path = "mlp",
          .kind = "mlp",
          .label = model.gated_mlp ? R"("gated MLP  "m)" : R"("MLP  "m)",
          .title = model.gated_mlp ? "Gated MLP" : "MLP",
          .summary =
              widths(model.d_model, model.d_mlp, model.d_model) + " · " + model.act_fn +
              (model.mlp_norm ? " · " + std::string(tviz::name_of(model.normalization)) + " inside"
                              : "") +
              mlp_groups_text(model.map_groups),
          .equation = mlp_equation(model),
          .weights = mlp_weights(model),
          .hook_points = mlp_hook_points(model),
          .interior = mlp_interior(model)};
}

// modeling_xmod.py, XmodAdapter.
tviz::Component language_adapters(const ModelArchitecture& model) {
  const std::int64_t count = model.adapters.n_languages;
  const std::int64_t hidden = model.adapters.d_hidden;
  return {.path = "adapter",
          .kind = "mlp",
          .label = R"("adapter  "a)",
          .title = "Language adapters",
          .summary = widths(model.d_model, hidden, model.d_model) + " · " + model.act_fn +
                     " · one for each of " + counted(count, "language"),
          .equation = "a(x) = " + activation_symbol(model.act_fn) +
                      R"((x W_{"in"} + b_{"in"}) W_{"out"} + b_{"out"})",
          .weights = {{"W_in", {count, model.d_model, hidden}},
                      {"b_in", {count, hidden}},
                      {"W_out", {count, hidden, model.d_model}},
                      {"b_out", {count, model.d_model}}}};
}

// modeling_gemma4.py, Gemma4TextDecoderLayer: per_layer_input_gate and per_layer_projection.
tviz::Component per_layer_input(const ModelArchitecture& model) {
  return {
      .path = "per_layer_input",
      .kind = "mlp",
      .label = R"("own embedding  "p)",
      .title = "Input of the layer's own embedding",
      .summary = widths(model.d_model, model.d_per_layer, model.d_model) + " · " + model.act_fn,
      .equation = "p(x) = (" + activation_symbol(model.act_fn) + R"((x W_{"in"}) ⊙ e) W_{"out"})",
      .weights = {{"W_in", {model.d_model, model.d_per_layer}},
                  {"W_out", {model.d_per_layer, model.d_model}}}};
}

}  // namespace transformers
