// SPDX-License-Identifier: MIT
#include <algorithm>

#include "components.hpp"
#include "shapes.hpp"

namespace transformers {

namespace {

using tviz::ModelArchitecture;

/// The activation as formulas write it; all approximations of GELU are "gelu" there.
std::string activation_symbol(const ModelArchitecture& model) {
  if (model.act_fn.starts_with("gelu") && !model.act_fn.ends_with("_ln")) return R"("gelu")";
  // A quote in the name would end the quoted text.
  std::string name = model.act_fn;
  std::erase(name, '"');
  return '"' + name + '"';
}

/// "x W_{in} + b_{in}", with the bias if the MLP has any.
std::string linear(const ModelArchitecture& model, const std::string& name) {
  const std::string subscript = R"(_{")" + name + R"("})";
  return "x W" + subscript + (model.biases.mlp ? " + b" + subscript : "");
}

std::string equation(const ModelArchitecture& model) {
  const std::string activation = activation_symbol(model);
  std::string hidden;
  if (model.gated_mlp) {
    std::string values = linear(model, "in");
    if (model.biases.mlp) values = "(" + values + ")";
    hidden = "(" + activation + "(" + linear(model, "gate") + ") ⊙ " + values + ")";
  } else {
    hidden = activation + "(" + linear(model, "in") + ")";
  }
  return "m(x) = " + hidden + R"( W_{"out"})" + (model.biases.mlp ? R"( + b_{"out"})" : "");
}

std::vector<tviz::Weight> weights(const ModelArchitecture& model) {
  std::vector<tviz::Weight> weights{{"W_in", {model.d_model, model.d_mlp}},
                                    {"W_out", {model.d_mlp, model.d_model}}};
  if (model.gated_mlp) weights.push_back({"W_gate", {model.d_model, model.d_mlp}});
  if (!model.biases.mlp) return weights;
  weights.push_back({"b_in", {model.d_mlp}});
  weights.push_back({"b_out", {model.d_model}});
  if (model.gated_mlp) weights.push_back({"b_gate", {model.d_mlp}});
  return weights;
}

std::vector<tviz::HookPoint> hook_points(const ModelArchitecture& model) {
  const auto stream = per_token({model.d_model});
  const auto hidden = per_token({model.d_mlp});
  std::vector<tviz::HookPoint> points{{"in", stream}, {"pre", hidden}};
  if (model.gated_mlp) points.push_back({"pre_linear", hidden});
  points.push_back({"post", hidden});
  points.push_back({"out", stream});
  return points;
}

}  // namespace

tviz::Component mlp(const ModelArchitecture& model) {
  const std::string outer = std::to_string(model.d_model);
  return {
      .path = "mlp",
      .kind = "mlp",
      .label = model.gated_mlp ? R"("gated MLP  "m)" : R"("MLP  "m)",
      .title = model.gated_mlp ? "Gated MLP" : "MLP",
      .summary = outer + " → " + std::to_string(model.d_mlp) + " → " + outer + " · " + model.act_fn,
      .equation = equation(model),
      .weights = weights(model),
      .hook_points = hook_points(model)};
}

}  // namespace transformers
