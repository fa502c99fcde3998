// SPDX-License-Identifier: MIT
#include "layout/turned_theme.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "layout/branches.hpp"
#include "layout/component_drawing.hpp"
#include "layout/ends.hpp"
#include "layout/norms.hpp"
#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

constexpr double kLabelSides = 0.45;      // Beside the longest label of a box, in em.
constexpr double kBesideDot = 1.5;        // Least room beside the dot of a hook on the stream.
constexpr double kTurnedBesideNorm = 10;  // From a norm on the line to a ⊕ to a frame.
constexpr double kLeastBox = 1.5;  // Length of a box, of the height of one in an upright figure.
constexpr double kMostBox = 3;     // Longer labels are set smaller.
constexpr double kTurnedPartLabel = 1.06;  // Length of a part's label, of the box's that it needs.
constexpr double kTurnedLatentLabel = 1.25;  // The same of a latent's, whose box is lower.
constexpr double kHeadHeight = 0.8;  // Heads above each other are lower than those in a row.
constexpr double kLeastHead = 0.66;  // The same for the narrowest ones.
constexpr double kHeadGap = 0.75;    // And for their gaps.
constexpr double kCardSides = 20;    // Beside the text of a card.
constexpr double kCardLength = 8.2;  // Of that text, in sizes of its letters.

double label_width(std::string_view label, const Theme& theme, const Fonts& fonts) {
  return typeset_math(fonts, label, theme.label_size).width;
}

double box_length_for(double label, const Theme& theme) {
  return label + 2 * kLabelSides * theme.label_size;
}

/// How long the label of a box is to be so that the label of this part fits into its own.
double share_of_box(const Part& part) {
  if (part.role == "step" || part.role == "gate") return kTurnedPartLabel;
  return part.role == "latent" || part.role == "indexer" ? kTurnedLatentLabel : 0;
}

/// The longest label of a box in the blocks, and of the steps that stand in for one.
double longest_label(const Graph& graph, const Theme& theme, const Fonts& fonts) {
  double longest = 0;
  for (const Stream& stream : graph.streams) {
    for (const BlockStructure& structure : stream.structures) {
      for (const Component* component : components_of(structure)) {
        if (!spreads(*component) && !is_norm(*component)) {
          longest = std::max(longest, label_width(component->label, theme, fonts));
        }
        for (const Part& part : component->parts) {
          longest = std::max(longest, share_of_box(part) * label_width(part.label, theme, fonts));
        }
      }
    }
  }
  return longest;
}

bool has_norm_on_line(const Graph& graph) {
  return std::ranges::any_of(graph.streams, [](const Stream& stream) {
    return std::ranges::any_of(stream.structures, [](const BlockStructure& structure) {
      return tviz::has_norm_on_line(structure);
    });
  });
}

}  // namespace

Theme turned(const Theme& theme, const Graph& graph, const Fonts& fonts) {
  Theme result = theme;
  result.margin = 0;
  // A layer's number stands above its heads.
  result.frame_padding = theme.frame_top;
  // Between norms and what stands beside them there is as much room as in an upright figure.
  const double longer = theme.norm_width - theme.norm_height;
  result.frame_bottom = theme.frame_bottom + longer / 2;
  result.branch_gap = theme.branch_gap + longer / 2;
  // The dot of a hook has room between the last ⊕ and the frame.
  result.frame_top =
      std::max(theme.frame_padding, theme.sum_radius + 2 * (theme.marker_radius + kBesideDot));
  if (has_norm_on_line(graph)) {
    result.branch_gap += longer / 2;
    result.frame_top = std::max(result.frame_top, theme.norm_width / 2 + kTurnedBesideNorm);
  }
  std::swap(result.norm_width, result.norm_height);
  result.head_width = std::round(kHeadHeight * theme.head_height);
  result.head_minimum_width = std::round(kLeastHead * theme.head_minimum_width);
  result.head_height = theme.head_width;
  result.head_gap = std::round(kHeadGap * theme.head_gap);
  result.box_height =
      std::ceil(std::clamp(box_length_for(longest_label(graph, theme, fonts), theme),
                           kLeastBox * theme.box_height, kMostBox * theme.box_height));
  result.end_box_width = theme.box_height;
  result.card_height = std::ceil(kCardSides + kCardLength * theme.card_size);
  return result;
}

EndBoxHeights turned_end_boxes(const Theme& theme, const Graph& graph, const Fonts& fonts) {
  EndBoxHeights heights;
  const auto make_room = [&](const std::vector<Component>& components, double& height) {
    for (const Component& component : components) {
      if (is_norm(component)) continue;
      height =
          std::max(height, std::ceil(box_length_for(
                               label_width(words_of_label(component.label), theme, fonts), theme)));
    }
  };
  for (const Stream& stream : graph.streams) {
    for (const auto* ends : {&stream.entry, &stream.after_entry, &stream.exit}) {
      make_room(*ends, heights.on_stream);
    }
    for (const ReadOut& each : stream.read_outs) make_room(each.components, heights.on_stream);
    for (const auto* ends : {&stream.added_at_entry, &stream.used_by_blocks}) {
      make_room(*ends, heights.beside);
    }
  }
  return heights;
}

}  // namespace tviz
