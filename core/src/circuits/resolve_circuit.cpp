// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "tviz/base/spelling.hpp"
#include "tviz/circuits/circuits.hpp"
#include "tviz/model/catalog.hpp"

namespace tviz {
namespace {

constexpr std::size_t kMostUnknownMembers = 20;

/// Where a component stands in the flow of the data: its stream, and what it reads and adds to
/// there, counted from the bottom. Components that read the same state have the same place.
struct FlowPlace {
  const Stream* stream = nullptr;
  std::int64_t depth = 0;
};

std::int64_t depth_in_block(const Stream& stream, const Block& block, const Component& component) {
  constexpr std::int64_t kNormsBelow = 1;  // A norm that is read through stands below its branch.
  const BlockStructure& structure = stream.structures[block.structure];
  std::int64_t depth = 0;
  for (const Addition& addition : structure.additions) {
    depth += kNormsBelow;
    for (const Component& shared : addition.shared) {
      if (&shared == &component) return depth;
    }
    ++depth;
    std::int64_t longest = 0;
    for (const Branch& branch : addition.branches) {
      std::int64_t on_branch = 0;
      for (const Component& each : branch.components) {
        if (&each == &component) return depth + on_branch;
        ++on_branch;
      }
      longest = std::max(longest, on_branch);
    }
    depth += longest;
    for (const Component& each : addition.on_stream) {
      if (&each == &component) return depth;
      ++depth;
    }
  }
  return depth;
}

FlowPlace flow_place(const ComponentReference& reference) {
  constexpr std::int64_t kBlockDepth = 1000;
  const Stream& stream = *reference.stream;
  if (reference.block == nullptr) {
    const auto is_here = [&](const Component& each) { return &each == reference.component; };
    const bool is_exit = std::ranges::any_of(stream.exit, is_here);
    return {&stream, is_exit ? std::numeric_limits<std::int64_t>::max() : -1};
  }
  return {&stream, reference.block->layer * kBlockDepth +
                       depth_in_block(stream, *reference.block, *reference.component)};
}

class CircuitResolver {
 public:
  CircuitResolver(Circuit circuit, const Graph& graph)
      : circuit_(std::move(circuit)), graph_(graph) {}

  Circuit run(std::vector<std::string>& warnings) && {
    check_size();
    for (CircuitMember& member : circuit_.members) {
      places_.push_back(place(member));
      if (problems_.size() >= kMostUnknownMembers) break;
    }
    throw_if_any(std::move(problems_));
    check_one_stream();
    check_edges();
    throw_if_any(std::move(problems_));
    warn_of_other_model(warnings);
    return std::move(circuit_);
  }

 private:
  const ModelArchitecture& model() const { return graph_.model; }

  /// A circuit of another model is one mistake, not one for each member.
  void check_size() const {
    const bool other_layers = circuit_.n_layers > 0 && circuit_.n_layers != model().n_layers;
    const bool other_heads = circuit_.n_heads > 0 && circuit_.n_heads != model().n_heads;
    if (!other_layers && !other_heads) return;
    const std::string hint =
        circuit_.models.empty()
            ? std::string()
            : fmt::format("it was found in {}", fmt::join(circuit_.models, ", "));
    throw Error(Problem{fmt::format("the circuit is of a model with {} layers of {} heads, but {} "
                                    "has {} of {}",
                                    circuit_.n_layers, circuit_.n_heads, model().model_name,
                                    model().n_layers, model().n_heads),
                        {.field = "circuit"},
                        hint});
  }

  void report(const CircuitMember& member, std::string message, std::string hint) {
    Location where = member.where;
    if (where.source.empty()) where.field = "circuit";
    problems_.push_back({std::move(message), std::move(where), std::move(hint)});
  }

  FlowPlace place(CircuitMember& member) {
    const ComponentReference found = find_component(graph_, member.component);
    if (found.component == nullptr) {
      report_unknown(member);
      return {};
    }
    const std::int64_t heads = found.component->n_heads;
    if (member.head >= 0 && heads == 0) {
      report(member, fmt::format("{} has no heads", member.component), {});
    } else if (member.head >= heads && member.head >= 0) {
      report(member, fmt::format("{} has no head {}", member.component, member.head),
             fmt::format("its heads are 0 to {}", heads - 1));
    } else if (member.head < 0 && heads > 1) {
      report(member,
             fmt::format("{} has {} heads, of which a circuit must name some", member.component,
                         heads),
             fmt::format("such as {}.heads.0", member.component));
    }
    if (heads == 1) member.head = 0;
    return flow_place(found);
  }

  void report_unknown(const CircuitMember& member) {
    for (const Stream& stream : graph_.streams) {
      if (stream.blocks.empty() || graph_.streams.size() > 1) break;
      const std::string first = stream.blocks.front().path;
      const std::string prefix = first.substr(0, first.rfind('.') + 1);
      const bool is_in_blocks = member.component.starts_with(prefix);
      if (!is_in_blocks || find_block(stream, member.component) != nullptr) continue;
      return report(member,
                    fmt::format("{} is in no layer of {}", name_of(member), model().model_name),
                    fmt::format("its layers are 0 to {}", stream.blocks.back().layer));
    }
    std::vector<std::string> paths;
    for (const ComponentReference& each : components_of(graph_)) paths.push_back(each.path());
    report(member, fmt::format("{} has no component '{}'", model().model_name, member.component),
           graph_.streams.size() > 1
               ? fmt::format("it has several streams, so write paths, such as {}",
                             paths[paths.size() / 2])
               : did_you_mean(member.component, paths));
  }

  void check_one_stream() {
    for (std::size_t i = 1; i < places_.size(); ++i) {
      if (places_[i].stream == places_.front().stream) continue;
      return report(circuit_.members[i],
                    fmt::format("{} is in another stream than {}", name_of(circuit_.members[i]),
                                name_of(circuit_.members.front())),
                    "a circuit is drawn on one stream");
    }
  }

  /// Edges that were only implied do not go against the flow of the data; others must not.
  void check_edges() {
    const auto is_backward = [&](const CircuitEdge& edge) {
      return places_[edge.from].depth >= places_[edge.to].depth;
    };
    std::erase_if(circuit_.edges,
                  [&](const CircuitEdge& edge) { return edge.implied && is_backward(edge); });
    for (const CircuitEdge& edge : circuit_.edges) {
      const CircuitMember& to = circuit_.members[edge.to];
      if (is_backward(edge)) {
        report(to,
               fmt::format("{} cannot read {}, which does not come before it", name_of(to),
                           name_of(circuit_.members[edge.from])),
               {});
      }
      if (!edge.ports.empty() && to.head < 0) {
        report(to, fmt::format("{} has no input {}", name_of(to), edge.ports), {});
      }
      if (problems_.size() >= kMostUnknownMembers) break;
    }
  }

  void warn_of_other_model(std::vector<std::string>& warnings) const {
    if (circuit_.models.empty()) return;
    const Catalog catalog;
    // By whichever of its names: gpt2-small is gpt2.
    const auto known_name = [&](const std::string& name) {
      const auto entry = catalog.find(name);
      return entry ? entry->name : name;
    };
    const std::string name = known_name(model().model_name);
    const auto is_it = [&](const std::string& each) { return known_name(each) == name; };
    if (std::ranges::any_of(circuit_.models, is_it)) return;
    warnings.push_back(fmt::format("the circuit {} was found in {}, not in {}", circuit_.name,
                                   fmt::join(circuit_.models, ", "), model().model_name));
  }

  Circuit circuit_;
  const Graph& graph_;
  std::vector<FlowPlace> places_;
  std::vector<Problem> problems_;
};

}  // namespace

Circuit resolve_circuit(Circuit circuit, const Graph& graph, std::vector<std::string>& warnings) {
  return CircuitResolver(std::move(circuit), graph).run(warnings);
}

}  // namespace tviz
