// SPDX-License-Identifier: MIT
#include "layout/circuit_grid.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "layout/circuit_rails.hpp"

namespace tviz {
namespace {

std::string title_of_lane(const Component& component) {
  if (component.kind == "attention") return "head";
  if (component.kind == "cross_attention") return "cross-attention head";
  if (component.kind == "mlp") return "MLP";
  return is_norm(component) ? component.path : component.kind;
}

/// What stands in the rows: a component with the most heads that it has in any layer.
struct Lane {
  std::string path;
  std::string title;
  std::int64_t heads = 0;
};

class GridMaker {
 public:
  GridMaker(const Circuit& circuit, const Stream& stream) : circuit_(circuit), stream_(stream) {
    for (const CircuitMember& member : circuit.members) {
      const Block* block = find_block(stream, member.component);
      if (block == nullptr) continue;
      used_.insert({member.component.substr(block->path.size() + 1), member.head});
      used_layers_.insert(layer_of(member, stream));
    }
  }

  CircuitGrid run(bool folds_heads) && {
    add_rows();
    for (const Lane& lane : lanes()) add_columns(lane, folds_heads);
    for (const CircuitMember& member : circuit_.members) grid_.cells.push_back(cell_of(member));
    return std::move(grid_);
  }

 private:
  static constexpr std::int64_t kLeastFoldedHeads = 3;

  void add_rows() {
    const std::size_t count = stream_.blocks.size();
    for (std::size_t i = 0; i < count; ++i) {
      std::size_t last = i;
      while (!is_used(i) && last + 1 < count && !is_used(last + 1)) ++last;
      grid_.rows.push_back({i, last, 0, 0});
      i = last;
    }
  }

  bool is_used(std::size_t layer) const {
    return used_layers_.contains(static_cast<std::int64_t>(layer));
  }

  std::vector<Lane> lanes() const {
    std::vector<Lane> lanes;
    for (const BlockStructure& structure : stream_.structures) {
      for (const Component* component : components_of(structure)) {
        const auto is_member = [&](const auto& each) { return each.first == component->path; };
        if (is_norm(*component) && std::ranges::none_of(used_, is_member)) continue;
        auto lane = std::ranges::find(lanes, component->path, &Lane::path);
        if (lane == lanes.end()) {
          lane = lanes.insert(lane, {component->path, title_of_lane(*component), 0});
        }
        lane->heads = std::max(lane->heads, component->n_heads);
      }
    }
    return lanes;
  }

  void add_columns(const Lane& lane, bool folds_heads) {
    const std::int64_t heads = std::max<std::int64_t>(lane.heads, 1);
    for (std::int64_t head = 0; head < heads; ++head) {
      CircuitColumn column{.component = lane.path, .title = lane.title};
      column.head = lane.heads > 0 ? head : kWholeComponent;
      column.has_members = used_.contains({lane.path, column.head});
      column.begins_lane = head == 0;
      column.last_head = column.head;
      std::int64_t last = head;
      while (folds_heads && !column.has_members && last + 1 < heads &&
             !used_.contains({lane.path, last + 1})) {
        ++last;
      }
      if (last - head + 1 >= kLeastFoldedHeads) {
        column.last_head = last;
        head = last;
      }
      grid_.columns.push_back(std::move(column));
    }
  }

  std::optional<CircuitCell> cell_of(const CircuitMember& member) const {
    const Block* block = find_block(stream_, member.component);
    if (block == nullptr) return std::nullopt;
    const auto layer = static_cast<std::size_t>(layer_of(member, stream_));
    const std::string inside = member.component.substr(block->path.size() + 1);
    const auto row = std::ranges::find_if(grid_.rows, [&](const CircuitRow& each) {
      return layer >= each.first && layer <= each.last;
    });
    const auto column = std::ranges::find_if(grid_.columns, [&](const CircuitColumn& each) {
      return each.component == inside && each.head == member.head;
    });
    return CircuitCell{static_cast<std::size_t>(row - grid_.rows.begin()),
                       static_cast<std::size_t>(column - grid_.columns.begin())};
  }

  const Circuit& circuit_;
  const Stream& stream_;
  std::set<std::pair<std::string, std::int64_t>> used_;
  std::set<std::int64_t> used_layers_;
  CircuitGrid grid_;
};

}  // namespace

CircuitGrid circuit_grid(const Circuit& circuit, const Stream& stream, bool folds_heads) {
  return GridMaker(circuit, stream).run(folds_heads);
}

}  // namespace tviz
