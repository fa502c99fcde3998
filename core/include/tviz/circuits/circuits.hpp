// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/document.hpp"
#include "tviz/base/export.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/overlay/circuit.hpp"

namespace tviz {

/// The names of the published circuits that the library carries (core/data/circuits.yaml).
TVIZ_API std::vector<std::string> circuit_names();

/// The carried circuit of this name. Throws Error.
TVIZ_API Circuit carried_circuit(std::string_view name);

/// Whether a text means the file of a circuit, not the name of a carried one: it has an extension
/// or a slash.
TVIZ_API bool is_circuit_file(std::string_view name_or_file);

/// Reads a circuit from a file: in tviz's own form (YAML or JSON), the graph of EAP, EAP-IG or MIB
/// (JSON), the edges of Edge-Pruning (JSON), or a list of edges in text, such as ACDC's, in which
/// nodes have the names of any of these tools. Throws Error with all problems.
TVIZ_API Circuit read_circuit(const std::filesystem::path& file);

/// Reads a circuit from the content of a file, which a manifest or Python gives.
TVIZ_API Circuit read_circuit(const Node& content, const std::string& source);

/// Which edges of a circuit are shown.
struct CircuitChoice {
  std::size_t top = 0;                ///< As many as these, the strongest; 0: all.
  std::optional<double> threshold{};  ///< Those of at least this strength (absolute score).
};

/// The circuit without the edges that are not chosen and without the members that had only those.
/// Of equally strong edges the first stays. Throws Error if edges have no scores to choose by, or
/// if nothing remains.
TVIZ_API Circuit chosen_edges(Circuit circuit, const CircuitChoice& choice);

/// Finds the members in the graph: afterwards each has the path of its component. Warns if it was
/// found in another model. Throws Error with every member that the model lacks, and every edge that
/// goes against the flow of the data.
TVIZ_API Circuit resolve_circuit(Circuit circuit, const Graph& graph,
                                 std::vector<std::string>& warnings);

}  // namespace tviz
