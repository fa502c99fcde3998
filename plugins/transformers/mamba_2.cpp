// SPDX-License-Identifier: MIT
// Mamba-2 (Dao and Gu 2024): as Mamba, but in heads with one decay each.
#include "components.hpp"
#include "interiors.hpp"
#include "shapes.hpp"
#include "wording.hpp"

namespace transformers {

namespace {

using tviz::ModelArchitecture;
using tviz::StateSpace;

/// What the convolution sees: the inputs, and B and C of every group.
std::int64_t convolved(const StateSpace& space) {
  return space.d_inner + 2 * space.n_groups * space.d_state;
}

std::vector<tviz::Part> mamba_2_parts(const StateSpace& space) {
  return {
      {"conv", "step", R"("conv")", "", "Convolution",
       "each of " + std::to_string(convolved(space)) + " channels over " +
           counted(space.d_conv, "token")},
      {"scan", "step", R"("scan  "s)", counted(space.n_heads, "head"), "Scan",
       counted(space.n_heads, "head") + " · a state of " + matrix(space.d_inner, space.d_state)},
      {"gate", "gate", R"("gate")", "", "Gate", "silu · " + std::to_string(space.d_inner)}};
}

/// modeling_mamba2.py, Mamba2Mixer: the projection gives gate, inputs, B, C and one step a head.
std::vector<tviz::Weight> mamba_2_weights(const ModelArchitecture& model) {
  const StateSpace& space = model.state_space;
  const std::int64_t projected = space.d_inner + convolved(space) + space.n_heads;
  std::vector<tviz::Weight> weights{{"W_in", {model.d_model, projected}},
                                    {"conv.w", {convolved(space), space.d_conv}},
                                    {"b_dt", {space.n_heads}},
                                    {"A_log", {space.n_heads}},
                                    {"D", {space.n_heads}},
                                    {"W_out", {space.d_inner, model.d_model}}};
  if (space.gated_norm) weights.push_back({"norm.w", {space.d_inner}});
  if (space.conv_bias) weights.push_back({"conv.b", {convolved(space)}});
  if (space.projection_bias) {
    weights.push_back({"b_in", {projected}});
    weights.push_back({"b_out", {model.d_model}});
  }
  return weights;
}

}  // namespace

tviz::Component mamba_2(const ModelArchitecture& model) {
  const StateSpace& space = model.state_space;
  return {.path = "mixer",
          .kind = "mixer",
          .label = R"("Mamba-2  "s)",
          .title = "Mamba-2",
          .summary = counted(space.n_heads, "head") + " · " +
                     widths(model.d_model, space.d_inner, model.d_model) + " · state " +
                     std::to_string(space.d_state),
          .equation = R"(s_t = a_t s_{t-1} + Δ_t u_t B_t^⊤", "y_t = s_t C_t + D u_t)",
          .parts = mamba_2_parts(space),
          .weights = mamba_2_weights(model),
          .hook_points = {{"in", stream_shape(model)},
                          {"projected",
                           per_token({{"2*d_inner+2*n_groups*d_state+n_heads",
                                       space.d_inner + convolved(space) + space.n_heads}})},
                          {"conv", per_token({{"d_inner+2*n_groups*d_state", convolved(space)}})},
                          {"scan", per_token({{"d_inner", space.d_inner}})},
                          {"gate", per_token({{"d_inner", space.d_inner}})},
                          {"gated", per_token({{"d_inner", space.d_inner}})},
                          {"out", stream_shape(model)}},
          .interior = mamba_2_interior(model)};
}

}  // namespace transformers
