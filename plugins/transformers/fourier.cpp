// SPDX-License-Identifier: MIT
// The mixer of FNet: a Fourier transform over the tokens and channels in place of attention.
#include "components.hpp"
#include "interior_writer.hpp"
#include "shapes.hpp"
#include "wording.hpp"

namespace transformers {

using tviz::ModelArchitecture;

namespace {

tviz::Interior fourier_interior() {
  InteriorWriter writer;
  const int channels = writer.operation(R"("FFT of channels")", 0, 0);
  const int tokens = writer.operation(R"("FFT of tokens")", 0, 1);
  const int real = writer.operation(R"("real part")", 0, 2);
  writer.wire(tviz::kComponentInput, channels);
  writer.wire(channels, tokens);
  writer.wire(tokens, real);
  writer.wire(real, tviz::kComponentOutput);
  return std::move(writer).finish();
}

}  // namespace

// modeling_fnet.py, FNetBasicFourierTransform.
tviz::Component fourier(const ModelArchitecture& model) {
  const Shape stream = stream_shape(model);
  return {.path = "mixer",
          .kind = "mixer",
          .label = R"("Fourier  "s)",
          .title = "Fourier transform",
          .summary = counted(model.d_model, "channel") + " and all tokens · not learned",
          .equation = R"(s(x) = "Re"("F"_{"tokens"} "F"_{"channels"} x))",
          .hook_points = {{"in", stream}, {"out", stream}},
          .interior = fourier_interior()};
}

}  // namespace transformers
