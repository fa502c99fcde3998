// SPDX-License-Identifier: MIT
// Mamba (Gu and Dao 2023): a convolution over a few tokens, a selective scan, and a gate.
#include "components.hpp"
#include "interiors.hpp"
#include "shapes.hpp"
#include "wording.hpp"

namespace transformers {

namespace {

using tviz::ModelArchitecture;
using tviz::StateSpace;

std::vector<tviz::Part> mamba_parts(const StateSpace& space) {
  return {{"conv", "step", R"("conv")", "", "Convolution",
           "each of " + std::to_string(space.d_inner) + " channels over " +
               counted(space.d_conv, "token")},
          {"scan", "step", R"("scan  "s)", "", "Selective scan",
           "a state of " + matrix(space.d_inner, space.d_state)},
          {"gate", "gate", R"("gate")", "", "Gate", "silu · " + std::to_string(space.d_inner)}};
}

/// modeling_mamba.py, MambaMixer; modeling_jamba.py, JambaMambaMixer, for the inner norms.
std::vector<tviz::Weight> mamba_weights(const ModelArchitecture& model) {
  const StateSpace& space = model.state_space;
  std::vector<tviz::Weight> weights{
      {"W_in", {model.d_model, 2 * space.d_inner}},
      {"conv.w", {space.d_inner, space.d_conv}},
      {"W_x", {space.d_inner, space.dt_rank + 2 * space.d_state}},
      {"W_dt", {space.dt_rank, space.d_inner}},
      {"b_dt", {space.d_inner}},
      {"A_log", {space.d_inner, space.d_state}},
      {"D", {space.d_inner}},
      {"W_out", {space.d_inner, model.d_model}},
  };
  if (space.conv_bias) weights.push_back({"conv.b", {space.d_inner}});
  if (space.projection_bias) {
    weights.push_back({"b_in", {2 * space.d_inner}});
    weights.push_back({"b_out", {model.d_model}});
  }
  if (space.inner_norms) {
    weights.push_back({"dt_norm.w", {space.dt_rank}});
    weights.push_back({"B_norm.w", {space.d_state}});
    weights.push_back({"C_norm.w", {space.d_state}});
  }
  return weights;
}

}  // namespace

tviz::Component mamba(const ModelArchitecture& model) {
  const StateSpace& space = model.state_space;
  return {.path = "mixer",
          .kind = "mixer",
          .label = R"("Mamba  "s)",
          .title = "Mamba",
          .summary = widths(model.d_model, space.d_inner, model.d_model) + " · state " +
                     std::to_string(space.d_state) + (space.inner_norms ? " · inner norms" : ""),
          .equation = R"(s_t = e^{Δ_t A} s_{t-1} + Δ_t B_t u_t", "y_t = C_t s_t + D u_t)",
          .parts = mamba_parts(space),
          .weights = mamba_weights(model),
          .hook_points = {{"in", stream_shape(model)},
                          {"projected", per_token({{"2*d_inner", 2 * space.d_inner}})},
                          {"conv", per_token({{"d_inner", space.d_inner}})},
                          {"selection",
                           per_token({{"dt_rank+2*d_state", space.dt_rank + 2 * space.d_state}})},
                          {"step", per_token({{"d_inner", space.d_inner}})},
                          {"scan", per_token({{"d_inner", space.d_inner}})},
                          {"gate", per_token({{"d_inner", space.d_inner}})},
                          {"gated", per_token({{"d_inner", space.d_inner}})},
                          {"out", stream_shape(model)}},
          .interior = mamba_interior(model)};
}

}  // namespace transformers
