// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "tviz/base/document.hpp"
#include "tviz/base/error.hpp"
#include "tviz/base/limits.hpp"
#include "tviz/model/architecture.hpp"

namespace tviz {

/// A model as a map that read_record() reads back: every field that has not its default, by the
/// name that rules give it ("experts.n_experts"), the layers if they differ, the towers, and what
/// was assumed.
Node record_of(const ModelArchitecture& model);

/// The model of a record that lies at `path` in `source`. What is wrong goes to `problems`.
ModelArchitecture read_record(const Node& record, const std::string& source,
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
