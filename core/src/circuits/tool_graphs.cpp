// SPDX-License-Identifier: MIT
#include "circuits/tool_graphs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "circuits/edge_text.hpp"

namespace tviz {
namespace {

constexpr std::size_t kMostProblemsOfGraph = 20;

bool is_map(const Node* node) { return node != nullptr && node->kind == Node::Kind::Mapping; }

bool is_in_graph(const Node::Member& edge) {
  const Node* found = edge.value.find("in_graph");
  return found != nullptr && as_boolean(*found).value_or(false);
}

void add(const Error& error, std::vector<Problem>& problems) {
  problems.insert(problems.end(), error.problems().begin(), error.problems().end());
}

std::int64_t count_in(const Node& configuration, std::string_view key) {
  const Node* value = configuration.find(key);
  return value == nullptr ? 0 : as_integer(*value).value_or(0);
}

}  // namespace

bool is_eap_graph(const Node& root) {
  return is_map(root.find("cfg")) && is_map(root.find("nodes")) && is_map(root.find("edges"));
}

Circuit read_eap_graph(const Node& root, const std::string& source) {
  const std::vector<Node::Member>& edges = root.find("edges")->members;
  const bool scores_only = std::ranges::none_of(edges, is_in_graph);
  CircuitBuilder builder;
  builder.circuit().n_layers = count_in(*root.find("cfg"), "n_layers");
  builder.circuit().n_heads = count_in(*root.find("cfg"), "n_heads");
  std::vector<Problem> problems;
  for (const Node::Member& edge : edges) {
    if (!scores_only && !is_in_graph(edge)) continue;
    const Location where{source, edge.line, edge.column, "edges"};
    const auto ends = split_edge(edge.key);
    const Node* score = edge.value.find("score");
    try {
      if (!ends) throw Error(Problem{fmt::format("'{}' is no edge", edge.key), where, {}});
      add_edge(ends->from, ends->to, score == nullptr ? std::nullopt : as_real(*score), where,
               builder);
    } catch (const Error& error) {
      add(error, problems);
    }
    if (problems.size() >= kMostProblemsOfGraph) break;
  }
  throw_if_any(std::move(problems));
  return std::move(builder).finish();
}

Circuit read_edge_pairs(const Node& root, const std::string& source) {
  CircuitBuilder builder;
  std::vector<Problem> problems;
  for (const Node& pair : root.items) {
    const Location where{source, pair.line, pair.column, {}};
    const bool is_pair = pair.kind == Node::Kind::Sequence && pair.items.size() == 2 &&
                         pair.items[0].kind == Node::Kind::Scalar &&
                         pair.items[1].kind == Node::Kind::Scalar;
    if (!is_pair) {
      problems.push_back({"must be an edge: [sender, receiver]", where, {}});
    } else {
      try {
        add_edge(pair.items[0].scalar, pair.items[1].scalar, std::nullopt, where, builder);
      } catch (const Error& error) {
        add(error, problems);
      }
    }
    if (problems.size() >= kMostProblemsOfGraph) break;
  }
  throw_if_any(std::move(problems));
  return std::move(builder).finish();
}

void refuse_other_graphs(const Node& root, const std::string& source) {
  const bool is_attribution = root.find("metadata") != nullptr && root.find("links") != nullptr;
  const bool is_subgraph = root.find("pinnedIds") != nullptr || root.find("qParams") != nullptr ||
                           root.find("node_ids") != nullptr;
  const bool is_annotation = root.find("Component") != nullptr && root.find("Feature") != nullptr;
  if (!is_attribution && !is_subgraph && !is_annotation) return;
  const std::string_view kind =
      is_annotation ? "a list of annotations of features" : "an attribution graph of features";
  throw Error(Problem{fmt::format("is {}, which tviz cannot draw yet", kind),
                      {source, root.line, root.column, {}},
                      "it draws circuits of heads and MLPs"});
}

}  // namespace tviz
