// SPDX-License-Identifier: MIT
#include "components.hpp"
#include "shapes.hpp"

namespace transformers {

std::string norm_symbol(const tviz::ModelArchitecture& model) {
  return model.normalization == tviz::Normalization::RmsNorm ? "RMS" : "LN";
}

tviz::Component norm(const tviz::ModelArchitecture& model, const std::string& path) {
  const bool centred = model.normalization == tviz::Normalization::LayerNorm;
  tviz::Component norm{
      .path = path,
      .kind = "norm",
      .label = '"' + norm_symbol(model) + '"',
      .title = std::string(tviz::name_of(model.normalization)),
      .summary = std::to_string(model.d_model),
      .equation =
          centred ? R"("LN"(x) = (x − μ(x)) / σ(x) ⊙ w + b)" : R"("RMS"(x) = x / "rms"(x) ⊙ w)",
      .weights = {{"w", {model.d_model}}},
      .hook_points = {{"scale", per_token({1})}, {"normalized", per_token({model.d_model})}}};
  if (centred) norm.weights.push_back({"b", {model.d_model}});
  return norm;
}

}  // namespace transformers
