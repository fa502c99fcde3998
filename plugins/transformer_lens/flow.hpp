// SPDX-License-Identifier: MIT
// The tensors of a graph in the order in which a forward pass makes them.
#pragma once

#include <string_view>
#include <vector>

#include "tviz/graph/graph.hpp"

namespace transformer_lens {

/// A tensor with what a name needs to know of its surroundings. Pointers are into the graph.
struct Place {
  const tviz::Component* component = nullptr;  ///< nullptr on the stream.
  const tviz::HookPoint* point = nullptr;
  /// Where the norms of its branch stand: "pre" (or there are none), "post", "sandwich",
  /// "on_stream"; of the stream: "".
  std::string_view placement{};
  /// Of a norm that attention and MLP share: whether it stands for the copy that TransformerLens
  /// makes of it for the MLP.
  bool is_copy = false;
};

/// The tensors of one block.
std::vector<Place> places_of(const tviz::BlockStructure& block);

/// The tensors below and above the blocks of a stream.
std::vector<Place> places_outside(const tviz::Stream& stream);

}  // namespace transformer_lens
