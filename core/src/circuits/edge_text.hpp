// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "circuits/circuit_builder.hpp"
#include "tviz/base/error.hpp"

namespace tviz {

/// An edge as text: "a0.h1->m3", "a0.h1->a5.h5<q>", in two parts; the ports are those of both ends.
struct EdgeText {
  std::string_view from;
  std::string_view to;
};

/// The two ends of "A->B", without the spaces around; nothing if the text has no arrow.
std::optional<EdgeText> split_edge(std::string_view text);

/// Adds the edge between two named nodes; a port stands in the name of a node or after it in
/// angle brackets. An edge from the input of a head to the head itself only adds the member.
/// Throws Error if a name means nothing.
void add_edge(std::string_view from, std::string_view to, std::optional<double> weight,
              const Location& where, CircuitBuilder& builder);

/// The problem of a name that means nothing.
Problem unknown_node(std::string_view name, Location where);

/// Reads a list of edges, one a line, each with its weight after it or without; or a graph in the
/// language of Graphviz, whose invisible edges are left out. Throws Error.
Circuit read_edge_list(std::string_view text, const std::string& source);

}  // namespace tviz
