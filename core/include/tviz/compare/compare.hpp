// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "tviz/base/export.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// One thing in which two models differ.
struct ModelDifference {
  std::string name{};   ///< "key/value heads".
  std::string part{};   ///< What it belongs to: "model", "embedding", "attention", "MLP", "norms",
                        ///< "positions", "output"; of a tower with its name before, "encoder: MLP".
  std::string left{};   ///< What the first model has: "8"; "none" if it lacks the thing.
  std::string right{};  ///< What the second one has.
  friend bool operator==(const ModelDifference&, const ModelDifference&) = default;
};

/// Everything in which two models differ, part by part; empty if they have the same architecture,
/// whatever they are called. What no figure shows, such as the base of rotary positions, is not
/// compared.
TVIZ_API std::vector<ModelDifference> differences_of(const Graph& left, const Graph& right);

}  // namespace tviz
