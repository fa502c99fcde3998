// SPDX-License-Identifier: MIT
// Hyper-connections (Zhu et al. 2024): the residual stream is several, and learned weights, which
// depend on the token, say what a sublayer reads of them and how it writes to each. Weights:
// modeling_deepseek_v4.py (DeepseekV4HyperConnection) and modeling_hy_v4.py (HYV4HyperConnection).
#include "components.hpp"
#include "shapes.hpp"
#include "wording.hpp"

namespace transformers {

using tviz::ModelArchitecture;

tviz::Component hyper_connection(const ModelArchitecture& model, const std::string& path) {
  const std::int64_t streams = model.hyper_connections.n_streams;
  const bool mixed = model.hyper_connections.mixed;
  // What is read, what is written, and what each stream gets of each.
  const std::int64_t outputs = 2 * streams + (mixed ? streams * streams : 0);
  return {.path = path,
          .kind = "norm",
          .label = R"("mix")",
          .title = "Hyper-connection",
          .summary = counted(streams, "residual stream") +
                     " · learned weights say what is read of each and what is added to it" +
                     (mixed ? ", and mix them" : ""),
          .equation = R"("mix"(x) = ∑_i a_i x_i)",
          .weights = {{"fn", {outputs, streams * model.d_model}},
                      {"base", {outputs}},
                      {"scale", {mixed ? 3 : 2}}}};
}

tviz::Component hyper_exit(const ModelArchitecture& model) {
  const std::int64_t streams = model.hyper_connections.n_streams;
  return {
      .path = "mix_final",
      .kind = "norm",
      .label = R"("mix"_f)",
      .title = "Mixture of the residual streams",
      .summary = counted(streams, "residual stream") + " → 1",
      .equation = R"("mix"(x) = ∑_i a_i x_i)",
      .weights = {{"fn", {streams, streams * model.d_model}}, {"base", {streams}}, {"scale", {1}}}};
}

}  // namespace transformers
