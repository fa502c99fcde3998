// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "layout/canvas.hpp"
#include "layout/columns.hpp"
#include "layout/hook_circles.hpp"
#include "layout/marks.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/layout/layout.hpp"

namespace tviz {

/// Paths of the components that carry hooks on more of their tensors than their boxes can show, and
/// that have an interior in which each has a place.
std::vector<std::string> overfull(const Graph& graph, const Marks& marks, const Style& style,
                                  const std::vector<Columns>& streams, std::size_t rows_on_heads);

/// The signs of an overlay's hooks in a graph, in a figure of a width, if one is asked for.
SignsOfHooks signs_of_hooks(const Graph& graph, const Marks& marks, std::optional<double> width);

/// Which components of a figure are drawn opened.
class Opening {
 public:
  Opening(const LayoutOptions& options, const Marks& marks);

  const Marks& marks() const { return marks_; }

  /// The rows of each stream need this width for what the options ask to open; 0 if nothing.
  std::vector<double> widths(const Graph& graph, const Style& style) const;

  /// What is asked to be opened in a block and not in all, as a text; empty if nothing.
  std::string text_in_block(std::string_view path) const;
  /// A block with what is asked for and what carries too many hooks for its box opened, as far as
  /// there is room. Where the data flows to the right nothing is.
  OpenedLayer layer(const Stream& stream, const Block& block, const Columns& columns,
                    const Style& style) const;
  /// A block without hooks, with everything opened that has room.
  OpenedLayer whole_layer(const Stream& stream, const Block& block, const Columns& columns,
                          const Style& style) const;

 private:
  bool is_asked_for(const Block& block, const Component& component) const;
  /// Whether a component of the block has more hooks inside than its box can show.
  bool has_many_hooks(const Stream& stream, const Block& block) const;
  std::size_t hooks_in(const Block& block, const Component& component) const;
  OpenedLayer closed_layer(const Stream& stream, const Block& block) const;

  const Marks& marks_;
  std::set<std::string, std::less<>> expanded_;
  HookLabels labels_;
};

}  // namespace tviz
