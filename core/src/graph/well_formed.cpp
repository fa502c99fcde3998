// SPDX-License-Identifier: MIT
#include "graph/well_formed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace tviz {

namespace {

// Of the grid of an opened component.
constexpr int kMostColumns = 16;
constexpr int kMostRows = 32;

std::string name_of(const BlockStructure& structure) {
  return structure.name.empty() ? "block structure" : structure.name;
}

class Check {
 public:
  void graph(const Graph& graph) {
    if (graph.streams.empty()) report("graph", "no stream");
    for (const Stream& each : graph.streams) stream(each);
    for (const std::string_view path : outside_) {
      for (const Stream& each : graph.streams) {
        if (find_block(each, path) != nullptr) {
          report(path, "component outside the blocks has the path of one inside");
        }
      }
    }
    for (const Link& each : graph.links) link(each, graph);
    if (problems.empty()) total(graph);
  }

  std::vector<Problem> problems;

 private:
  void report(std::string_view where, std::string message) {
    problems.push_back({std::move(message), {.field = std::string(where)}, {}});
  }

  void stream(const Stream& stream) {
    if (!streams_.insert(stream.name).second) report(stream.name, "two streams of this name");
    if (stream.blocks.empty()) report(stream.name, "stream without a block");
    for (const Component* each : components_outside_blocks(stream)) {
      component(*each);
      if (!outside_.insert(each->path).second) report(each->path, "path used twice");
    }
    for (const BlockStructure& each : stream.structures) structure(each);
    blocks(stream);
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
    if (!has_component(*to, link.into)) {
      report("link", fmt::format("no component '{}' in stream '{}'", link.into, link.to));
    }
  }

  static bool has_component(const Stream& stream, const std::string& path) {
    const auto is_it = [&](const Component* component) { return component->path == path; };
    const auto any = [&](const std::vector<const Component*>& components) {
      return std::any_of(components.begin(), components.end(), is_it);
    };
    return any(components_outside_blocks(stream)) ||
           std::any_of(stream.structures.begin(), stream.structures.end(),
                       [&](const BlockStructure& each) { return any(components_of(each)); });
  }

  void blocks(const Stream& stream) {
    std::vector<bool> used(stream.structures.size());
    for (const Block& block : stream.blocks) {
      if (!blocks_.insert(block.path).second) report(block.path, "path used twice");
      if (block.structure < used.size()) {
        used[block.structure] = true;
      } else {
        report(block.path,
               fmt::format("block of structure {}, there are {}", block.structure, used.size()));
      }
    }
    for (std::size_t i = 0; i < used.size(); ++i) {
      if (!used[i]) report(name_of(stream.structures[i]), "structure of no block");
    }
  }

  void structure(const BlockStructure& structure) {
    const std::string where = name_of(structure);
    if (structure.additions.empty()) report(where, "block without an addition to the stream");
    for (const Addition& each : structure.additions) addition(each, where);
    for (const StreamPoint& place : structure.stream_points) {
      hook_point(place.point, where);
      if (place.after_additions < 0 ||
          static_cast<std::size_t>(place.after_additions) > structure.additions.size()) {
        report(where, fmt::format("stream point '{}' after {} of {} additions", place.point.site,
                                  place.after_additions, structure.additions.size()));
      }
    }
    std::set<std::string_view> paths;
    for (const Component* each : components_of(structure)) {
      component(*each);
      if (!paths.insert(each->path).second) report(each->path, "path used twice");
    }
  }

  void addition(const Addition& addition, const std::string& where) {
    if (addition.branches.empty()) report(where, "addition without a branch");
    for (const Component& shared : addition.shared) {
      if (!is_norm(shared)) report(shared.path, "only norms can be shared by branches");
    }
    for (const Component& each : addition.on_stream) {
      if (!is_norm(each)) report(each.path, "only norms can lie on the stream");
    }
    for (const Branch& branch : addition.branches) {
      const auto& parts = branch.components;
      const auto main = parts.size() - static_cast<std::size_t>(
                                           std::count_if(parts.begin(), parts.end(), is_norm));
      if (main == 1) continue;
      report(parts.empty() ? where : parts.back().path,
             fmt::format("branch with {} components that are not norms, it must have one", main));
    }
  }

  void component(const Component& component) {
    const std::string& where = component.path.empty() ? component.kind : component.path;
    if (component.path.empty()) report(where, "component without a path");
    if (component.kind.empty()) report(where, "component without a kind");
    for (const HookPoint& point : component.hook_points) hook_point(point, where);
    for (const Weight& weight : component.weights) routed(weight, component);
    interior(component);
    std::set<std::string_view> parts;
    for (const Part& part : component.parts) {
      if (!parts.insert(part.path).second) report(where, fmt::format("part '{}' twice", part.path));
    }
  }

  void interior(const Component& component) {
    const Interior& inside = component.interior;
    if (inside.empty()) return;
    std::set<std::pair<int, int>> places;
    for (const Step& step : inside.steps) {
      const bool on_grid =
          step.column >= 0 && step.column < kMostColumns && step.row >= 0 && step.row < kMostRows;
      if (!on_grid) {
        report(component.path,
               fmt::format("step '{}' in column {}, row {}: there are {} and {}", step.label,
                           step.column, step.row, kMostColumns, kMostRows));
      }
      if (!places.emplace(step.column, step.row).second) {
        report(component.path,
               fmt::format("two steps in column {}, row {}", step.column, step.row));
      }
    }
    bool reads = false;
    bool gives = false;
    for (const Wire& each : inside.wires) {
      wire(each, component);
      reads = reads || each.from == kComponentInput;
      gives = gives || each.to == kComponentOutput;
    }
    if (!reads || !gives)
      report(component.path, "steps without a wire from its input to its output");
  }

  void wire(const Wire& wire, const Component& component) {
    const auto& steps = component.interior.steps;
    const auto is_step = [&](int index) {
      return index >= 0 && static_cast<std::size_t>(index) < steps.size();
    };
    const bool from_outside = wire.from == kComponentInput || wire.from == kComponentSource;
    const bool to_outside = wire.to == kComponentOutput;
    if ((!from_outside && !is_step(wire.from)) || (!to_outside && !is_step(wire.to)) ||
        (from_outside && to_outside)) {
      report(component.path, fmt::format("wire from {} to {}, there are {} steps", wire.from,
                                         wire.to, steps.size()));
      return;
    }
    if (from_outside || to_outside) return;
    const Step& from = steps[static_cast<std::size_t>(wire.from)];
    const Step& to = steps[static_cast<std::size_t>(wire.to)];
    if (to.row < from.row || (to.row == from.row && to.column == from.column)) {
      report(component.path,
             fmt::format("wire from '{}' to '{}' does not lead upwards", from.label, to.label));
    }
  }

  void routed(const Weight& weight, const Component& component) {
    if (!weight.routed) return;
    if (!weight.shape.empty() && weight.shape.front() == component.n_experts) return;
    report(component.path, fmt::format("the first axis of '{}' must count its {} experts",
                                       weight.name, component.n_experts));
  }

  void hook_point(const HookPoint& point, const std::string& where) {
    if (point.site.empty()) report(where, "hook point without a name");
    if (point.head_axis == -1) return;
    const auto axis = static_cast<std::size_t>(point.head_axis);
    if (point.head_axis < -1 || axis >= point.shape.size()) {
      report(where, fmt::format("head axis {} of '{}', which has {} axes", point.head_axis,
                                point.site, point.shape.size()));
    } else if (point.shape[axis].size == 0) {
      report(where, fmt::format("head axis {} of '{}' is '{}', not a number", point.head_axis,
                                point.site, point.shape[axis].symbol));
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
  Check check;
  check.graph(graph);
  return std::move(check.problems);
}

}  // namespace tviz
