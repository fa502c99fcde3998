// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/write_node.hpp"
#include "graph/graph_words.hpp"
#include "model/record.hpp"
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
    add_member(root, "model", record_of(graph_.model));
    add_member(root, "dimensions", dimensions());
    Node streams = list_node();
    for (const Stream& each : graph_.streams) streams.items.push_back(stream(each));
    add_member(root, "streams", std::move(streams));
    if (graph_.links.empty()) return root;
    Node links = list_node();
    for (const Link& each : graph_.links) {
      Node link = map_node();
      text(link, "from", each.from);
      text(link, "to", each.to);
      text(link, "into", each.into);
      links.items.push_back(std::move(link));
    }
    add_member(root, "links", std::move(links));
    return root;
  }

 private:
  static void text(Node& map, const char* key, const std::string& value) {
    if (!value.empty()) add_member(map, key, text_node(value));
  }

  static void count(Node& map, const char* key, std::int64_t value) {
    if (value != 0) add_member(map, key, number_node(value));
  }

  static void flag(Node& map, const char* key, bool value) {
    if (value) add_member(map, key, boolean_node(true));
  }

  static void list(Node& map, const char* key, std::vector<Node> items) {
    if (!items.empty()) add_member(map, key, list_node(std::move(items)));
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
    text(map, "joined_to", axis.joined_to);
    text(map, "symbol", axis.symbol);
    count(map, "size", axis.size);
    return map;
  }

  /// A list of axes, or a map if there is more to say.
  Node hook_point(const HookPoint& point) const {
    Node shape = list_node();
    for (const Dimension& each : point.shape) shape.items.push_back(axis(each));
    if (point.head_axis < 0) return shape;
    Node map = map_node();
    add_member(map, "shape", std::move(shape));
    add_member(map, "head_axis", number_node(std::int64_t{point.head_axis}));
    return map;
  }

  static Node weight(const Weight& weight) {
    Node shape = list_node();
    for (const std::int64_t size : weight.shape) shape.items.push_back(number_node(size));
    if (!weight.tied && !weight.routed) return shape;
    Node map = map_node();
    add_member(map, "shape", std::move(shape));
    flag(map, "tied", weight.tied);
    flag(map, "routed", weight.routed);
    return map;
  }

  static Node part(const Part& part) {
    Node map = map_node();
    text(map, "path", part.path);
    text(map, "role", part.role);
    text(map, "label", part.label);
    text(map, "note", part.note);
    text(map, "title", part.title);
    text(map, "summary", part.summary);
    return map;
  }

  static Node step(const Step& step) {
    Node map = map_node();
    text(map, "label", step.label);
    text(map, "role", step.role);
    add_member(map, "column", number_node(std::int64_t{step.column}));
    add_member(map, "row", number_node(std::int64_t{step.row}));
    text(map, "note", step.note);
    return map;
  }

  static Node wire(const Wire& wire) {
    Node map = map_node();
    add_member(map, "from", wire_end(wire.from));
    add_member(map, "to", wire_end(wire.to));
    std::vector<Node> sites;
    for (const std::string& site : wire.sites) sites.push_back(text_node(site));
    list(map, "sites", std::move(sites));
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
    text(map, "path", component.path);
    text(map, "kind", component.kind);
    add_member(map, "label", text_node(component.label));
    add_member(map, "title", text_node(component.title));
    text(map, "summary", component.summary);
    text(map, "equation", component.equation);
    count(map, "n_heads", component.n_heads);
    count(map, "n_key_value_heads", component.n_key_value_heads);
    count(map, "n_experts", component.n_experts);
    count(map, "experts_per_token", component.experts_per_token);
    std::vector<Node> parts;
    for (const Part& each : component.parts) parts.push_back(part(each));
    list(map, "parts", std::move(parts));
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
    std::vector<Node> steps;
    std::vector<Node> wires;
    for (const Step& each : interior.steps) steps.push_back(step(each));
    for (const Wire& each : interior.wires) wires.push_back(wire(each));
    Node map = map_node();
    list(map, "steps", std::move(steps));
    list(map, "wires", std::move(wires));
    return map;
  }

  std::vector<Node> components(const std::vector<Component>& components) const {
    std::vector<Node> list;
    for (const Component& each : components) list.push_back(component(each));
    return list;
  }

  static void note(Node& map, const char* key, const Note& note) {
    if (note.text.empty() && note.equation.empty()) return;
    Node node = map_node();
    text(node, "text", note.text);
    text(node, "equation", note.equation);
    add_member(map, key, std::move(node));
  }

  Node addition(const Addition& addition) const {
    Node map = map_node();
    list(map, "shared", components(addition.shared));
    std::vector<Node> branches;
    for (const Branch& each : addition.branches) {
      branches.push_back(list_node(components(each.components)));
    }
    list(map, "branches", std::move(branches));
    list(map, "on_stream", components(addition.on_stream));
    note(map, "note", addition.note);
    return map;
  }

  Node stream_point(const StreamPoint& place) const {
    Node map = map_node();
    text(map, "site", place.point.site);
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
    text(map, "name", structure.name);
    text(map, "short_name", structure.short_name);
    std::vector<Node> additions;
    std::vector<Node> points;
    for (const Addition& each : structure.additions) additions.push_back(addition(each));
    for (const StreamPoint& each : structure.stream_points) points.push_back(stream_point(each));
    list(map, "additions", std::move(additions));
    list(map, "stream_points", std::move(points));
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

  static Node blocks(const Stream& stream, const std::vector<std::string>& keys) {
    Node list = list_node();
    for (auto first = stream.blocks.begin(); first != stream.blocks.end();) {
      const std::string prefix = prefix_of(*first);
      const auto last = std::find_if(first, stream.blocks.end(), [&](const Block& block) {
        return block.structure != first->structure || prefix_of(block) != prefix;
      });
      Node run = map_node();
      add_member(run, "repeat", number_node(std::int64_t{last - first}));
      add_member(run, "of", list_node({text_node(keys[first->structure])}));
      if (prefix != kBlocks) text(run, "prefix", prefix);
      list.items.push_back(std::move(run));
      first = last;
    }
    return list;
  }

  static std::vector<Node> loops(const Stream& stream) {
    std::vector<Node> list;
    for (const Loop& each : stream.loops) {
      Node loop = map_node();
      add_member(loop, "first", number_node(each.first));
      add_member(loop, "last", number_node(each.last));
      text(loop, "times", each.times);
      list.push_back(std::move(loop));
    }
    return list;
  }

  static std::vector<Node> skips(const Stream& stream) {
    std::vector<Node> list;
    for (const Skip& each : stream.skips) {
      Node skip = map_node();
      add_member(skip, "from", number_node(each.from));
      add_member(skip, "to", number_node(each.to));
      text(skip, "join", each.join);
      list.push_back(std::move(skip));
    }
    return list;
  }

  Node stream(const Stream& stream) const {
    Node map = map_node();
    text(map, "name", stream.name);
    text(map, "title", stream.title);
    flag(map, "shared_weights", stream.shared_weights);
    list(map, "entry", components(stream.entry));
    list(map, "added_at_entry", components(stream.added_at_entry));
    list(map, "after_entry", components(stream.after_entry));
    list(map, "used_by_blocks", components(stream.used_by_blocks));
    note(map, "entry_note", stream.entry_note);
    const std::vector<std::string> keys = keys_of(stream);
    Node structures = map_node();
    for (std::size_t i = 0; i < keys.size(); ++i) {
      add_member(structures, keys[i], structure(stream.structures[i]));
    }
    add_member(map, "structures", std::move(structures));
    add_member(map, "blocks", blocks(stream, keys));
    list(map, "loops", loops(stream));
    list(map, "skips", skips(stream));
    std::vector<Node> read_outs;
    for (const ReadOut& each : stream.read_outs) {
      Node read_out = map_node();
      add_member(read_out, "after", number_node(each.after));
      list(read_out, "components", components(each.components));
      read_outs.push_back(std::move(read_out));
    }
    list(map, "read_outs", std::move(read_outs));
    list(map, "exit", components(stream.exit));
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
