// SPDX-License-Identifier: MIT
// What a Conformer has between attention and its second MLP (Gulati et al. 2020).
#include "components.hpp"
#include "interior_writer.hpp"
#include "shapes.hpp"
#include "wording.hpp"

namespace transformers {

namespace {

using tviz::ConvolutionModule;
using tviz::ModelArchitecture;

std::int64_t channels_of(const ModelArchitecture& model) {
  return model.convolution.d_inner > 0 ? model.convolution.d_inner : model.d_model;
}

std::vector<tviz::Part> module_parts(const ModelArchitecture& model) {
  const std::string channels = std::to_string(channels_of(model));
  return {{"gated", "step", "σ(g) ⊙ u", "", "Gated input", channels},
          {"conv", "step", R"("conv  "s)", "", "Convolution",
           "each of " + channels + " channels over " + counted(model.convolution.d_conv, "token")},
          {"norm", "step", upright(model.convolution.norm), "", "Norm", channels}};
}

/// modeling_wav2vec2_conformer.py, Wav2Vec2ConformerConvolutionModule: pointwise_conv1 gives gates
/// and inputs.
std::vector<tviz::Weight> module_weights(const ModelArchitecture& model) {
  const ConvolutionModule& convolution = model.convolution;
  const std::int64_t inner = channels_of(model);
  std::vector<tviz::Weight> weights{{"W_in", {model.d_model, 2 * inner}},
                                    {"conv.w", {inner, convolution.d_conv}},
                                    {"norm.w", {inner}},
                                    {"W_out", {inner, model.d_model}}};
  if (convolution.norm != "RMSNorm") weights.push_back({"norm.b", {inner}});
  if (convolution.channel_bias) weights.push_back({"conv.b", {inner}});
  if (convolution.bias) {
    weights.push_back({"b_in", {2 * inner}});
    weights.push_back({"b_out", {model.d_model}});
  }
  return weights;
}

/// The one map W_in is drawn as the two that it consists of.
tviz::Interior module_interior(const ModelArchitecture& model) {
  InteriorWriter writer;
  const int gate = writer.weight("W_g", 0, 0);
  const int input = writer.weight("W_u", 1, 0);
  const int sigmoid = writer.operation("σ", 0, 1);
  const int gated = writer.product(1, 1);
  const int convolution = writer.weight(R"("conv")", 1, 2);
  const int norm = writer.weight(upright(model.convolution.norm), 1, 3);
  const int activation = writer.operation(activation_symbol(model.act_fn), 1, 4);
  const int out = writer.weight("W_O", 1, 5);
  for (const int weight : {gate, input}) writer.wire(tviz::kComponentInput, weight);
  writer.wire(gate, sigmoid);
  writer.wire(sigmoid, gated, {"gate"});
  writer.wire(input, gated, {"projected"});
  writer.wire(gated, convolution, {"gated"});
  writer.wire(convolution, norm, {"conv"});
  writer.wire(norm, activation);
  writer.wire(activation, out, {"post"});
  writer.wire(out, tviz::kComponentOutput);
  return std::move(writer).finish();
}

}  // namespace

tviz::Component convolution_module(const ModelArchitecture& model) {
  const Shape stream = stream_shape(model);
  const Shape inner = per_token({{"d_inner", channels_of(model)}});
  return {.path = "conv",
          .kind = "mixer",
          .label = R"("conv  "s)",
          .title = "Convolution module",
          .summary = counted(channels_of(model), "channel") + " · over " +
                     counted(model.convolution.d_conv, "token") + " · gate · " +
                     model.convolution.norm + " · " + model.act_fn,
          .equation = "s(x) = " + activation_symbol(model.act_fn) + "(" +
                      upright(model.convolution.norm) + R"eq(("conv"(σ(x W_g) ⊙ x W_u))) W_O)eq",
          .parts = module_parts(model),
          .weights = module_weights(model),
          .hook_points = {{"in", stream},
                          {"projected", inner},
                          {"gate", inner},
                          {"gated", inner},
                          {"conv", inner},
                          {"post", inner},
                          {"out", stream}},
          .interior = module_interior(model)};
}

}  // namespace transformers
