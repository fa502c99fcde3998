// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/tensor_words.hpp"

namespace tviz {

/// A tensor with its name inside a layer.
struct LayerTensor {
  std::string name;
  const TensorEntry* entry = nullptr;
};

/// A module of a layer that has tensors of its own, and these.
struct LayerModule {
  std::string path;  ///< Inside the layer: "self_attn.q_proj".
  ModuleRole is{};
  bool is_norm = false;  ///< A norm on the way from the stream or to it.
  std::vector<LayerTensor> tensors{};

  /// The tensor that is not a bias, if it has so many axes; else nullptr.
  const TensorEntry* map(std::size_t axes = 2) const;
  bool has_bias() const;
};

/// Modules of a layer that are one component.
struct LayerPart {
  std::string group;  ///< As ModuleRole::group; "norm"; empty if nobody knows.
  std::string path;   ///< Inside the layer. If `is_loose`, no module is called so.
  bool is_loose = false;
  std::vector<LayerModule> modules{};

  /// The first module of this role; or nullptr.
  const LayerModule* find(std::string_view role) const;
};

/// The modules among the tensors of a layer or of what lies outside the layers, in the order in
/// which they come.
std::vector<LayerModule> modules_of(const std::vector<LayerTensor>& tensors,
                                    const TensorWords& words);

/// What a layer consists of. Every tensor is in one of its parts. `width` is that of the stream; 0
/// if it is not known.
std::vector<LayerPart> parts_of_layer(std::vector<LayerModule> modules, std::int64_t width);

}  // namespace tviz
