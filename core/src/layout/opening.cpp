// SPDX-License-Identifier: MIT
#include "layout/opening.hpp"

#include <algorithm>

#include "layout/block.hpp"

namespace tviz {
namespace {

// A box shows the hooks of this many of its tensors beside each other.
constexpr std::size_t kMostOnABox = 3;

/// The first block of a structure, whose names stand for those of all its blocks.
const Block& named_block(const Stream& stream, const Block& block) {
  return *std::ranges::find(stream.blocks, block.structure, &Block::structure);
}

}  // namespace

Opening::Opening(const LayoutOptions& options, const Marks& marks)
    : marks_(marks),
      expanded_(options.expanded.begin(), options.expanded.end()),
      labels_(options.hook_names) {}

bool Opening::is_asked_for(const Block& block, const Component& component) const {
  return expanded_.contains("all") || expanded_.contains(block.path) ||
         expanded_.contains(block.path + "." + component.path);
}

bool Opening::has_many_hooks(const Stream& stream, const Block& block) const {
  return std::ranges::any_of(
      components_of(stream.structures[block.structure]), [&](const Component* each) {
        return !each->interior.empty() && hooks_in(block, *each) > kMostOnABox;
      });
}

std::size_t Opening::hooks_in(const Block& block, const Component& component) const {
  return marks_.sites_inside(block.path + "." + component.path);
}

OpenedLayer Opening::closed_layer(const Stream& stream, const Block& block) const {
  const std::string own = marks_.in_block(block.path) ? block.path : std::string();
  return {labels_, marks_, own, named_block(stream, block).path};
}

std::vector<double> Opening::widths(const Graph& graph, const Style& style) const {
  std::vector<double> widths;
  for (const Stream& stream : graph.streams) {
    double widest = 0;
    if (!expanded_.empty()) {
      for (const Block& block : stream.blocks) {
        const OpenedLayer layer = closed_layer(stream, block);
        widest = std::max(
            widest, least_opened_width(
                        stream.structures[block.structure], style,
                        [&](const Component& each) { return is_asked_for(block, each); }, layer));
      }
    }
    widths.push_back(widest);
  }
  return widths;
}

OpenedLayer Opening::layer(const Stream& stream, const Block& block, const Columns& columns,
                           const Style& style) const {
  OpenedLayer layer = closed_layer(stream, block);
  const bool too_many = has_many_hooks(stream, block);
  open_where_room(
      stream.structures[block.structure], columns, style,
      [&](const Component& each) {
        return is_asked_for(block, each) || (too_many && hooks_in(block, each) > 0);
      },
      layer);
  return layer;
}

OpenedLayer Opening::whole_layer(const Stream& stream, const Block& block, const Columns& columns,
                                 const Style& style) const {
  OpenedLayer layer = closed_layer(stream, block);
  open_where_room(
      stream.structures[block.structure], columns, style, [](const Component&) { return true; },
      layer);
  return layer;
}

}  // namespace tviz
