// SPDX-License-Identifier: MIT
#include "circuits/circuit_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "circuits/edge_text.hpp"
#include "circuits/node_names.hpp"
#include "tviz/base/limits.hpp"
#include "tviz/base/spelling.hpp"

namespace tviz {
namespace {

constexpr std::size_t kMostProblemsOfFile = 20;

/// The letters of "QKV" that a text has, in this order; nothing if it has others.
std::optional<std::string> ports_of(std::string_view text) {
  std::string ports;
  for (const char port : std::string_view("QKV")) {
    const auto is_port = [port](char c) { return c == port || c == port + 32; };
    if (std::ranges::any_of(text, is_port)) ports += port;
  }
  return ports.size() == text.size() ? std::optional(ports) : std::nullopt;
}

class CircuitFileReader {
 public:
  CircuitFileReader(const Node& root, const std::string& source, std::vector<Problem>& problems)
      : source_(source), problems_(problems), fields_(root, source, "", problems) {}

  Circuit run() && {
    Circuit& circuit = builder_.circuit();
    fields_.integer("schema", 1, 1);
    circuit.name = fields_.text("name").value_or("");
    circuit.title = text("title");
    circuit.citation = text("citation");
    circuit.note = text("note");
    circuit.n_layers = fields_.integer("layers", 1, Limits{}.layers).value_or(0);
    circuit.n_heads = fields_.integer("heads", 1, Limits{}.heads).value_or(0);
    if (const Node* models = fields_.list("models")) {
      for (const Node& model : models->items) circuit.models.push_back(model.scalar);
    }
    if (const Node* members = fields_.list("members")) read_members(*members, std::nullopt);
    if (const Node* classes = fields_.list("classes")) read_classes(*classes);
    if (const Node* edges = fields_.list("edges")) read_edges(*edges);
    fields_.reject_unknown();
    return std::move(builder_).finish();
  }

 private:
  std::string text(std::string_view key) {
    std::string found = fields_.text(key).value_or("");
    if (found.size() > Limits{}.text_bytes) fields_.report(key, "is too long");
    return found;
  }

  bool has_too_many_problems() const { return problems_.size() >= kMostProblemsOfFile; }

  Location at(const Node& node, std::string field) const {
    return {source_, node.line, node.column, std::move(field)};
  }

  /// A node by its name, or a head as [layer, head].
  std::optional<NamedNode> node_of(const Node& item, const std::string& field) {
    std::optional<NamedNode> named;
    if (item.kind == Node::Kind::Scalar) named = parse_node(item.scalar);
    if (item.kind == Node::Kind::Sequence && item.items.size() == 2) {
      const auto layer = as_integer(item.items[0]);
      const auto head = as_integer(item.items[1]);
      if (layer && head) named = parse_node(fmt::format("{}.{}", *layer, *head));
    }
    if (!named) {
      if (item.kind == Node::Kind::Scalar) {
        problems_.push_back(unknown_node(item.scalar, at(item, field)));
      } else {
        problems_.push_back(
            {"must be the name of a component, or [layer, head]", at(item, field), {}});
      }
      return std::nullopt;
    }
    named->member.where = at(item, field);
    return named;
  }

  std::vector<std::size_t> read_members(const Node& list, std::optional<std::size_t> role) {
    std::vector<std::size_t> indices;
    for (const Node& item : list.items) {
      if (has_too_many_problems()) break;
      auto named = node_of(item, "members");
      if (!named) continue;
      const std::size_t index = builder_.member(std::move(named->member));
      CircuitMember& member = builder_.circuit().members[index];
      if (role && member.role && *member.role != *role) {
        problems_.push_back({fmt::format("{} is already in the class '{}'", name_of(member),
                                         builder_.circuit().classes[*member.role].name),
                             at(item, "members"),
                             {}});
      }
      if (role) member.role = role;
      indices.push_back(index);
    }
    return indices;
  }

  void read_classes(const Node& list) {
    for (const Node& item : list.items) {
      if (has_too_many_problems()) break;
      if (item.kind != Node::Kind::Mapping) {
        problems_.push_back({"must be a class: {name, color, members}", at(item, "classes"), {}});
        continue;
      }
      FieldReader reader(item, source_, "classes", problems_);
      CircuitClass own;
      own.name = reader.text("name").value_or("");
      if (own.name.empty()) reader.report("name", "is missing");
      if (own.name.size() > Limits{}.text_bytes) reader.report("name", "is too long");
      if (const auto color = reader.text("color")) {
        own.color = parse_color(*color);
        if (!own.color) reader.report("color", "not a colour", "write it as #RRGGBB");
      }
      const std::size_t role = builder_.circuit().classes.size();
      if (classes_.contains(own.name)) reader.report("name", "is given twice");
      builder_.circuit().classes.push_back(own);
      const Node* members = reader.list("members");
      if (members == nullptr) {
        reader.report("members", "must be a list of components");
      } else {
        classes_[own.name] = read_members(*members, role);
      }
      reader.reject_unknown();
    }
  }

  struct Ends {
    std::vector<std::size_t> members;
    std::string ports;
    bool is_one = false;
  };

  /// A node, a class, or a list of these.
  Ends ends_of(const Node& value, const std::string& field) {
    Ends ends;
    const bool is_head = value.kind == Node::Kind::Sequence && value.items.size() == 2 &&
                         as_integer(value.items[0]) && as_integer(value.items[1]);
    if (value.kind == Node::Kind::Sequence && !is_head) {
      for (const Node& item : value.items) {
        Ends more = ends_of(item, field);
        ends.members.insert(ends.members.end(), more.members.begin(), more.members.end());
      }
      return ends;
    }
    if (value.kind == Node::Kind::Scalar) {
      if (const auto found = classes_.find(value.scalar); found != classes_.end()) {
        ends.members = found->second;
        return ends;
      }
    }
    auto named = node_of(value, field);
    if (!named) {
      hint_at_class(value);
      return ends;
    }
    ends.members.push_back(builder_.member(std::move(named->member)));
    ends.ports = named->ports;
    ends.is_one = true;
    return ends;
  }

  /// A name that means nothing may be a misspelt class.
  void hint_at_class(const Node& value) {
    if (value.kind != Node::Kind::Scalar) return;
    std::vector<std::string> names;
    for (const auto& [name, members] : classes_) names.push_back(name);
    const std::string hint = did_you_mean(value.scalar, names);
    if (!hint.empty()) problems_.back().hint = hint;
  }

  void read_edges(const Node& list) {
    for (const Node& item : list.items) {
      if (has_too_many_problems()) break;
      if (item.kind == Node::Kind::Mapping) {
        read_edge_map(item);
      } else {
        read_edge_text(item);
      }
    }
  }

  void read_edge_map(const Node& item) {
    FieldReader reader(item, source_, "edges", problems_);
    constexpr double kMost = std::numeric_limits<double>::max();
    const auto weight = reader.real("weight", -kMost, kMost);
    std::optional<std::string> ports;
    if (const auto given = reader.text("port")) {
      ports = ports_of(*given);
      if (!ports) reader.report("port", "must be Q, K, V or several of them, such as KV");
    }
    Ends from;
    Ends to;
    for (const auto& [key, ends] : {std::pair("from", &from), std::pair("to", &to)}) {
      if (const Node* value = reader.node(key)) {
        *ends = ends_of(*value, fmt::format("edges.{}", key));
      } else {
        reader.report(key, "is missing");
      }
    }
    reader.reject_unknown();
    add_pairs(from, to, ports.value_or(to.ports), weight);
  }

  void add_pairs(const Ends& from, const Ends& to, const std::string& ports,
                 std::optional<double> weight) {
    const bool implied = !from.is_one || !to.is_one;
    for (const std::size_t sender : from.members) {
      for (const std::size_t receiver : to.members) {
        if (sender == receiver) continue;
        builder_.edge({sender, receiver, ports, weight, implied});
      }
    }
  }

  void read_edge_text(const Node& item) {
    try {
      if (item.kind == Node::Kind::Sequence && item.items.size() == 2) {
        const Ends from = ends_of(item.items[0], "edges");
        const Ends to = ends_of(item.items[1], "edges");
        return add_pairs(from, to, to.ports, std::nullopt);
      }
      const auto edge = item.kind == Node::Kind::Scalar ? split_edge(item.scalar) : std::nullopt;
      if (!edge) {
        problems_.push_back(
            {"must be an edge: {from, to, port, weight}, \"9.6->logits\" or "
             "[sender, receiver]",
             at(item, "edges"),
             {}});
        return;
      }
      add_edge(edge->from, edge->to, std::nullopt, at(item, "edges"), builder_);
    } catch (const Error& error) {
      problems_.insert(problems_.end(), error.problems().begin(), error.problems().end());
    }
  }

  const std::string& source_;
  std::vector<Problem>& problems_;
  FieldReader fields_;
  CircuitBuilder builder_;
  std::map<std::string, std::vector<std::size_t>, std::less<>> classes_;
};

}  // namespace

Circuit read_own_circuit(const Node& root, const std::string& source,
                         std::vector<Problem>& problems) {
  return CircuitFileReader(root, source, problems).run();
}

}  // namespace tviz
