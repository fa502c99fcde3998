// SPDX-License-Identifier: MIT
#include "graph/well_formed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "graph/component_problems.hpp"
#include "graph/vocabulary.hpp"

namespace tviz {

namespace {

std::string name_of_structure(const BlockStructure& structure) {
  return structure.name.empty() ? "block structure" : structure.name;
}

class GraphCheck {
 public:
  void graph(const Graph& graph) {
    if (graph.streams.empty()) report("graph", "no stream");
    for (const Stream& each : graph.streams) stream(each);
    for (const std::string_view path : outside_) {
      for (const Stream& each : graph.streams) {
        if (find_block(each, path) != nullptr) {
          report(path, "this component outside the blocks has the path of one inside");
        }
      }
    }
    for (const Link& each : graph.links) link(each, graph);
    if (problems.empty()) total(graph);
  }

  void structure(const BlockStructure& structure) {
    const std::string where = name_of_structure(structure);
    if (structure.additions.empty()) report(where, "the block adds nothing to the stream");
    for (const Addition& each : structure.additions) addition(each, where);
    std::set<std::pair<std::string_view, int>> sites;
    for (const StreamPoint& place : structure.stream_points) {
      for (Problem& each : hook_point_problems(place.point, where)) {
        problems.push_back(std::move(each));
      }
      if (!sites.insert({place.point.site, place.after_additions}).second) {
        report(where, fmt::format("stream point '{}' appears twice", place.point.site));
      }
      if (place.after_additions < 0 ||
          static_cast<std::size_t>(place.after_additions) > structure.additions.size()) {
        report(where,
               fmt::format("stream point '{0}' must come after 0 to {2} additions, not {1}",
                           place.point.site, place.after_additions, structure.additions.size()));
      }
    }
    std::set<std::string_view> paths;
    for (const Component* each : components_of(structure)) {
      component(*each);
      if (!paths.insert(each->path).second) report(each->path, "this path is used twice");
    }
  }

  std::vector<Problem> problems;

 private:
  void report(std::string_view where, std::string message) {
    problems.push_back({std::move(message), {.field = std::string(where)}, {}});
  }

  void stream(const Stream& stream) {
    if (!streams_.insert(stream.name).second) report(stream.name, "two streams have this name");
    if (stream.blocks.empty()) report(stream.name, "the stream has no blocks");
    note(stream.entry_note, stream.name);
    note(stream.exit_note, stream.name);
    for (const Component* each : components_outside_blocks(stream)) {
      component(*each);
      if (!outside_.insert(each->path).second) report(each->path, "this path is used twice");
    }
    for (const BlockStructure& each : stream.structures) structure(each);
    blocks(stream);
    loops(stream);
    for (const Skip& each : stream.skips) skip(each, stream);
    for (const ReadOut& each : stream.read_outs) {
      layer(each.after, "read-out", stream);
      if (each.components.empty()) report(stream.name, "a read-out has no component");
    }
  }

  /// Whether the stream has this layer.
  bool layer(std::int64_t layer, std::string_view what, const Stream& stream, int least = 0) {
    const auto last = static_cast<std::int64_t>(stream.blocks.size()) - 1;
    if (layer >= least && layer <= last) return true;
    report(stream.name,
           fmt::format("{} at layer {}, but layers are {} to {}", what, layer, least, last));
    return false;
  }

  void loops(const Stream& stream) {
    std::int64_t end = -1;
    std::vector<Loop> sorted = stream.loops;
    std::ranges::stable_sort(sorted, {}, &Loop::first);
    for (const Loop& loop : sorted) {
      if (!layer(loop.first, "loop", stream) || !layer(loop.last, "loop", stream)) continue;
      if (loop.last < loop.first) {
        report(stream.name, fmt::format("a loop ends at layer {}, before layer {} where it begins",
                                        loop.last, loop.first));
      }
      if (loop.first <= end) {
        report(stream.name, fmt::format("two loops go through layer {}, which is not drawn", end));
      }
      if (loop.times.empty()) report(stream.name, "a loop does not say how often");
      end = std::max(end, loop.last);
    }
  }

  void skip(const Skip& skip, const Stream& stream) {
    if (!layer(skip.from, "skip", stream, -1) || !layer(skip.to, "skip", stream)) return;
    if (skip.to <= skip.from + 1) {
      report(stream.name,
             fmt::format("a skip leads from layer {} to layer {}, but must pass at least one layer",
                         skip.from, skip.to));
    }
    WordFault fault = fault_of_join(skip.join);
    if (fault.message.empty()) return;
    problems.push_back({std::move(fault.message), {.field = stream.name}, std::move(fault.hint)});
  }

  void link(const Link& link, const Graph& graph) {
    const auto find = [&](const std::string& name) {
      const auto found = std::find_if(graph.streams.begin(), graph.streams.end(),
                                      [&](const Stream& each) { return each.name == name; });
      if (found == graph.streams.end()) report("link", fmt::format("no stream '{}'", name));
      return found;
    };
    const auto from = find(link.from);
    const auto to = find(link.to);
    if (from == graph.streams.end() || to == graph.streams.end()) return;
    if (from >= to) {
      report("link", fmt::format("stream '{}' reads '{}', which does not come before it", link.to,
                                 link.from));
    }
    if (has_component(components_outside_blocks(*to), link.into)) return;
    bool is_there = false;
    for (const BlockStructure& structure : to->structures) {
      for (const Component* each : components_of(structure)) {
        if (each->path != link.into) continue;
        is_there = true;
        if (each->kind == "cross_attention") continue;
        report("link", fmt::format("'{}' of kind '{}' reads no other stream: only components of "
                                   "kind 'cross_attention' and those outside the blocks do",
                                   link.into, each->kind));
        return;
      }
    }
    if (!is_there) {
      report("link", fmt::format("no component '{}' in stream '{}'", link.into, link.to));
    }
  }

  static bool has_component(const std::vector<const Component*>& components,
                            const std::string& path) {
    return std::any_of(components.begin(), components.end(),
                       [&](const Component* component) { return component->path == path; });
  }

  void blocks(const Stream& stream) {
    std::vector<bool> used(stream.structures.size());
    for (const Block& block : stream.blocks) {
      if (!blocks_.insert(block.path).second) report(block.path, "this path is used twice");
      if (block.structure < used.size()) {
        used[block.structure] = true;
      } else {
        report(block.path,
               fmt::format("the block has structure {}, but the number of structures is {}",
                           block.structure, used.size()));
      }
    }
    for (std::size_t i = 0; i < used.size(); ++i) {
      if (!used[i]) report(name_of_structure(stream.structures[i]), "no block has this structure");
    }
  }

  void addition(const Addition& addition, const std::string& where) {
    if (addition.branches.empty()) report(where, "an addition has no branches");
    note(addition.note, where);
    for (const Component& shared : addition.shared) {
      if (!is_norm(shared)) report(shared.path, "only norms can be shared by branches");
    }
    for (const Component& each : addition.on_stream) {
      if (is_norm(each) || is_in_series(each) || each.kind.starts_with(kCustom)) continue;
      report(each.path,
             fmt::format("a component of kind '{}' cannot lie on the stream: only norms, "
                         "adapters, autoencoders, and kinds of your own can",
                         each.kind));
    }
    for (const Branch& each : addition.branches) branch(each, where);
  }

  void branch(const Branch& branch, const std::string& where) {
    const Component* main = main_component(branch);
    const auto mains = std::ranges::count_if(branch.components, [&](const Component& each) {
      return &each == main || (!is_norm(each) && !is_in_series(each));
    });
    if (mains != 1) {
      report(branch.components.empty() ? where : branch.components.back().path,
             fmt::format("a branch has {} components that are not norms, but must have exactly one",
                         mains));
      return;
    }
    for (const Component& each : branch.components) {
      if (&each == main) return;
      if (is_in_series(each)) {
        report(each.path,
               fmt::format("'{}' must come after '{}', which it changes", each.path, main->path));
      }
    }
  }

  void component(const Component& component) {
    for (Problem& each : component_problems(component)) problems.push_back(std::move(each));
  }

  void note(const Note& note, std::string_view where) {
    for (const std::string& text : {note.text, note.equation}) {
      WordFault fault = fault_of_placeholders(text);
      if (!fault.message.empty()) {
        problems.push_back({std::move(fault.message), {.field = std::string(where)}, fault.hint});
      }
    }
  }

  /// The builder bounds the count of each component; this bounds their sum over all layers.
  void total(const Graph& graph) {
    std::int64_t sum = 0;
    const auto add = [&](std::int64_t& to, std::int64_t parameters, std::string_view where) {
      if (!__builtin_add_overflow(to, parameters, &to)) return;
      report(where, "more parameters than 64 bits can count");
      to = 0;
    };
    for (const Stream& stream : graph.streams) {
      for (const Component* each : components_outside_blocks(stream)) {
        add(sum, each->parameters(), each->path);
      }
      std::vector<std::int64_t> of_structure(stream.structures.size());
      for (std::size_t i = 0; i < of_structure.size(); ++i) {
        for (const Component* each : components_of(stream.structures[i])) {
          add(of_structure[i], each->parameters(), each->path);
        }
      }
      for (const Block& block : stream.blocks) add(sum, of_structure[block.structure], block.path);
    }
  }

  std::set<std::string_view> streams_;
  std::set<std::string_view> outside_;
  std::set<std::string_view> blocks_;
};

}  // namespace

std::vector<Problem> graph_problems(const Graph& graph) {
  GraphCheck check;
  check.graph(graph);
  return std::move(check.problems);
}

std::vector<Problem> structure_problems(const BlockStructure& structure) {
  GraphCheck check;
  check.structure(structure);
  return std::move(check.problems);
}

}  // namespace tviz
