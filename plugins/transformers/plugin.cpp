// SPDX-License-Identifier: MIT
#include "architectures.hpp"

TVIZ_PLUGIN("transformers", "1.1.0", "MIT", "The built-in architectures.",
            tviz::provide<tviz::Architecture, transformers::Decoder>("decoder"),
            tviz::provide<tviz::Architecture, transformers::Encoder>("encoder"),
            tviz::provide<tviz::Architecture, transformers::EncoderDecoder>("encoder_decoder"),
            tviz::provide<tviz::Architecture, transformers::Multimodal>("multimodal"),
            tviz::provide<tviz::Architecture, transformers::DualEncoder>("dual_encoder"))
