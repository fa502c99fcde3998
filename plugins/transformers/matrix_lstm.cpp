// SPDX-License-Identifier: MIT
// The mixer of xLSTM (Beck et al. 2024): heads whose state is a matrix, with exponential gates.
#include "components.hpp"
#include "shapes.hpp"
#include "wording.hpp"

namespace transformers {

// modeling_xlstm.py, xLSTMLayer: only the gates of input and forgetting have biases.
tviz::Component matrix_lstm(const tviz::ModelArchitecture& model) {
  constexpr int kHeads = 2;
  const tviz::LinearAttention& mixer = model.linear_attention;
  const std::int64_t width = model.d_model;
  const std::int64_t heads = mixer.n_value_heads;
  const std::string state = matrix(mixer.d_key, mixer.d_value);
  const std::string channels = std::to_string(heads * mixer.d_value);
  const Shape keys = per_token({{"n_heads", heads}, {"d_key", mixer.d_key}});
  const Shape values = per_token({{"n_heads", heads}, {"d_value", mixer.d_value}});
  return {.path = "mixer",
          .kind = "mixer",
          .label = R"("mLSTM  "s)",
          .title = "Matrix LSTM",
          .summary = counted(heads, "head") + " · a state of " + state + " each",
          .equation = R"(s_t = f_t s_{t-1} + i_t v_t k_t^⊤)",
          .parts = {{"scan", "step", R"("mLSTM  "s)", counted(heads, "head"), "Recurrence",
                     counted(heads, "state") + " of " + state + " · gates of input and forgetting"},
                    {"gate", "gate", R"("gate")", "", "Output gate",
                     "sigmoid · " + channels + " · after a norm of each head"}},
          .weights = {{"W_Q", {heads, width, mixer.d_key}},
                      {"W_K", {heads, width, mixer.d_key}},
                      {"W_V", {heads, width, mixer.d_value}},
                      {"W_gate", {heads, width, mixer.d_value}},
                      {"W_i", {width, heads}},
                      {"b_i", {heads}},
                      {"W_f", {width, heads}},
                      {"b_f", {heads}},
                      {"norm.w", {heads, mixer.d_value}},
                      {"W_O", {heads, mixer.d_value, width}}},
          .hook_points = {{"in", stream_shape(model)},
                          {"q", keys, kHeads},
                          {"k", keys, kHeads},
                          {"v", values, kHeads},
                          {"scan", values, kHeads},
                          {"gate", values, kHeads},
                          {"gated", values, kHeads},
                          {"out", stream_shape(model)}}};
}

}  // namespace transformers
