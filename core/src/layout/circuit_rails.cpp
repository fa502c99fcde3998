// SPDX-License-Identifier: MIT
#include "layout/circuit_rails.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace tviz {
namespace {

/// The number of the addition of a component in its block.
std::int64_t addition_of(const Stream& stream, const Block& block, std::string_view path) {
  const std::string_view inside = path.substr(std::min(path.size(), block.path.size() + 1));
  const auto is_here = [&](const Component& component) { return component.path == inside; };
  const BlockStructure& structure = stream.structures[block.structure];
  for (std::size_t i = 0; i < structure.additions.size(); ++i) {
    const Addition& addition = structure.additions[i];
    const bool found = std::ranges::any_of(addition.branches, [&](const Branch& branch) {
      return std::ranges::any_of(branch.components, is_here);
    });
    if (found || std::ranges::any_of(addition.shared, is_here)) {
      return static_cast<std::int64_t>(i);
    }
  }
  return static_cast<std::int64_t>(structure.additions.size());
}

class EdgeJoiner {
 public:
  EdgeJoiner(const Circuit& circuit, const Stream& stream) : circuit_(circuit) {
    constexpr std::int64_t kAdditions = 64;
    const auto top = static_cast<std::int64_t>(stream.blocks.size());
    for (const CircuitMember& member : circuit.members) {
      const std::int64_t layer = layer_of(member, stream);
      const Block* block = find_block(stream, member.component);
      layers_.push_back(layer);
      depths_.push_back(layer * kAdditions +
                        (block == nullptr ? 0 : addition_of(stream, *block, member.component)));
    }
    top_ = top;
  }

  CircuitLines run() && {
    for (const auto& [sender, net] : nets()) {
      if (!net.empty()) add(sender, net);
    }
    return std::move(lines_);
  }

 private:
  /// A sender and the sign of its edges, in the order of the flow.
  struct Sender {
    std::int64_t depth;
    std::size_t member;
    bool negative;
    friend auto operator<=>(const Sender&, const Sender&) = default;
  };
  using Net = std::set<RailStop>;

  /// What each sender feeds: an arrow for each receiver, whatever ports it has. Edges to the exit
  /// become outputs.
  std::map<Sender, Net> nets() {
    std::map<std::pair<Sender, std::size_t>, std::set<char>> ports;
    std::map<std::tuple<std::int64_t, std::optional<std::size_t>, bool>, std::set<std::size_t>>
        outputs;
    for (const CircuitEdge& edge : circuit_.edges) {
      const bool negative = edge.weight.value_or(0) < 0;
      if (layers_[edge.to] == top_) {
        if (layers_[edge.from] < 0 || layers_[edge.from] == top_) continue;
        outputs[{layers_[edge.from], circuit_.members[edge.from].role, negative}].insert(edge.from);
        continue;
      }
      const Sender sender{depths_[edge.from], edge.from, negative};
      std::set<char>& known = ports[{sender, edge.to}];
      known.insert(edge.ports.begin(), edge.ports.end());
    }
    for (const auto& [key, senders] : outputs) {
      const auto& [layer, role, negative] = key;
      lines_.outputs.push_back({layer, role, negative, {senders.begin(), senders.end()}});
    }
    std::map<Sender, Net> nets;
    for (const auto& [key, letters] : ports) {
      RailStop stop{key.second, {}};
      for (const char letter : std::string_view("QKV")) {
        if (letters.contains(letter)) stop.ports += letter;
      }
      nets[key.first].insert(std::move(stop));
    }
    return nets;
  }

  /// Joins a sender to a rail of its class if that says no more and no less than the edges do.
  void add(const Sender& sender, const Net& net) {
    const std::optional<std::size_t> role = circuit_.members[sender.member].role;
    const bool outside = layers_[sender.member] < 0;
    for (std::size_t i = 0; i < lines_.rails.size() && !outside; ++i) {
      CircuitRail& rail = lines_.rails[i];
      const bool rail_outside = layers_[rail.senders.front().member] < 0;
      if (rail.role != role || rail.negative != sender.negative || rail_outside) continue;
      Net all(rail.receivers.begin(), rail.receivers.end());
      all.insert(net.begin(), net.end());
      const bool is_same =
          net == after(sender.member, all) &&
          std::ranges::all_of(rail.senders, [&](const RailStop& each) {
            return nets_of_[each.member][sender.negative] == after(each.member, all);
          });
      if (!is_same) continue;
      rail.senders.push_back({sender.member, {}});
      rail.receivers.assign(all.begin(), all.end());
      nets_of_[sender.member][sender.negative] = net;
      return;
    }
    nets_of_[sender.member][sender.negative] = net;
    lines_.rails.push_back(
        {role, sender.negative, {{sender.member, {}}}, {net.begin(), net.end()}});
  }

  /// The stops that come after a member.
  Net after(std::size_t member, const Net& stops) const {
    Net found;
    for (const RailStop& stop : stops) {
      if (depths_[stop.member] > depths_[member]) found.insert(stop);
    }
    return found;
  }

  const Circuit& circuit_;
  std::vector<std::int64_t> layers_;
  std::vector<std::int64_t> depths_;
  std::int64_t top_ = 0;
  std::map<std::size_t, std::map<bool, Net>> nets_of_;
  CircuitLines lines_;
};

}  // namespace

std::int64_t layer_of(const CircuitMember& member, const Stream& stream) {
  const Block* block = find_block(stream, member.component);
  if (block != nullptr) {
    // Rows are blocks, whatever number they have.
    const auto is_this = [block](const Block& each) { return each.path == block->path; };
    return std::ranges::find_if(stream.blocks, is_this) - stream.blocks.begin();
  }
  const auto is_member = [&](const Component& each) { return each.path == member.component; };
  return std::ranges::any_of(stream.exit, is_member)
             ? static_cast<std::int64_t>(stream.blocks.size())
             : -1;
}

CircuitLines join_edges(const Circuit& circuit, const Stream& stream) {
  return EdgeJoiner(circuit, stream).run();
}

}  // namespace tviz
