// SPDX-License-Identifier: MIT
// Layers of a model that are not all alike.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tviz/graph/graph.hpp"

namespace transformers {

/// The kinds of layers that a model has, in the order of their first layer.
struct Layers {
  std::vector<tviz::LayerKind> kinds{};  ///< Without zeros: what is the model's is filled in.
  std::vector<std::size_t> numbers{};    ///< For each layer, which of `kinds`.
};

/// The kinds of layers of `model`. What a layer has no use for, such as the heads of one without
/// attention, does not make it different.
Layers layers_of(const tviz::ModelArchitecture& model);

/// The model with the numbers of layers of this kind, without its towers.
tviz::ModelArchitecture at_layer(const tviz::ModelArchitecture& model, const tviz::LayerKind& kind);

/// What tells layers of one kind from the others of their stream.
struct LayerName {
  std::string name{};        ///< "local attention, window 512"; empty if all are alike.
  std::string short_name{};  ///< "local".
};

/// The names of all kinds of layers of a model.
std::vector<LayerName> names_of(const tviz::ModelArchitecture& model, const Layers& layers);

}  // namespace transformers
