// SPDX-License-Identifier: MIT
#include "components.hpp"
#include "shapes.hpp"
#include "wording.hpp"

namespace transformers {

using tviz::Normalization;

std::string norm_symbol(Normalization kind) {
  return kind == Normalization::RmsNorm ? "RMS" : "LN";
}

tviz::Component norm(const tviz::ModelArchitecture& model, const std::string& path) {
  return norm(model, path, model.normalization, {"d_model", model.d_model});
}

tviz::Component norm(const tviz::ModelArchitecture& model, const std::string& path,
                     Normalization kind, const tviz::Dimension& axis) {
  const std::int64_t width = axis.size;
  const bool centred = kind == Normalization::LayerNorm;
  const bool biased = centred && model.learned_norms && model.biases.norm;
  tviz::Component norm{
      .path = path,
      .kind = "norm",
      .label = upright(norm_symbol(kind)),
      .title = std::string(tviz::name_of(kind)),
      .summary = std::to_string(width),
      .equation = centred ? R"("LN"(x) = (x − μ(x)) / σ(x))" : R"("RMS"(x) = x / "rms"(x))",
      .hook_points = {{"in", per_token({axis})},
                      {"scale", per_token({{{}, 1}})},
                      {"normalized", per_token({axis})},
                      {"out", per_token({axis})}}};
  if (!model.learned_norms) {
    norm.summary += " · no weights";
    return norm;
  }
  norm.equation += biased ? " ⊙ w + b" : " ⊙ w";
  norm.weights.push_back({"w", {width}});
  if (biased) norm.weights.push_back({"b", {width}});
  return norm;
}

}  // namespace transformers
