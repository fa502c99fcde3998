// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "model/layer_order.hpp"
#include "model/tensor_components.hpp"
#include "model/tensor_stacks.hpp"
#include "tviz/base/document.hpp"

namespace tviz {

/// In the place of a structure, for a layer without tensors.
inline constexpr std::size_t kMissing = static_cast<std::size_t>(-1);

/// A stack of layers as a stream of the graph.
struct StreamDraft {
  const TensorStack* stack = nullptr;
  std::string title;
  StreamSizes sizes{};
  std::vector<LayerOrder> structures{};
  std::vector<std::size_t> layers{};  ///< Index of a structure for each; kMissing: no tensors.
  std::vector<LayerModule> outside{};
  std::int64_t parameters = 0;
  bool crosses = false;
};

/// What a module outside the layers is: a kind of component, or empty.
std::string kind_outside(const LayerModule& module, const TensorWords& words);

/// A graph file, and what is uncertain in it.
struct TensorGraph {
  Node root{};
  std::set<std::string> unknown{};  ///< Paths of what nobody knows.
  bool is_tied = false;             ///< The unembedding is taken for the embedding.
};

/// The graph of these streams, of which the last one predicts.
TensorGraph graph_of_streams(const std::vector<StreamDraft>& streams, const TensorWords& words);

}  // namespace tviz
