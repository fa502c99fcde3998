// SPDX-License-Identifier: MIT
// RWKV-4 (Peng et al. 2023). Weights as in modeling_rwkv.py: no biases; each token is mixed with
// the one before it, by weights for key, value and receptance.
#include "components.hpp"
#include "shapes.hpp"
#include "wording.hpp"

namespace transformers {

using tviz::ModelArchitecture;

tviz::Component rwkv(const ModelArchitecture& model) {
  const std::int64_t width = model.d_model;
  const std::string channels = std::to_string(width);
  return {.path = "mixer",
          .kind = "mixer",
          .label = R"("RWKV  "s)",
          .title = "RWKV time mixing",
          .summary = counted(width, "channel") + " · one decay each",
          .equation = R"(s(x) = (σ(r) ⊙ "wkv"(k, v)) W_O)",
          .parts = {{"shift", "step", R"("shift")", "", "Token shift",
                     "mixes each token with the one before it"},
                    {"wkv", "step", R"("wkv  "s)", "", "Weighted key and value",
                     "a decaying mean over all tokens before · " + channels},
                    {"receptance", "gate", "σ(r)", "", "Receptance", "sigmoid · " + channels}},
          .weights = {{"time_decay", {width}},
                      {"time_first", {width}},
                      {"mix_k", {width}},
                      {"mix_v", {width}},
                      {"mix_r", {width}},
                      {"W_K", {width, width}},
                      {"W_V", {width, width}},
                      {"W_R", {width, width}},
                      {"W_O", {width, width}}},
          .hook_points = {{"in", stream_shape(model)},
                          {"k", stream_shape(model)},
                          {"v", stream_shape(model)},
                          {"r", stream_shape(model)},
                          {"out", stream_shape(model)}}};
}

tviz::Component channel_mixing(const ModelArchitecture& model) {
  const std::int64_t width = model.d_model;
  const std::int64_t hidden = model.d_mlp;
  return {.path = "mlp",
          .kind = "mlp",
          .label = R"("channel mix  "m)",
          .title = "RWKV channel mixing",
          .summary = widths(width, hidden, width) + " · relu²",
          .equation = R"(m(x) = σ(x_r W_R) ⊙ "relu"(x_k W_K)^2 W_V)",
          .weights = {{"mix_k", {width}},
                      {"mix_r", {width}},
                      {"W_K", {width, hidden}},
                      {"W_R", {width, width}},
                      {"W_V", {hidden, width}}},
          .hook_points = {{"in", stream_shape(model)},
                          {"pre", per_token({{"d_mlp", hidden}})},
                          {"post", per_token({{"d_mlp", hidden}})},
                          {"out", stream_shape(model)}}};
}

}  // namespace transformers
