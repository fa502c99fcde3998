// SPDX-License-Identifier: MIT
// What Gemma 3n has beside attention and MLP: LAuReL and AltUp (modeling_gemma3n.py).
#include "components.hpp"
#include "shapes.hpp"
#include "wording.hpp"

namespace transformers {

using tviz::ModelArchitecture;

// Gemma3nTextLaurelBlock. What attention and it add is multiplied by 1 / √2 together with the
// stream.
tviz::Component laurel(const ModelArchitecture& model) {
  const std::int64_t width = model.d_model;
  return {.path = "laurel",
          .kind = "mlp",
          .label = R"("LAuReL  "l)",
          .title = "Learned augmented residual",
          .summary = widths(width, model.laurel_rank, width) +
                     " · with what it reads · the sum with attention is divided by √2",
          .equation = R"(l(x) = x + "RMS"(x W_{"down"} W_{"up"}))",
          .weights = {{"W_down", {width, model.laurel_rank}},
                      {"W_up", {model.laurel_rank, width}},
                      {"norm.w", {width}}}};
}

// Gemma3nTextAltUp: a router, which sees a normed state, weighs the coefficients of both steps.
tviz::Component alt_up(const ModelArchitecture& model) {
  const std::int64_t width = model.d_model;
  const std::int64_t streams = model.n_alt_streams;
  return {.path = "alt_up",
          .kind = "mlp",
          .label = R"("AltUp  "u)",
          .title = "AltUp",
          .summary = counted(streams, "stream") +
                     " · predicted below the layer from one another, " +
                     "corrected here by what the layer made of the first",
          .equation = R"("u"_i(x) = c_i (x − x̂_0))",
          .weights = {{"router", {width, streams}},
                      {"router_norm.w", {width}},
                      {"prediction", {streams, streams * streams}},
                      {"correction", {streams, streams}},
                      {"scale", {width}}}};
}

}  // namespace transformers
