// SPDX-License-Identifier: MIT
// An encoder whose output the cross-attention of a decoder reads: T5, BART, Whisper.
#include "architectures.hpp"
#include "components.hpp"
#include "stack.hpp"
#include "tviz/base/error.hpp"

namespace transformers {

void EncoderDecoder::build(const tviz::ModelArchitecture& model,
                           tviz::GraphBuilder& builder) const {
  if (model.encoders.size() != 1) {
    throw tviz::Error(tviz::Problem{
        "an encoder-decoder must have one encoder, got " + std::to_string(model.encoders.size()),
        {.field = "encoders"},
        {}});
  }
  const tviz::ModelArchitecture& encoder = model.encoders.front();
  Stack lower(encoder, encoder_names(), builder);
  lower.add_entry();
  lower.add_blocks();
  lower.add_exit(true);

  Stack upper(model, decoder_names(), builder);
  upper.add_entry();
  upper.add_blocks(output_width(encoder), encoder_names().length);
  upper.add_exit();
  builder.add_link({encoder_names().stream, decoder_names().stream, "cross_attn"});
}

}  // namespace transformers
