// SPDX-License-Identifier: MIT
#include "layout/opening.hpp"

#include <algorithm>
#include <functional>

#include "layout/branches.hpp"
#include "layout/heads.hpp"
#include "layout/norms.hpp"
#include "layout/opened_component.hpp"

namespace tviz {
namespace {

// A box shows the hooks of this many of its tensors beside each other.
constexpr std::size_t kMostOnABox = 5;
// On narrow pages, heads have two rows of tabs if there are more than these.
constexpr double kNarrowPage = 400;
constexpr std::size_t kMostInANarrowRow = 3;

/// The first block of a structure, whose names stand for those of all its blocks.
const Block& named_block(const Stream& stream, const Block& block) {
  return *std::ranges::find(stream.blocks, block.structure, &Block::structure);
}

using Wanted = std::function<bool(const Component&)>;

/// Opens those of a block's components in `layer` that have an interior, are `wanted` and have
/// room.
void open_where_room(const BlockStructure& structure, const Columns& columns, const Style& style,
                     const Wanted& wanted, OpenedLayer& layer) {
  const BranchRows rows = rows_of(structure, columns, style.theme);
  for (const Addition& addition : structure.additions) {
    std::vector<const Component*> candidates;
    OpenedWidths widths;
    for (const Branch& branch : addition.branches) {
      for (const Component& component : branch.components) {
        if (component.interior.empty() || !wanted(component)) continue;
        candidates.push_back(&component);
        widths[component.path] = least_opened_width(component, layer, style);
      }
    }
    while (!candidates.empty() && !rows.fit(addition, widths)) {
      widths.erase(candidates.back()->path);
      candidates.pop_back();
    }
    for (const Component* component : candidates) layer.open(*component);
  }
}

/// The width that the rows of a block need for those of its components that are `wanted` opened.
double rows_width(const BlockStructure& structure, const Style& style, const Wanted& wanted,
                  const OpenedLayer& layer) {
  const bool norms_apart = has_norm_on_line(structure);
  double widest = 0;
  for (const Addition& addition : structure.additions) {
    double width = norms_apart ? norm_column_width(style.theme) : 0;
    bool opens = false;
    for (const Branch& branch : addition.branches) {
      const Component& main = *main_component(branch);
      if (&branch != &addition.branches.front()) width += 2 * style.theme.head_gap;
      if (main.interior.empty() || !wanted(main)) {
        width += parallel_box_width(style.theme, 0);
      } else {
        opens = true;
        width += least_opened_width(main, layer, style);
      }
    }
    if (opens) widest = std::max(widest, width);
  }
  return widest;
}

/// How many tabs fit on the box of a component, or on that of one of its heads.
std::size_t most_tabs(const Component& component, const std::string& path, const Marks& marks,
                      const Columns& columns, const Style& style, std::size_t rows_on_heads) {
  double width = columns.heads_width();
  if (component.n_heads > 1) {
    width = arrange_cells(component.n_heads, component.n_key_value_heads, marks.named_heads(path),
                          HeadsShown::Fitting, columns.heads_left, columns.heads_right, style.theme)
                .cell_width;
  }
  auto fitting = static_cast<std::size_t>(width / least_tab_width(style.theme));
  if (component.n_heads > 1) fitting *= rows_on_heads;
  return std::min(fitting, kMostOnABox);
}

}  // namespace

std::vector<std::string> overfull(const Graph& graph, const Marks& marks, const Style& style,
                                  const std::vector<Columns>& streams, std::size_t rows_on_heads) {
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < graph.streams.size(); ++i) {
    const Stream& stream = graph.streams[i];
    for (const Block& block : stream.blocks) {
      if (!marks.in_block(block.path)) continue;
      for (const Component* each : components_of(stream.structures[block.structure])) {
        const std::string path = block.path + "." + each->path;
        if (each->interior.empty()) continue;
        const std::size_t most = most_tabs(*each, path, marks, streams[i], style, rows_on_heads);
        if (marks.sites_inside(path) > most) paths.push_back(path);
      }
    }
  }
  return paths;
}

SignsOfHooks signs_of_hooks(const Graph& graph, const Marks& marks, std::optional<double> width) {
  SignsOfHooks signs{marks.letters()};
  const auto add = [&](const Component& component, const std::string& path) {
    const std::size_t inside = marks.inside(path).size();
    const std::size_t all = marks.hooks(path).size();
    if (is_norm(component)) {
      signs.tabs_on_norms = signs.tabs_on_norms || all > 1;
    } else if (component.n_heads > 1) {
      signs.tabs_on_heads = std::max(signs.tabs_on_heads, std::min(inside, kMostOnABox));
    } else {
      signs.tabs_on_boxes = signs.tabs_on_boxes || all > 1;
    }
    signs.on_lines = signs.on_lines || all > inside;
  };
  for (const Stream& stream : graph.streams) {
    for (const auto* ends : {&stream.entry, &stream.added_at_entry, &stream.after_entry,
                             &stream.used_by_blocks, &stream.exit}) {
      for (const Component& each : *ends) add(each, each.path);
    }
    for (const Block& block : stream.blocks) {
      if (!marks.in_block(block.path)) continue;
      signs.on_stream = signs.on_stream || !marks.hooks(block.path).empty();
      for (const Component* each : components_of(stream.structures[block.structure])) {
        add(*each, block.path + "." + each->path);
      }
    }
  }
  signs.in_two_rows = width && *width < kNarrowPage && signs.tabs_on_heads > kMostInANarrowRow;
  return signs;
}

Opening::Opening(const LayoutOptions& options, const Marks& marks)
    : marks_(marks),
      expanded_(options.expanded.begin(), options.expanded.end()),
      labels_(options.hook_names, options.short_hook_names) {}

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
            widest, rows_width(
                        stream.structures[block.structure], style,
                        [&](const Component& each) { return is_asked_for(block, each); }, layer));
      }
    }
    widths.push_back(widest);
  }
  return widths;
}

std::string Opening::text_in_block(std::string_view path) const {
  std::string text;
  for (const std::string& each : expanded_) {
    const bool inside =
        each.starts_with(path) && (each.size() == path.size() || each[path.size()] == '.');
    if (inside) text += " " + each.substr(path.size());
  }
  return text;
}

OpenedLayer Opening::layer(const Stream& stream, const Block& block, const Columns& columns,
                           const Style& style) const {
  OpenedLayer layer = closed_layer(stream, block);
  if (style.flows_right()) return layer;
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
