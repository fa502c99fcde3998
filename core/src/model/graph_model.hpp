// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "tviz/base/document.hpp"
#include "tviz/base/error.hpp"
#include "tviz/base/limits.hpp"
#include "tviz/model/architecture.hpp"

namespace tviz {

/// A model as the map `model` of a graph file: every field that has not its default, by the name
/// that rules give it ("experts.n_experts"), the layers if they differ, the towers, and what was
/// assumed.
Node map_of_model(const ModelArchitecture& model);

/// The model of such a map, which lies at `path` in `source`. What is wrong goes to `problems`.
ModelArchitecture read_model_map(const Node& map, const std::string& source,
                                 const std::string& path, const Limits& limits,
                                 std::vector<Problem>& problems);

/// Whether a document is a graph file: it has a list of streams.
bool is_graph_file(const Node& root);

/// The model of a graph file, with the file in ModelArchitecture::graph: that of its map `model`,
/// else what its `dimensions` say under the names of numbers of a model. `file_name` is the model's
/// name if it has none. Throws Error.
ModelArchitecture read_model_of_graph(const Document& document, const std::string& file_name,
                                      const Limits& limits);

}  // namespace tviz
