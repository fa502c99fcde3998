// SPDX-License-Identifier: MIT
#include "tviz/circuits/circuits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "circuits/circuit_file.hpp"
#include "circuits/edge_text.hpp"
#include "circuits/tool_graphs.hpp"
#include "tviz/base/spelling.hpp"

extern "C" const char tviz_data_circuits_begin[];
extern "C" const char tviz_data_circuits_end[];

namespace tviz {
namespace {

const Document& carried_circuits() {
  static const Document document =
      parse_yaml({tviz_data_circuits_begin, tviz_data_circuits_end}, "circuits.yaml");
  return document;
}

const std::vector<Node::Member>& carried_members() {
  return carried_circuits().root.find("circuits")->members;
}

/// Formats that other programs write and only their own code reads.
void refuse_pickle(const std::filesystem::path& file, const std::string& extension) {
  constexpr std::array<std::string_view, 5> kPickles{".pt", ".pth", ".pkl", ".pickle", ".npz"};
  if (std::ranges::find(kPickles, extension) == kPickles.end()) return;
  throw Error(Problem{"is a Python object, which tviz does not run",
                      {.source = file.string()},
                      "save the circuit as JSON: Graph.to_json() of EAP-IG, or a list of "
                      "[sender, receiver]"});
}

bool has_content(const Circuit& circuit) { return !circuit.members.empty(); }

}  // namespace

std::vector<std::string> circuit_names() {
  std::vector<std::string> names;
  for (const Node::Member& member : carried_members()) names.push_back(member.key);
  return names;
}

Circuit carried_circuit(std::string_view name) {
  const auto& all = carried_members();
  const auto found = std::ranges::find(all, name, &Node::Member::key);
  if (found == all.end()) {
    const std::vector<std::string> names = circuit_names();
    std::string hint = did_you_mean(name, names);
    if (hint.empty()) {
      hint =
          fmt::format("the published ones are {}; a file has an extension", fmt::join(names, ", "));
    }
    throw Error(Problem{fmt::format("unknown circuit '{}'", name), {.field = "circuit"}, hint});
  }
  std::vector<Problem> problems;
  Circuit circuit = read_own_circuit(found->value, carried_circuits().source, problems);
  throw_if_any(std::move(problems));
  circuit.name = found->key;
  return circuit;
}

bool is_circuit_file(std::string_view name_or_file) {
  return name_or_file.find_first_of("./") != name_or_file.npos;
}

Circuit read_circuit(const Node& content, const std::string& source) {
  Circuit circuit;
  if (content.kind == Node::Kind::Sequence) {
    circuit = read_edge_pairs(content, source);
  } else if (content.kind != Node::Kind::Mapping) {
    throw Error(Problem{"is no circuit",
                        {source, content.line, content.column, {}},
                        "it must be a map with members, classes and edges"});
  } else if (is_eap_graph(content)) {
    circuit = read_eap_graph(content, source);
  } else {
    refuse_other_graphs(content, source);
    std::vector<Problem> problems;
    circuit = read_own_circuit(content, source, problems);
    throw_if_any(std::move(problems));
  }
  if (!has_content(circuit)) {
    throw Error(Problem{"the circuit is empty",
                        {source, content.line, content.column, {}},
                        "it needs members or edges"});
  }
  return circuit;
}

Circuit read_circuit(const std::filesystem::path& file) {
  const std::string extension = lower_case(file.extension().string());
  refuse_pickle(file, extension);
  const std::string source = file.string();
  const std::string text = read_file(file, Limits{}.document_bytes);
  if (extension == ".json") return read_circuit(parse_json(text, source).root, source);
  if (extension == ".yaml" || extension == ".yml") {
    return read_circuit(parse_yaml(text, source).root, source);
  }
  if (extension == ".jsonl") {
    const std::string_view first = std::string_view(text).substr(0, text.find('\n'));
    refuse_other_graphs(parse_json(first, source).root, source);
  }
  Circuit circuit = read_edge_list(text, source);
  if (!has_content(circuit)) {
    throw Error(Problem{"the circuit is empty", {.source = source}, "it has no visible edge"});
  }
  return circuit;
}

}  // namespace tviz
