// SPDX-License-Identifier: MIT
#include "layout/turned_theme.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>
#include <utility>

#include "layout/component_drawing.hpp"
#include "layout/norms.hpp"
#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

constexpr double kLabelSides = 9;      // Beside the longest label of a box.
constexpr double kLeastBox = 1.5;      // Length of a box, of the height of one in an upright figure.
constexpr double kMostBox = 3;         // Longer labels are set smaller.
constexpr double kPartLabel = 1.06;    // Length of a part's label, of the box's that it needs.
constexpr double kHeadHeight = 0.8;    // Heads above each other are lower than those in a row.
constexpr double kLeastHead = 0.66;    // The same for the narrowest ones.
constexpr double kHeadGap = 0.75;      // And for their gaps.
constexpr double kCardSides = 20;      // Beside the text of a card.
constexpr double kCardLength = 9;      // Of that text, in sizes of its letters.

/// The longest label of a box, in pixels.
class LongestLabel {
 public:
  LongestLabel(const Theme& theme, const Fonts& fonts) : theme_(theme), fonts_(fonts) {}

  void add(std::span<const Component> components) {
    for (const Component& component : components) add(component);
  }

  void add(const Component& component) {
    if (is_norm(component)) return;
    if (!spreads(component)) add(component.label);
    for (const Part& part : component.parts) {
      if (part.role == "step" || part.role == "gate") add(part.label, kPartLabel);
    }
  }

  double length() const { return length_; }

 private:
  void add(std::string_view label, double share = 1) {
    length_ = std::max(length_, share * typeset_math(fonts_, label, theme_.label_size).width);
  }

  const Theme& theme_;
  const Fonts& fonts_;
  double length_ = 0;
};

double box_length(const Theme& theme, const Graph& graph, const Fonts& fonts) {
  LongestLabel label(theme, fonts);
  for (const Stream& stream : graph.streams) {
    for (const auto* ends : {&stream.entry, &stream.added_at_entry, &stream.used_by_blocks,
                             &stream.after_entry, &stream.exit}) {
      label.add(*ends);
    }
    for (const BlockStructure& structure : stream.structures) {
      for (const Component* component : components_of(structure)) label.add(*component);
    }
  }
  return std::ceil(std::clamp(label.length() + 2 * kLabelSides, kLeastBox * theme.box_height,
                              kMostBox * theme.box_height));
}

}  // namespace

Theme turned(const Theme& theme, const Graph& graph, const Fonts& fonts) {
  Theme result = theme;
  result.margin = 0;
  // A layer's number stands above its heads.
  result.frame_padding = theme.frame_top;
  // Between norms and what stands beside them there is as much room as in an upright figure.
  const double longer_half = (theme.norm_width - theme.norm_height) / 2;
  result.frame_bottom = theme.frame_bottom + longer_half;
  result.branch_gap = theme.branch_gap + longer_half;
  result.frame_top = theme.frame_bottom;
  std::swap(result.norm_width, result.norm_height);
  result.head_width = std::round(kHeadHeight * theme.head_height);
  result.head_minimum_width = std::round(kLeastHead * theme.head_minimum_width);
  result.head_height = theme.head_width;
  result.head_gap = std::round(kHeadGap * theme.head_gap);
  result.box_height = box_length(theme, graph, fonts);
  result.end_box_width = theme.box_height;
  result.card_height = std::ceil(kCardSides + kCardLength * theme.card_size);
  return result;
}

}  // namespace tviz
