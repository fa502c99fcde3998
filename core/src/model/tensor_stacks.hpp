// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/layer_parts.hpp"
#include "tviz/base/limits.hpp"

namespace tviz {

/// Modules that a name counts: "model.layers.0", "model.layers.1", ...
struct TensorStack {
  std::string path;  ///< "model.layers".
  /// By their numbers, the tensors with their names inside the layer. Numbers may be missing.
  std::map<std::int64_t, std::vector<LayerTensor>> layers{};
};

/// The layers of a model, and the tensors outside them with their whole names.
struct TensorStacks {
  std::vector<TensorStack> stacks;
  std::vector<LayerTensor> outside;
};

/// Finds the stacks of layers: what holds attention, an MLP or the like, or else whatever is
/// repeated. Lists of a few linear maps, and lists inside a layer, are none. `tensors` outlive the
/// result. Throws Error if nothing is repeated, or if a layer's number passes the limit.
TensorStacks find_stacks(const std::vector<TensorEntry>& tensors, const std::string& source,
                         const TensorWords& words, const Limits& limits);

}  // namespace tviz
