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
#include "graph/component_reader.hpp"
#include "graph/graph_words.hpp"
#include "graph/well_formed.hpp"
#include "tviz/base/spelling.hpp"
#include "tviz/graph/builder.hpp"
#include "tviz/graph/graph_file.hpp"

namespace tviz {
namespace {

/// Each problem once: a component that stands in several places has its mistakes in each.
std::vector<Problem> without_repeats(std::vector<Problem> problems) {
  std::set<std::string> texts;
  std::erase_if(problems, [&](const Problem& each) { return !texts.insert(format(each)).second; });
  return problems;
}

/// Reads the parts of a graph file.
class GraphReader {
 public:
  GraphReader(const Document& file, const Limits& limits)
      : file_(file), limits_(limits), components_(file, limits, problems_) {}

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
  /// A structure that blocks name.
  struct NamedStructure {
    std::size_t number = 0;
    Location place{};
    bool is_used = false;
  };

  void read_root(GraphBuilder& builder) {
    FieldReader root(file_.root, file_.source, {}, problems_);
    for (const char* key : {"name", "title", "model"}) root.ignore(key);
    components_.read_maps(root);
    each_item(root, "streams",
              [&](const Node& node, const std::string& path) { read_stream(node, path, builder); });
    each_item(root, "links", [&](const Node& node, const std::string& path) {
      FieldReader fields(node, file_.source, path, problems_);
      const Link link{text_of(fields, "from"), text_of(fields, "to"), text_of(fields, "into")};
      fields.reject_unknown();
      builder.add_link(link);
    });
    root.reject_unknown();
    components_.check_all_used();
  }

  void report(const Node& node, const std::string& path, std::string message,
              std::string hint = {}) {
    problems_.push_back(
        {std::move(message), {file_.source, node.line, node.column, path}, std::move(hint)});
  }

  Note read_note(FieldReader& fields, std::string_view key, const std::string& path) {
    const Node* node = fields.map(key);
    if (node == nullptr) return {};
    FieldReader note(*node, file_.source, fmt::format("{}.{}", path, key), problems_);
    Note result{text_of(note, "text"), text_of(note, "equation")};
    note.reject_unknown();
    return result;
  }

  /// A map, or the components of its only branch.
  Addition read_addition(const Node& node, const std::string& path) {
    if (node.kind != Node::Kind::Mapping)
      return {.branches = {components_.read_branch(node, path)}};
    FieldReader fields(node, file_.source, path, problems_);
    Addition addition;
    addition.shared = components_.read_components(fields, "shared", path);
    each_item(
        fields, "branches",
        [&](const Node& branch, const std::string& at) {
          addition.branches.push_back(components_.read_branch(branch, at));
        },
        path);
    addition.on_stream = components_.read_components(fields, "on_stream", path);
    addition.note = read_note(fields, "note", path);
    fields.reject_unknown();
    return addition;
  }

  StreamPoint read_stream_point(const Node& node, const std::string& path) {
    StreamPoint place;
    std::string site;
    place.point = components_.read_point({}, node, path, [&](FieldReader& fields) {
      site = text_of(fields, "site");
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
    ComponentReader::Places others = std::exchange(components_.places(), {});
    const std::size_t before = problems_.size();
    BlockStructure structure = fields_of_structure(node, path);
    std::vector<Problem> found;
    // What could not be read would be missed once more.
    if (problems_.size() == before) found = structure_problems(structure);
    for (Problem& each : found) {
      problems_.push_back(located(std::move(each), place_of(node, path)));
    }
    others.merge(components_.places());
    components_.places() = std::move(others);
    return structure;
  }

  BlockStructure fields_of_structure(const Node& node, const std::string& path) {
    FieldReader fields(node, file_.source, path, problems_);
    BlockStructure structure{.name = text_of(fields, "name"),
                             .short_name = text_of(fields, "short_name")};
    each_item(
        fields, "additions",
        [&](const Node& item, const std::string& at) {
          structure.additions.push_back(read_addition(item, at));
        },
        path);
    each_item(
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
    each_item(
        fields, "loops",
        [&](const Node& node, const std::string& at) {
          FieldReader loop(node, file_.source, at, problems_);
          builder.add_loop({layer(loop, "first"), layer(loop, "last"), text_of(loop, "times")});
          loop.reject_unknown();
        },
        path);
    each_item(
        fields, "skips",
        [&](const Node& node, const std::string& at) {
          FieldReader skip(node, file_.source, at, problems_);
          builder.add_skip({layer(skip, "from", -1), layer(skip, "to"),
                            skip.text("join").value_or(Skip{}.join)});
          skip.reject_unknown();
        },
        path);
    each_item(
        fields, "read_outs",
        [&](const Node& node, const std::string& at) {
          FieldReader read_out(node, file_.source, at, problems_);
          builder.add_read_out(
              {layer(read_out, "after"), components_.read_components(read_out, "components", at)});
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
    components_.places().emplace(name, Location{file_.source, node.line, node.column, path});
    builder.begin_stream(name, text_of(fields, "title"));
    if (fields.boolean("shared_weights").value_or(false)) builder.share_weights();
    for (const Component& each : components_.read_components(fields, "entry", path))
      builder.add_entry(each);
    for (const Component& each : components_.read_components(fields, "added_at_entry", path)) {
      builder.add_at_entry(each);
    }
    for (const Component& each : components_.read_components(fields, "after_entry", path)) {
      builder.add_after_entry(each);
    }
    for (const Component& each : components_.read_components(fields, "used_by_blocks", path)) {
      builder.add_used_by_blocks(each);
    }
    builder.set_entry_note(read_note(fields, "entry_note", path));
    read_structures(fields, path, builder);
    if (const Node* blocks = fields.node("blocks")) {
      add_blocks(*blocks, path + ".blocks", std::string(kBlocks), builder);
    }
    check_structures_used();
    read_detours(fields, path, builder);
    for (const Component& each : components_.read_components(fields, "exit", path))
      builder.add_exit(each);
    builder.set_exit_note(read_note(fields, "exit_note", path));
    fields.reject_unknown();
  }

  Location place_of(const Node& node, std::string path) const {
    return {file_.source, node.line, node.column, std::move(path)};
  }

  /// What a check of the graph finds wrong gets the place where that was written; if this is not
  /// known, `otherwise`.
  Problem located(Problem problem, const Location& otherwise) {
    if (!problem.where.source.empty() || problem.where.line > 0) return problem;
    const auto& places = components_.places();
    const auto place = places.find(problem.where.field);
    problem.where = place != places.end() ? place->second : otherwise;
    return problem;
  }

  Error located(const Error& error) {
    std::vector<Problem> problems = problems_;
    for (const Problem& each : error.problems()) {
      problems.push_back(located(each, place_of(file_.root, each.where.field)));
    }
    return Error(without_repeats(std::move(problems)));
  }

  const Document& file_;
  const Limits& limits_;
  std::map<std::string, NamedStructure, std::less<>> named_;  ///< Of the stream that is read.
  std::map<std::string, std::size_t> written_;  ///< Those that stand among its blocks, by text.
  std::vector<Problem> problems_;
  ComponentReader components_;
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
