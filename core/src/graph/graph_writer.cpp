// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/write_node.hpp"
#include "graph/graph_words.hpp"
#include "model/graph_model.hpp"
#include "tviz/graph/graph_file.hpp"

namespace tviz {
namespace {

/// The sizes that words in shapes stand for, if each has only one.
using Symbols = std::map<std::string, std::int64_t>;

/// Calls `visit` with the shape of every hook point.
void each_shape(const Graph& graph, const auto& visit) {
  const auto component = [&](const Component& each) {
    for (const HookPoint& point : each.hook_points) visit(point.shape);
  };
  for (const Stream& stream : graph.streams) {
    for (const Component* each : components_outside_blocks(stream)) component(*each);
    for (const BlockStructure& structure : stream.structures) {
      for (const Component* each : components_of(structure)) component(*each);
      for (const StreamPoint& place : structure.stream_points) visit(place.point.shape);
    }
  }
}

Symbols symbols_of(const Graph& graph) {
  Symbols symbols;
  std::set<std::string> ambiguous;
  each_shape(graph, [&](const std::vector<Dimension>& shape) {
    for (const Dimension& axis : shape) {
      if (axis.symbol.empty()) continue;
      const auto [entry, is_new] = symbols.emplace(axis.symbol, axis.size);
      if (!is_new && entry->second != axis.size) ambiguous.insert(axis.symbol);
    }
  });
  for (const std::string& symbol : ambiguous) symbols.erase(symbol);
  return symbols;
}

class GraphWriter {
 public:
  explicit GraphWriter(const Graph& graph) : graph_(graph), symbols_(symbols_of(graph)) {}

  Node write() const {
    Node root = map_node();
    add_member(root, "model", map_of_model(graph_.model));
    add_member(root, "dimensions", dimensions());
    add_member(root, "streams",
               list_of(graph_.streams, [&](const Stream& each) { return stream(each); }));
    list(root, "links", graph_.links, link);
    return root;
  }

 private:
  static void count(Node& map, const char* key, std::int64_t value) {
    if (value != 0) add_member(map, key, number_node(value));
  }

  static void flag(Node& map, const char* key, bool value) {
    if (value) add_member(map, key, boolean_node(true));
  }

  /// What `write` makes of each item, if there is any.
  static void list(Node& map, const char* key, const auto& items, const auto& write) {
    if (!items.empty()) add_member(map, key, list_of(items, write));
  }

  void components(Node& map, const char* key, const std::vector<Component>& components) const {
    list(map, key, components, [&](const Component& each) { return component(each); });
  }

  static Node link(const Link& link) {
    Node map = map_node();
    add_texts(map, {{"from", link.from}, {"to", link.to}, {"into", link.into}});
    return map;
  }

  Node dimensions() const {
    Node map = map_node();
    for (const auto& [symbol, size] : symbols_) {
      add_member(map, symbol, size == 0 ? Node{} : number_node(size));
    }
    return map;
  }

  Node axis(const Dimension& axis) const {
    const auto symbol = symbols_.find(axis.symbol);
    const bool is_known = symbol != symbols_.end() && symbol->second == axis.size;
    if (axis.joined_to.empty() && is_known) return word_node(axis.symbol);
    if (axis.joined_to.empty() && axis.symbol.empty()) return number_node(axis.size);
    Node map = map_node();
    add_texts(map, {{"joined_to", axis.joined_to}, {"symbol", axis.symbol}});
    count(map, "size", axis.size);
    return map;
  }

  /// A list of axes, or a map if there is more to say.
  Node hook_point(const HookPoint& point) const {
    Node shape = list_of(point.shape, [&](const Dimension& each) { return axis(each); });
    if (point.head_axis < 0) return shape;
    Node map = map_node();
    add_member(map, "shape", std::move(shape));
    add_member(map, "head_axis", number_node(std::int64_t{point.head_axis}));
    return map;
  }

  static Node weight(const Weight& weight) {
    Node shape = list_of(weight.shape, [](std::int64_t size) { return number_node(size); });
    if (!weight.tied && !weight.routed) return shape;
    Node map = map_node();
    add_member(map, "shape", std::move(shape));
    flag(map, "tied", weight.tied);
    flag(map, "routed", weight.routed);
    return map;
  }

  static Node part(const Part& part) {
    Node map = map_node();
    add_texts(map, {{"path", part.path},
                    {"role", part.role},
                    {"label", part.label},
                    {"note", part.note},
                    {"title", part.title},
                    {"summary", part.summary}});
    return map;
  }

  static Node step(const Step& step) {
    Node map = map_node();
    add_texts(map, {{"label", step.label}, {"role", step.role}});
    add_member(map, "column", number_node(std::int64_t{step.column}));
    add_member(map, "row", number_node(std::int64_t{step.row}));
    add_texts(map, {{"note", step.note}});
    return map;
  }

  static Node wire(const Wire& wire) {
    Node map = map_node();
    add_member(map, "from", wire_end(wire.from));
    add_member(map, "to", wire_end(wire.to));
    list(map, "sites", wire.sites, text_node);
    return map;
  }

  static Node wire_end(int end) {
    for (const WireEnd& each : kWireEnds) {
      if (each.index == end) return word_node(std::string(each.word));
    }
    return number_node(std::int64_t{end});
  }

  Node component(const Component& component) const {
    Node map = map_node();
    add_texts(map, {{"path", component.path}, {"kind", component.kind}});
    add_member(map, "label", text_node(component.label));
    add_member(map, "title", text_node(component.title));
    add_texts(map, {{"summary", component.summary}, {"equation", component.equation}});
    count(map, "n_heads", component.n_heads);
    // A file without it means as many as heads.
    if (component.n_heads > 0) {
      add_member(map, "n_key_value_heads", number_node(component.n_key_value_heads));
    }
    count(map, "n_experts", component.n_experts);
    count(map, "experts_per_token", component.experts_per_token);
    list(map, "parts", component.parts, part);
    if (!component.weights.empty()) {
      Node weights = map_node();
      for (const Weight& each : component.weights) add_member(weights, each.name, weight(each));
      add_member(map, "weights", std::move(weights));
    }
    if (!component.hook_points.empty()) {
      Node points = map_node();
      for (const HookPoint& each : component.hook_points) {
        add_member(points, each.site, hook_point(each));
      }
      add_member(map, "hook_points", std::move(points));
    }
    if (!component.interior.empty()) add_member(map, "interior", interior(component.interior));
    return map;
  }

  static Node interior(const Interior& interior) {
    Node map = map_node();
    list(map, "steps", interior.steps, step);
    list(map, "wires", interior.wires, wire);
    return map;
  }

  static void note(Node& map, const char* key, const Note& note) {
    if (note.text.empty() && note.equation.empty()) return;
    Node node = map_node();
    add_texts(node, {{"text", note.text}, {"equation", note.equation}});
    add_member(map, key, std::move(node));
  }

  Node addition(const Addition& addition) const {
    Node map = map_node();
    components(map, "shared", addition.shared);
    list(map, "branches", addition.branches, [&](const Branch& branch) {
      return list_of(branch.components, [&](const Component& each) { return component(each); });
    });
    components(map, "on_stream", addition.on_stream);
    note(map, "note", addition.note);
    return map;
  }

  Node stream_point(const StreamPoint& place) const {
    Node map = map_node();
    add_texts(map, {{"site", place.point.site}});
    Node point = hook_point(place.point);
    if (point.kind == Node::Kind::Sequence) {
      add_member(map, "shape", std::move(point));
    } else {
      for (Node::Member& each : point.members) map.members.push_back(std::move(each));
    }
    count(map, "after_additions", place.after_additions);
    flag(map, "after_norms", place.after_norms);
    return map;
  }

  Node structure(const BlockStructure& structure) const {
    Node map = map_node();
    add_texts(map, {{"name", structure.name}, {"short_name", structure.short_name}});
    list(map, "additions", structure.additions,
         [&](const Addition& each) { return addition(each); });
    list(map, "stream_points", structure.stream_points,
         [&](const StreamPoint& each) { return stream_point(each); });
    return map;
  }

  /// Names for the structures of a stream: the short one if it is there and new.
  static std::vector<std::string> keys_of(const Stream& stream) {
    std::vector<std::string> keys;
    for (const BlockStructure& structure : stream.structures) {
      std::string key = structure.short_name.empty() ? "block" : structure.short_name;
      const std::string first = key;
      for (int i = 2; std::ranges::find(keys, key) != keys.end(); ++i) {
        key = first + " " + std::to_string(i);
      }
      keys.push_back(std::move(key));
    }
    return keys;
  }

  /// "blocks" of "blocks.3".
  static std::string prefix_of(const Block& block) {
    return block.path.substr(0, block.path.rfind('.'));
  }

  /// Equal blocks one after the other: the name of their structure, or that repeated.
  static Node run_of(const std::string& key, std::int64_t count, const std::string& prefix) {
    if (count == 1 && prefix == kBlocks) return text_node(key);
    Node run = map_node();
    add_member(run, "repeat", number_node(count));
    add_member(run, "of", list_node({text_node(key)}));
    if (prefix != kBlocks) add_texts(run, {{"prefix", prefix}});
    return run;
  }

  static Node blocks(const Stream& stream, const std::vector<std::string>& keys) {
    Node list = list_node();
    for (auto first = stream.blocks.begin(); first != stream.blocks.end();) {
      const std::string prefix = prefix_of(*first);
      const auto last = std::find_if(first, stream.blocks.end(), [&](const Block& block) {
        return block.structure != first->structure || prefix_of(block) != prefix;
      });
      list.items.push_back(run_of(keys[first->structure], last - first, prefix));
      first = last;
    }
    return list;
  }

  static Node loop(const Loop& loop) {
    Node map = map_node();
    add_member(map, "first", number_node(loop.first));
    add_member(map, "last", number_node(loop.last));
    add_texts(map, {{"times", loop.times}});
    return map;
  }

  static Node skip(const Skip& skip) {
    Node map = map_node();
    add_member(map, "from", number_node(skip.from));
    add_member(map, "to", number_node(skip.to));
    add_texts(map, {{"join", skip.join}});
    return map;
  }

  Node read_out(const ReadOut& read_out) const {
    Node map = map_node();
    add_member(map, "after", number_node(read_out.after));
    components(map, "components", read_out.components);
    return map;
  }

  Node stream(const Stream& stream) const {
    Node map = map_node();
    add_texts(map, {{"name", stream.name}, {"title", stream.title}});
    flag(map, "shared_weights", stream.shared_weights);
    components(map, "entry", stream.entry);
    components(map, "added_at_entry", stream.added_at_entry);
    components(map, "after_entry", stream.after_entry);
    components(map, "used_by_blocks", stream.used_by_blocks);
    note(map, "entry_note", stream.entry_note);
    const std::vector<std::string> keys = keys_of(stream);
    Node structures = map_node();
    for (std::size_t i = 0; i < keys.size(); ++i) {
      add_member(structures, keys[i], structure(stream.structures[i]));
    }
    add_member(map, "structures", std::move(structures));
    add_member(map, "blocks", blocks(stream, keys));
    list(map, "loops", stream.loops, loop);
    list(map, "skips", stream.skips, skip);
    list(map, "read_outs", stream.read_outs, [&](const ReadOut& each) { return read_out(each); });
    components(map, "exit", stream.exit);
    note(map, "exit_note", stream.exit_note);
    return map;
  }

  const Graph& graph_;
  Symbols symbols_;
};

}  // namespace

std::string to_graph_file(const Graph& graph, GraphFormat format) {
  const Node root = GraphWriter(graph).write();
  return format == GraphFormat::Json ? to_json(root) : to_yaml(root);
}

}  // namespace tviz
