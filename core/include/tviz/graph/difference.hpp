// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "tviz/base/export.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// Something in which a model and the tensors of a file are not the same.
struct Difference {
  std::string what;      ///< "d_mlp", "layers 3 – 7, attention", the name of a tensor.
  std::string expected;  ///< Of the model: "3072", "2,362,368 parameters"; "nothing".
  std::string found;     ///< Of the file.
  friend bool operator==(const Difference&, const Difference&) = default;
};

/// Holds a model against the tensors of a file, read as a graph: the dimensions that shapes tell,
/// the parameters of each layer and its parts, what lies outside the layers, and what the file
/// lacks. If both graphs come from tensors, their tensors are compared by name and shape, too.
/// Empty if nothing differs.
TVIZ_API std::vector<Difference> differences(const Graph& model, const Graph& file);

}  // namespace tviz
