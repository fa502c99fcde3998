// SPDX-License-Identifier: MIT
#include "graph/component_reader.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "graph/graph_words.hpp"
#include "tviz/base/spelling.hpp"
#include "tviz/graph/low_rank.hpp"

namespace tviz {
namespace {

/// Axes whose size only a run knows, in every graph.
constexpr std::array<std::string_view, 2> kRunAxes{"batch", "seq_len"};

}  // namespace

void ComponentReader::read_maps(FieldReader& root) {
  read_dimensions(root);
  components_ = root.map("components");
}

void ComponentReader::report(const Node& node, const std::string& path, std::string message,
                             std::string hint) {
  problems_.push_back(
      {std::move(message), {file_.source, node.line, node.column, path}, std::move(hint)});
}

std::int64_t ComponentReader::number(FieldReader& fields, std::string_view key) const {
  return fields.integer(key, 0, limits_.width).value_or(0);
}

void ComponentReader::read_dimensions(FieldReader& root) {
  for (const std::string_view axis : kRunAxes) sizes_.emplace(axis, 0);
  const Node* map = root.map("dimensions");
  if (map == nullptr) return;
  for (const Node::Member& member : map->members) {
    const auto size = as_integer(member.value);
    const bool is_null = member.value.kind == Node::Kind::Null;
    if (is_null || (size && *size >= 1 && *size <= limits_.width)) {
      sizes_.insert_or_assign(member.key, size.value_or(0));
    } else {
      report(member.value, "dimensions." + member.key,
             fmt::format("must be a whole number from 1 to {}, or null if only a run knows it",
                         limits_.width));
    }
  }
}

std::string ComponentReader::nearest_dimension(const std::string& word) const {
  std::vector<std::string> words;
  words.reserve(sizes_.size());
  for (const auto& [symbol, size] : sizes_) words.push_back(symbol);
  std::string hint = did_you_mean(word, words);
  return hint.empty() ? "the map 'dimensions' lists the words" : hint;
}

/// The size of an axis: a number, or a word that `dimensions` has.
std::optional<std::int64_t> ComponentReader::size_of(const Node& node, const std::string& path) {
  if (const auto size = as_integer(node)) {
    if (*size >= 1 && *size <= limits_.width) return size;
    report(node, path, fmt::format("must be 1 to {}", limits_.width));
    return std::nullopt;
  }
  const auto symbol = sizes_.find(node.scalar);
  if (node.kind == Node::Kind::Scalar && symbol != sizes_.end()) return symbol->second;
  report(node, path, fmt::format("'{}' is no dimension", node.scalar),
         nearest_dimension(node.scalar));
  return std::nullopt;
}

Dimension ComponentReader::read_axis(const Node& node, const std::string& path) {
  if (node.kind == Node::Kind::Mapping) {
    FieldReader fields(node, file_.source, path, problems_);
    Dimension axis{text_of(fields, "symbol"), number(fields, "size"), text_of(fields, "joined_to")};
    fields.reject_unknown();
    return axis;
  }
  const auto size = size_of(node, path);
  if (as_integer(node)) return {{}, size.value_or(1)};
  return {node.scalar, size.value_or(0)};
}

/// The axes of a tensor: a list, or the list `shape` of a map of which `read_more` reads the
/// rest. Nullptr, with a problem, if there is none.
const Node* ComponentReader::axes_of(const Node& node, const std::string& path,
                                     const ReadMore& read_more) {
  const Node* axes = &node;
  if (node.kind == Node::Kind::Mapping) {
    FieldReader fields(node, file_.source, path, problems_);
    axes = fields.node("shape");
    read_more(fields);
    fields.reject_unknown();
  }
  if (axes != nullptr && axes->kind == Node::Kind::Sequence) return axes;
  report(axes == nullptr ? node : *axes, path, "must be a list of dimensions");
  return nullptr;
}

HookPoint ComponentReader::read_point(const std::string& site, const Node& node,
                                      const std::string& path, const ReadMore& read_more) {
  HookPoint point{.site = site};
  const Node* axes = axes_of(node, path, [&](FieldReader& fields) {
    point.head_axis = static_cast<int>(fields.integer("head_axis", 0, kMostInt).value_or(-1));
    if (read_more) read_more(fields);
  });
  if (axes == nullptr) return point;
  for (const Node& each : axes->items) point.shape.push_back(read_axis(each, path));
  return point;
}

Weight ComponentReader::read_weight(const std::string& name, const Node& node,
                                    const std::string& path) {
  Weight weight{.name = name};
  const Node* axes = axes_of(node, path, [&](FieldReader& fields) {
    weight.tied = fields.boolean("tied").value_or(false);
    weight.routed = fields.boolean("routed").value_or(false);
  });
  if (axes == nullptr) return weight;
  for (const Node& each : axes->items) {
    const auto size = size_of(each, path);
    if (size && *size == 0) report(each, path, "a weight's size must be known");
    weight.shape.push_back(std::max<std::int64_t>(1, size.value_or(1)));
  }
  return weight;
}

Part ComponentReader::read_part(const Node& node, const std::string& path) {
  FieldReader fields(node, file_.source, path, problems_);
  Part part{text_of(fields, "path"), text_of(fields, "role"),  text_of(fields, "label"),
            text_of(fields, "note"), text_of(fields, "title"), text_of(fields, "summary")};
  fields.reject_unknown();
  return part;
}

Step ComponentReader::read_step(const Node& node, const std::string& path) {
  FieldReader fields(node, file_.source, path, problems_);
  Step step{.label = text_of(fields, "label"), .role = text_of(fields, "role")};
  step.column = static_cast<int>(fields.integer("column", 0, kMostInt).value_or(0));
  step.row = static_cast<int>(fields.integer("row", 0, kMostInt).value_or(0));
  step.note = text_of(fields, "note");
  fields.reject_unknown();
  return step;
}

int ComponentReader::read_wire_end(FieldReader& fields, std::string_view key, int otherwise) {
  const Node* node = fields.node(key);
  if (node == nullptr) return otherwise;
  std::vector<std::string> words;
  for (const WireEnd& each : kWireEnds) {
    if (node->scalar == each.word) return each.index;
    words.emplace_back(each.word);
  }
  const auto index = as_integer(*node);
  if (index && *index >= 0 && *index <= kMostInt) return static_cast<int>(*index);
  fields.report(key, "must be the number of a step, counted from 0, or input, source or output",
                did_you_mean(node->scalar, words));
  return otherwise;
}

Interior ComponentReader::read_interior(const Node& node, const std::string& path) {
  FieldReader fields(node, file_.source, path, problems_);
  Interior interior;
  each_item(
      fields, "steps",
      [&](const Node& step, const std::string& at) {
        interior.steps.push_back(read_step(step, at));
      },
      path);
  each_item(
      fields, "wires",
      [&](const Node& item, const std::string& at) {
        FieldReader wire(item, file_.source, at, problems_);
        const int from = read_wire_end(wire, "from", kComponentInput);
        const int to = read_wire_end(wire, "to", kComponentOutput);
        interior.wires.push_back({from, to, {}});
        each_item(
            wire, "sites",
            [&](const Node& site, const std::string&) {
              interior.wires.back().sites.push_back(site.scalar);
            },
            at);
        wire.reject_unknown();
      },
      path);
  fields.reject_unknown();
  return interior;
}

/// A component as a map, or as the name of one in the map `components`.
Component ComponentReader::read_component(const Node& node, const std::string& path) {
  if (node.kind == Node::Kind::Mapping) return read_component(node, {}, path);
  const Node* named = components_ == nullptr ? nullptr : components_->find(node.scalar);
  if (named != nullptr) {
    used_.insert(node.scalar);
    return read_component(*named, node.scalar, "components." + node.scalar);
  }
  std::vector<std::string> names;
  if (components_ != nullptr) {
    for (const Node::Member& member : components_->members) names.push_back(member.key);
  }
  report(node, path, fmt::format("no component '{}' in the map 'components'", node.scalar),
         did_you_mean(node.scalar, names));
  // It stands in for the missing one, so that its absence is the only problem.
  return {.path = node.scalar.empty() ? "x" : node.scalar, .kind = "output", .label = "x"};
}

Component ComponentReader::read_component(const Node& node, const std::string& name,
                                          const std::string& path) {
  FieldReader fields(node, file_.source, path, problems_);
  Component component{.path = fields.text("path").value_or(name)};
  if (!fields.has("kind")) fields.report("kind", "missing");
  component.kind = text_of(fields, "kind");
  component.label = fields.text("label").value_or(label_of(component));
  component.title = fields.text("title").value_or(component.path);
  component.summary = text_of(fields, "summary");
  component.equation = text_of(fields, "equation");
  component.n_heads = head_count(fields, "n_heads");
  component.n_key_value_heads = head_count(fields, "n_key_value_heads");
  if (!fields.has("n_key_value_heads")) component.n_key_value_heads = component.n_heads;
  component.n_experts = head_count(fields, "n_experts");
  component.experts_per_token = head_count(fields, "experts_per_token");
  each_item(
      fields, "parts",
      [&](const Node& part, const std::string& at) {
        component.parts.push_back(read_part(part, at));
      },
      path);
  if (const Node* weights = fields.map("weights")) {
    for (const Node::Member& member : weights->members) {
      component.weights.push_back(
          read_weight(member.key, member.value, fmt::format("{}.weights.{}", path, member.key)));
    }
  }
  if (const Node* points = fields.map("hook_points")) {
    for (const Node::Member& member : points->members) {
      component.hook_points.push_back(read_point(
          member.key, member.value, fmt::format("{}.hook_points.{}", path, member.key), {}));
    }
  }
  if (const Node* interior = fields.map("interior")) {
    component.interior = read_interior(*interior, path + ".interior");
  }
  if (const Node* lora = fields.map("lora")) read_low_ranks(*lora, path + ".lora", component);
  fields.reject_unknown();
  // As checks call it.
  const std::string& called = component.path.empty() ? component.kind : component.path;
  places_.emplace(called, Location{file_.source, node.line, node.column, path});
  return component;
}

/// The ranks of low-rank updates by the names of weights.
void ComponentReader::read_low_ranks(const Node& node, const std::string& path,
                                     Component& component) {
  std::map<std::string, std::int64_t> ranks;
  for (const Node::Member& member : node.members) {
    const auto rank = size_of(member.value, fmt::format("{}.{}", path, member.key));
    if (rank) ranks.emplace(member.key, *rank);
  }
  try {
    attach_low_ranks(component, ranks);
  } catch (const Error& error) {
    const Problem& problem = error.problems().front();
    report(node, path, problem.message, problem.hint);
  }
}

/// A number, or a word that `dimensions` has.
std::int64_t ComponentReader::head_count(FieldReader& fields, std::string_view key) {
  const Node* node = fields.node(key);
  if (node == nullptr || as_integer(*node)) return number(fields, key);
  return size_of(*node, std::string(key)).value_or(0);
}

/// What stands in the box of a component without a label.
std::string ComponentReader::label_of(const Component& component) {
  if (component.kind == "attention") return "h";
  if (component.kind == "cross_attention") return "c";
  std::string text = component.path;
  std::erase(text, '"');
  return '"' + text + '"';
}

std::vector<Component> ComponentReader::read_components(FieldReader& fields, const std::string& key,
                                                        const std::string& path) {
  std::vector<Component> list;
  each_item(
      fields, key,
      [&](const Node& node, const std::string& at) { list.push_back(read_component(node, at)); },
      path);
  return list;
}

void ComponentReader::check_all_used() {
  if (components_ == nullptr) return;
  for (const Node::Member& member : components_->members) {
    if (used_.contains(member.key)) continue;
    problems_.push_back({"no stream has this component",
                         {file_.source, member.line, member.column, "components." + member.key},
                         {}});
  }
}

Branch ComponentReader::read_branch(const Node& node, const std::string& path) {
  Branch branch;
  if (node.kind != Node::Kind::Sequence) {
    report(node, path, "must be a list of components");
    return branch;
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    branch.components.push_back(read_component(node.items[i], fmt::format("{}[{}]", path, i)));
  }
  return branch;
}

}  // namespace tviz
