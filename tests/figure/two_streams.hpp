// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "tviz/graph/graph.hpp"

namespace tviz::test {

/// An encoder and a decoder whose every layer reads it by cross-attention.
Graph encoder_decoder(std::int64_t encoder_layers, std::int64_t decoder_layers,
                      std::int64_t heads = 8);

/// A vision tower whose output enters the decoder's "image_tokens" beside its tokens.
Graph vision_decoder(std::int64_t tower_layers, std::int64_t decoder_layers);

/// Two towers whose outputs are compared above the second.
Graph compared_towers(std::int64_t first_layers, std::int64_t second_layers);

/// Two towers that nothing joins.
Graph two_towers(std::int64_t first_layers, std::int64_t second_layers);

/// A tower for images and one for sound, both read by a decoder: the first by cross-attention in
/// every other layer, the second at its entry. The link of the first passes above the second.
Graph three_streams(std::int64_t tower_layers, std::int64_t decoder_layers);

}  // namespace tviz::test
