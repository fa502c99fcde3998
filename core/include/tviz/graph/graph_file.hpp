// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "tviz/base/document.hpp"
#include "tviz/base/export.hpp"
#include "tviz/base/limits.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// How a graph file is written.
enum class GraphFormat { Yaml, Json };

/// The graph as a file that read_model() reads back: every figure of it has the same bytes as one
/// of the graph itself. docs/graph-files.md lists the keys.
TVIZ_API std::string to_graph_file(const Graph& graph, GraphFormat format = GraphFormat::Yaml);

/// The graph of a graph file, whose `model` has been read already. Throws Error with line and
/// column for everything that is wrong with it, also for what makes it not well-formed.
TVIZ_API Graph read_graph(const Document& file, const ModelArchitecture& model,
                          const Limits& limits = {});

}  // namespace tviz
