// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/write_node.hpp"
#include "graph/graph_words.hpp"
#include "graph/well_formed.hpp"
#include "tviz/base/spelling.hpp"
#include "tviz/graph/builder.hpp"
#include "tviz/graph/graph_file.hpp"

namespace tviz {
namespace {

constexpr std::int64_t kMostInt = 1'000'000;

/// Axes whose size only a run knows, in every graph.
constexpr std::array<std::string_view, 2> kRunAxes{"batch", "seq_len"};

/// Each problem once: a component that stands in several places has its mistakes in each.
std::vector<Problem> without_repeats(std::vector<Problem> problems) {
  std::set<std::string> texts;
  std::erase_if(problems, [&](const Problem& each) { return !texts.insert(format(each)).second; });
  return problems;
}

/// Reads the parts of a graph file.
class GraphReader {
 public:
  GraphReader(const Document& file, const Limits& limits) : file_(file), limits_(limits) {}

  Graph read(const ModelArchitecture& model) {
    GraphBuilder builder(model, limits_);
    try {
      read_root(builder);
      throw_if_any(std::move(problems_));
      return builder.finish();
    } catch (const Error& error) {
      throw located(error);
    }
  }

 private:
  using Places = std::map<std::string, Location, std::less<>>;

  /// A structure that blocks name.
  struct NamedStructure {
    std::size_t number = 0;
    Location place{};
    bool is_used = false;
  };

  void read_root(GraphBuilder& builder) {
    FieldReader root(file_.root, file_.source, {}, problems_);
    for (const char* key : {"name", "title", "model"}) root.ignore(key);
    read_dimensions(root);
    components_ = root.map("components");
    each(root, "streams",
         [&](const Node& node, const std::string& path) { read_stream(node, path, builder); });
    each(root, "links", [&](const Node& node, const std::string& path) {
      FieldReader fields(node, file_.source, path, problems_);
      const Link link{text(fields, "from"), text(fields, "to"), text(fields, "into")};
      fields.reject_unknown();
      builder.add_link(link);
    });
    root.reject_unknown();
    check_all_used();
  }

  static std::string text(FieldReader& fields, std::string_view key) {
    return fields.text(key).value_or("");
  }

  std::int64_t number(FieldReader& fields, std::string_view key) const {
    return fields.integer(key, 0, limits_.width).value_or(0);
  }

  /// Calls `read` with each item of a list and its place.
  void each(FieldReader& fields, const std::string& key, const auto& read,
            const std::string& inside = {}) {
    const Node* list = fields.list(key);
    if (list == nullptr) return;
    for (std::size_t i = 0; i < list->items.size(); ++i) {
      read(list->items[i], fmt::format("{}{}{}[{}]", inside, inside.empty() ? "" : ".", key, i));
    }
  }

  void report(const Node& node, const std::string& path, std::string message,
              std::string hint = {}) {
    problems_.push_back(
        {std::move(message), {file_.source, node.line, node.column, path}, std::move(hint)});
  }

  void read_dimensions(FieldReader& root) {
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

  std::string nearest_dimension(const std::string& word) const {
    std::vector<std::string> words;
    words.reserve(sizes_.size());
    for (const auto& [symbol, size] : sizes_) words.push_back(symbol);
    std::string hint = did_you_mean(word, words);
    return hint.empty() ? "the map 'dimensions' lists the words" : hint;
  }

  /// The size of an axis: a number, or a word that `dimensions` has.
  std::optional<std::int64_t> size_of(const Node& node, const std::string& path) {
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

  Dimension read_axis(const Node& node, const std::string& path) {
    if (node.kind == Node::Kind::Mapping) {
      FieldReader fields(node, file_.source, path, problems_);
      Dimension axis{text(fields, "symbol"), number(fields, "size"), text(fields, "joined_to")};
      fields.reject_unknown();
      return axis;
    }
    const auto size = size_of(node, path);
    if (as_integer(node)) return {{}, size.value_or(1)};
    return {node.scalar, size.value_or(0)};
  }

  /// The axes of a tensor: a list, or the list `shape` of a map of which `read_more` reads the
  /// rest. Nullptr, with a problem, if there is none.
  const Node* axes_of(const Node& node, const std::string& path, const auto& read_more) {
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

  HookPoint read_point(const std::string& site, const Node& node, const std::string& path) {
    return read_point(site, node, path, [](FieldReader&) {});
  }

  HookPoint read_point(const std::string& site, const Node& node, const std::string& path,
                       const auto& read_more) {
    HookPoint point{.site = site};
    const Node* axes = axes_of(node, path, [&](FieldReader& fields) {
      point.head_axis = static_cast<int>(fields.integer("head_axis", 0, kMostInt).value_or(-1));
      read_more(fields);
    });
    if (axes == nullptr) return point;
    for (const Node& each : axes->items) point.shape.push_back(read_axis(each, path));
    return point;
  }

  Weight read_weight(const std::string& name, const Node& node, const std::string& path) {
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

  Part read_part(const Node& node, const std::string& path) {
    FieldReader fields(node, file_.source, path, problems_);
    Part part{text(fields, "path"), text(fields, "role"),  text(fields, "label"),
              text(fields, "note"), text(fields, "title"), text(fields, "summary")};
    fields.reject_unknown();
    return part;
  }

  Step read_step(const Node& node, const std::string& path) {
    FieldReader fields(node, file_.source, path, problems_);
    Step step{.label = text(fields, "label"), .role = text(fields, "role")};
    step.column = static_cast<int>(fields.integer("column", 0, kMostInt).value_or(0));
    step.row = static_cast<int>(fields.integer("row", 0, kMostInt).value_or(0));
    step.note = text(fields, "note");
    fields.reject_unknown();
    return step;
  }

  int read_wire_end(FieldReader& fields, std::string_view key, int otherwise) {
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

  Interior read_interior(const Node& node, const std::string& path) {
    FieldReader fields(node, file_.source, path, problems_);
    Interior interior;
    each(
        fields, "steps",
        [&](const Node& step, const std::string& at) {
          interior.steps.push_back(read_step(step, at));
        },
        path);
    each(
        fields, "wires",
        [&](const Node& item, const std::string& at) {
          FieldReader wire(item, file_.source, at, problems_);
          const int from = read_wire_end(wire, "from", kComponentInput);
          const int to = read_wire_end(wire, "to", kComponentOutput);
          interior.wires.push_back({from, to, {}});
          each(
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
  Component read_component(const Node& node, const std::string& path) {
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

  Component read_component(const Node& node, const std::string& name, const std::string& path) {
    FieldReader fields(node, file_.source, path, problems_);
    Component component{.path = fields.text("path").value_or(name)};
    if (!fields.has("kind")) fields.report("kind", "missing");
    component.kind = text(fields, "kind");
    component.label = fields.text("label").value_or(label_of(component));
    component.title = fields.text("title").value_or(component.path);
    component.summary = text(fields, "summary");
    component.equation = text(fields, "equation");
    component.n_heads = head_count(fields, "n_heads");
    component.n_key_value_heads = head_count(fields, "n_key_value_heads");
    if (!fields.has("n_key_value_heads")) component.n_key_value_heads = component.n_heads;
    component.n_experts = head_count(fields, "n_experts");
    component.experts_per_token = head_count(fields, "experts_per_token");
    each(
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
            member.key, member.value, fmt::format("{}.hook_points.{}", path, member.key)));
      }
    }
    if (const Node* interior = fields.map("interior")) {
      component.interior = read_interior(*interior, path + ".interior");
    }
    fields.reject_unknown();
    // As checks call it.
    const std::string& called = component.path.empty() ? component.kind : component.path;
    places_.emplace(called, Location{file_.source, node.line, node.column, path});
    return component;
  }

  /// A number, or a word that `dimensions` has.
  std::int64_t head_count(FieldReader& fields, std::string_view key) {
    const Node* node = fields.node(key);
    if (node == nullptr || as_integer(*node)) return number(fields, key);
    return size_of(*node, std::string(key)).value_or(0);
  }

  /// What stands in the box of a component without a label.
  static std::string label_of(const Component& component) {
    if (component.kind == "attention") return "h";
    if (component.kind == "cross_attention") return "c";
    std::string text = component.path;
    std::erase(text, '"');
    return '"' + text + '"';
  }

  std::vector<Component> read_components(FieldReader& fields, const std::string& key,
                                         const std::string& path) {
    std::vector<Component> list;
    each(
        fields, key,
        [&](const Node& node, const std::string& at) { list.push_back(read_component(node, at)); },
        path);
    return list;
  }

  Note read_note(FieldReader& fields, std::string_view key, const std::string& path) {
    const Node* node = fields.map(key);
    if (node == nullptr) return {};
    FieldReader note(*node, file_.source, fmt::format("{}.{}", path, key), problems_);
    Note result{text(note, "text"), text(note, "equation")};
    note.reject_unknown();
    return result;
  }

  Branch read_branch(const Node& node, const std::string& path) {
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

  /// A map, or the components of its only branch.
  Addition read_addition(const Node& node, const std::string& path) {
    if (node.kind != Node::Kind::Mapping) return {.branches = {read_branch(node, path)}};
    FieldReader fields(node, file_.source, path, problems_);
    Addition addition;
    addition.shared = read_components(fields, "shared", path);
    each(
        fields, "branches",
        [&](const Node& branch, const std::string& at) {
          addition.branches.push_back(read_branch(branch, at));
        },
        path);
    addition.on_stream = read_components(fields, "on_stream", path);
    addition.note = read_note(fields, "note", path);
    fields.reject_unknown();
    return addition;
  }

  StreamPoint read_stream_point(const Node& node, const std::string& path) {
    StreamPoint place;
    std::string site;
    place.point = read_point({}, node, path, [&](FieldReader& fields) {
      site = text(fields, "site");
      place.after_additions =
          static_cast<int>(fields.integer("after_additions", 0, kMostInt).value_or(0));
      place.after_norms = fields.boolean("after_norms").value_or(false);
    });
    place.point.site = std::move(site);
    return place;
  }

  /// A structure, and what is wrong with it. Other structures may have components of the same
  /// paths, so it is checked while these lead to its own.
  BlockStructure read_structure(const Node& node, const std::string& path) {
    Places others = std::exchange(places_, {});
    const std::size_t before = problems_.size();
    BlockStructure structure = fields_of_structure(node, path);
    std::vector<Problem> found;
    // What could not be read would be missed once more.
    if (problems_.size() == before) found = structure_problems(structure);
    for (Problem& each : found) {
      problems_.push_back(located(std::move(each), place_of(node, path)));
    }
    others.merge(places_);
    places_ = std::move(others);
    return structure;
  }

  BlockStructure fields_of_structure(const Node& node, const std::string& path) {
    FieldReader fields(node, file_.source, path, problems_);
    BlockStructure structure{.name = text(fields, "name"),
                             .short_name = text(fields, "short_name")};
    each(
        fields, "additions",
        [&](const Node& item, const std::string& at) {
          structure.additions.push_back(read_addition(item, at));
        },
        path);
    each(
        fields, "stream_points",
        [&](const Node& item, const std::string& at) {
          structure.stream_points.push_back(read_stream_point(item, at));
        },
        path);
    fields.reject_unknown();
    return structure;
  }

  void read_structures(FieldReader& fields, const std::string& path, GraphBuilder& builder) {
    named_.clear();
    written_.clear();
    const Node* map = fields.map("structures");
    if (map == nullptr) return;
    for (const Node::Member& member : map->members) {
      const std::string at = fmt::format("{}.structures.{}", path, member.key);
      const std::size_t number = builder.add_structure(read_structure(member.value, at));
      named_[member.key] = {number, place_of(member.value, at)};
    }
  }

  /// The blocks of a list: names of structures, structures, and maps that repeat such a list.
  void add_blocks(const Node& list, const std::string& path, const std::string& prefix,
                  GraphBuilder& builder) {
    if (list.kind != Node::Kind::Sequence) return report(list, path, "must be a list");
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      add_block(list.items[i], fmt::format("{}[{}]", path, i), prefix, builder);
    }
  }

  void add_block(const Node& item, const std::string& path, const std::string& prefix,
                 GraphBuilder& builder) {
    if (item.kind != Node::Kind::Mapping) return add_named_block(item, path, prefix, builder);
    const bool repeats = item.find("of") != nullptr || item.find("repeat") != nullptr;
    if (repeats) return repeat_blocks(item, path, prefix, builder);
    const auto [written, is_new] = written_.try_emplace(to_json(item));
    if (is_new) written->second = builder.add_structure(read_structure(item, path));
    builder.add_block(written->second, prefix);
  }

  void add_named_block(const Node& name, const std::string& path, const std::string& prefix,
                       GraphBuilder& builder) {
    const auto structure = named_.find(name.scalar);
    if (structure != named_.end()) {
      structure->second.is_used = true;
      return builder.add_block(structure->second.number, prefix);
    }
    std::vector<std::string> names;
    names.reserve(named_.size());
    for (const auto& [known, each] : named_) names.push_back(known);
    report(name, path, fmt::format("no structure '{}' in this stream", name.scalar),
           did_you_mean(name.scalar, names));
  }

  void repeat_blocks(const Node& item, const std::string& path, const std::string& prefix,
                     GraphBuilder& builder) {
    const std::size_t before = problems_.size();
    FieldReader fields(item, file_.source, path, problems_);
    const std::int64_t times = fields.integer("repeat", 1, limits_.layers).value_or(1);
    const std::string own = fields.text("prefix").value_or(prefix);
    const Node* of = fields.node("of");
    if (of == nullptr) fields.report("of", "missing");
    // Nothing, repeated on several levels, would take for ever.
    if (of != nullptr && of->items.empty()) fields.report("of", "must be a list of blocks");
    fields.reject_unknown();
    // A mistake is not repeated.
    for (std::int64_t i = 0; problems_.size() == before && i < times; ++i) {
      add_blocks(*of, path + ".of", own, builder);
    }
  }

  /// Reports structures that no block names, unless the blocks have mistakes: they may mean them.
  void check_structures_used() {
    if (!problems_.empty()) return;
    for (const auto& [name, each] : named_) {
      if (!each.is_used) problems_.push_back({"no block has this structure", each.place, {}});
    }
  }

  /// What leads from one state of the stream to another, and what reads one.
  void read_detours(FieldReader& fields, const std::string& path, GraphBuilder& builder) {
    each(
        fields, "loops",
        [&](const Node& node, const std::string& at) {
          FieldReader loop(node, file_.source, at, problems_);
          builder.add_loop({layer(loop, "first"), layer(loop, "last"), text(loop, "times")});
          loop.reject_unknown();
        },
        path);
    each(
        fields, "skips",
        [&](const Node& node, const std::string& at) {
          FieldReader skip(node, file_.source, at, problems_);
          builder.add_skip({layer(skip, "from", -1), layer(skip, "to"),
                            skip.text("join").value_or(Skip{}.join)});
          skip.reject_unknown();
        },
        path);
    each(
        fields, "read_outs",
        [&](const Node& node, const std::string& at) {
          FieldReader read_out(node, file_.source, at, problems_);
          builder.add_read_out(
              {layer(read_out, "after"), read_components(read_out, "components", at)});
          read_out.reject_unknown();
        },
        path);
  }

  std::int64_t layer(FieldReader& fields, std::string_view key, std::int64_t least = 0) const {
    if (!fields.has(key)) fields.report(key, "missing");
    return fields.integer(key, least, limits_.layers).value_or(0);
  }

  void read_stream(const Node& node, const std::string& path, GraphBuilder& builder) {
    FieldReader fields(node, file_.source, path, problems_);
    const std::string name = fields.text("name").value_or("stream");
    places_.emplace(name, Location{file_.source, node.line, node.column, path});
    builder.begin_stream(name, text(fields, "title"));
    if (fields.boolean("shared_weights").value_or(false)) builder.share_weights();
    for (const Component& each : read_components(fields, "entry", path)) builder.add_entry(each);
    for (const Component& each : read_components(fields, "added_at_entry", path)) {
      builder.add_at_entry(each);
    }
    for (const Component& each : read_components(fields, "after_entry", path)) {
      builder.add_after_entry(each);
    }
    for (const Component& each : read_components(fields, "used_by_blocks", path)) {
      builder.add_used_by_blocks(each);
    }
    builder.set_entry_note(read_note(fields, "entry_note", path));
    read_structures(fields, path, builder);
    if (const Node* blocks = fields.node("blocks")) {
      add_blocks(*blocks, path + ".blocks", std::string(kBlocks), builder);
    }
    check_structures_used();
    read_detours(fields, path, builder);
    for (const Component& each : read_components(fields, "exit", path)) builder.add_exit(each);
    builder.set_exit_note(read_note(fields, "exit_note", path));
    fields.reject_unknown();
  }

  /// A component that nobody names is a mistake in writing, most likely.
  void check_all_used() {
    if (components_ == nullptr) return;
    for (const Node::Member& member : components_->members) {
      if (used_.contains(member.key)) continue;
      problems_.push_back({"no stream has this component",
                           {file_.source, member.line, member.column, "components." + member.key},
                           {}});
    }
  }

  Location place_of(const Node& node, std::string path) const {
    return {file_.source, node.line, node.column, std::move(path)};
  }

  /// What a check of the graph finds wrong gets the place where that was written; if this is not
  /// known, `otherwise`.
  Problem located(Problem problem, const Location& otherwise) const {
    if (!problem.where.source.empty() || problem.where.line > 0) return problem;
    const auto place = places_.find(problem.where.field);
    problem.where = place != places_.end() ? place->second : otherwise;
    return problem;
  }

  Error located(const Error& error) const {
    std::vector<Problem> problems = problems_;
    for (const Problem& each : error.problems()) {
      problems.push_back(located(each, place_of(file_.root, each.where.field)));
    }
    return Error(without_repeats(std::move(problems)));
  }

  const Document& file_;
  const Limits& limits_;
  const Node* components_ = nullptr;
  std::set<std::string, std::less<>> used_;
  std::map<std::string, std::int64_t, std::less<>> sizes_;    ///< 0: only a run knows it.
  Places places_;                                             ///< Of paths and names.
  std::map<std::string, NamedStructure, std::less<>> named_;  ///< Of the stream that is read.
  std::map<std::string, std::size_t> written_;  ///< Those that stand among its blocks, by text.
  std::vector<Problem> problems_;
};

}  // namespace

Graph read_graph(const Document& file, const ModelArchitecture& model, const Limits& limits) {
  ModelArchitecture own = model;
  own.graph = nullptr;
  Graph graph = GraphReader(file, limits).read(own);
  const auto layers = static_cast<std::int64_t>(graph.streams.back().blocks.size());
  if (graph.model.n_layers == 0) graph.model.n_layers = layers;
  return graph;
}

}  // namespace tviz
