// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "tviz/base/document.hpp"
#include "tviz/overlay/circuit.hpp"

namespace tviz {

/// Whether a document is a graph of EAP, EAP-IG or MIB: {cfg, nodes, edges} (hannamw/EAP-IG,
/// src/eap/graph.py, Graph.to_json).
bool is_eap_graph(const Node& root);
/// Reads its edges in the graph; if none is, as in files of scores, all of them. Throws Error.
Circuit read_eap_graph(const Node& root, const std::string& source);

/// Reads the edges of Edge-Pruning: a list of [sender, receiver] (princeton-nlp/Edge-Pruning,
/// vis_fpt2.py). Throws Error.
Circuit read_edge_pairs(const Node& root, const std::string& source);

/// Throws Error if the document is a form that is known but is no circuit of heads and MLPs.
void refuse_other_graphs(const Node& root, const std::string& source);

}  // namespace tviz
