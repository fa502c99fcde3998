// SPDX-License-Identifier: MIT
// The mixer of LFM2: a convolution over a few tokens between two gates.
#include "components.hpp"
#include "shapes.hpp"
#include "wording.hpp"

namespace transformers {

namespace {

using tviz::ModelArchitecture;

std::vector<tviz::Part> convolution_parts(const ModelArchitecture& model) {
  const std::string channels = std::to_string(model.d_model);
  // The gate before the convolution is a step: figures draw gates after all steps.
  return {{"gated", "step", "b ⊙ u", "", "Gated input", channels},
          {"conv", "step", R"("conv")", "", "Convolution",
           "each of " + channels + " channels over " +
               counted(model.short_convolution.d_conv, "token")},
          {"gate", "gate", R"("gate  "c)", "", "Gate", channels}};
}

/// modeling_lfm2.py, Lfm2ShortConv: one map gives both gates and the inputs.
std::vector<tviz::Weight> convolution_weights(const ModelArchitecture& model) {
  const std::int64_t width = model.d_model;
  std::vector<tviz::Weight> weights{{"W_in", {width, 3 * width}},
                                    {"conv.w", {width, model.short_convolution.d_conv}},
                                    {"W_out", {width, width}}};
  if (model.short_convolution.bias) {
    weights.push_back({"b_in", {3 * width}});
    weights.push_back({"conv.b", {width}});
    weights.push_back({"b_out", {width}});
  }
  return weights;
}

}  // namespace

tviz::Component short_convolution(const ModelArchitecture& model) {
  const Shape stream = stream_shape(model);
  return {.path = "mixer",
          .kind = "mixer",
          .label = R"("conv  "s)",
          .title = "Short convolution",
          .summary = counted(model.d_model, "channel") + " · over " +
                     counted(model.short_convolution.d_conv, "token") + " · 2 gates",
          .equation = R"(s(x) = (c ⊙ "conv"(b ⊙ u)) W_O)",
          .parts = convolution_parts(model),
          .weights = convolution_weights(model),
          .hook_points = {{"in", stream},
                          {"projected", per_token({{"3*d_model", 3 * model.d_model}})},
                          {"conv", stream},
                          {"gate", stream},
                          {"gated", stream},
                          {"out", stream}}};
}

}  // namespace transformers
