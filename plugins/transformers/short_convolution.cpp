// SPDX-License-Identifier: MIT
// The mixer of LFM2: a convolution over a few tokens between two gates.
#include "components.hpp"
#include "interior_writer.hpp"
#include "shapes.hpp"
#include "wording.hpp"

namespace transformers {

namespace {

using tviz::ModelArchitecture;

std::vector<tviz::Part> convolution_parts(const ModelArchitecture& model) {
  const std::string channels = std::to_string(model.d_model);
  // The gate before the convolution is a step: figures draw gates after all steps.
  return {{"gated", "step", "b ⊙ u", "", "Gated input", channels},
          {"conv", "step", R"("conv  "s)", "", "Convolution",
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

/// The one map W_in is drawn as the three that it consists of.
tviz::Interior convolution_interior() {
  InteriorWriter writer;
  const int gate_in = writer.weight("W_b", 0, 0);
  const int input = writer.weight("W_u", 1, 0);
  const int gate_out = writer.weight("W_c", 2, 0);
  const int gated_input = writer.product(1, 1);
  const int convolution = writer.weight(R"("conv")", 1, 2);
  const int product = writer.product(1, 3);
  const int out = writer.weight("W_O", 1, 4);
  for (const int weight : {gate_in, input, gate_out}) {
    writer.wire(tviz::kComponentInput, weight);
  }
  writer.wire(gate_in, gated_input);
  writer.wire(input, gated_input, {"projected"});
  writer.wire(gated_input, convolution);
  writer.wire(convolution, product, {"conv"});
  writer.wire(gate_out, product, {"gate"});
  writer.wire(product, out, {"gated"});
  writer.wire(out, tviz::kComponentOutput);
  return std::move(writer).finish();
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
                          {"out", stream}},
          .interior = convolution_interior()};
}

}  // namespace transformers
