// SPDX-License-Identifier: MIT
#include "layout/captions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <utility>

#include "layout/component_drawing.hpp"
#include "layout/header.hpp"
#include "layout/turn.hpp"
#include "tviz/graph/low_rank.hpp"

namespace tviz {
namespace {

constexpr double kCaptionStep = 1.35;     // From one line to the next, in em.
constexpr double kBelowLabel = 7;         // From a label to its caption.
constexpr double kCapitals = 0.66;        // Height of capitals, in em.
constexpr double kCaptionSides = 3;       // Beside a caption in its box.
constexpr double kWidestNorm = 1.6;       // Of the theme's width of norms.
constexpr std::int64_t kExact = 100'000;  // Smaller numbers are written with every digit.

/// Type whose scripts are no smaller than the theme allows.
double caption_size(const Theme& theme) { return theme.minimum_size / kLargestScript; }

/// Lines that a caption may have in a box, without what it says of low-rank updates.
std::size_t lines_in_box(const Theme& theme) {
  switch (theme.captions) {
    case CaptionContent::None:
      return 0;
    case CaptionContent::Shapes:
      return 2;
    case CaptionContent::Parameters:
    case CaptionContent::Formula:
      break;
  }
  return 1;
}

/// The component without the factors of low-rank updates.
Component without_low_ranks(Component component) {
  std::erase_if(component.weights, is_low_rank_factor);
  return component;
}

/// "W_Q" as `W_Q`, "W_gate" as `W_"gate"`.
std::string markup_of_weight(std::string_view name) {
  const std::size_t script = name.find('_');
  if (name.size() == 1) return std::string(name);
  if (script != 1 || script + 1 == name.size()) return fmt::format("\"{}\"", name);
  const std::string_view index = name.substr(2);
  return index.size() == 1 ? std::string(name) : fmt::format("{}_\"{}\"", name.substr(0, 1), index);
}

/// What a caption may say of low-rank updates, from the longest to the shortest.
std::vector<std::string> texts_of_low_ranks(const std::vector<LowRank>& low_ranks) {
  std::map<std::int64_t, std::string> weights;
  for (const LowRank& each : low_ranks) {
    std::string& names = weights[each.rank];
    names += (names.empty() ? "" : ", ") + markup_of_weight(each.weight);
  }
  std::string whole = R"("+ LoRA ")";
  std::string ranks = whole;
  for (const auto& [rank, names] : weights) {
    const char* before = rank == weights.begin()->first ? "" : R"("; ")";
    whole += fmt::format("{} r = {} \" on \" {}", before, rank, names);
    ranks += fmt::format("{} r = {}", before, rank);
  }
  return {whole, ranks, R"("LoRA")"};
}

/// "2,362,368"
std::string with_commas(std::int64_t number) {
  std::string digits = fmt::format("{}", number);
  for (std::size_t i = digits.size(); i > 3;) digits.insert(i -= 3, 1, ',');
  return digits;
}

/// What a caption may say, from the longest to the shortest. The last has no scripts.
std::vector<std::string> texts_of(const Component& component, const Style& style) {
  const std::int64_t count = component.parameters();
  if (count == 0) return {R"("tied")"};
  const std::string exact = fmt::format("\"{}\"", with_commas(count));
  const std::string number = count < kExact ? exact : fmt::format("\"{}\"", short_count(count));
  if (style.theme.captions == CaptionContent::Parameters) return {number};
  const std::string formula = parameter_formula(component, *style.model);
  if (formula.empty()) return {number};
  return {fmt::format("{} = {}", formula, exact),
          fmt::format("{} ≈ \"{}\"", formula, short_count(count)), formula, number};
}

/// The pieces with dots between them, as many as have room in the lines.
std::vector<TextLine> lines_of(const std::vector<std::string>& pieces, const Style& style,
                               double width, std::size_t most) {
  const double size = caption_size(style.theme);
  const auto typeset_piece = [&](const std::string& text) {
    return typeset_math(style.fonts, text, size);
  };
  std::vector<std::string> lines;
  for (const std::string& piece : pieces) {
    const std::string longer =
        lines.empty() ? piece : fmt::format("{} \" · \" {}", lines.back(), piece);
    if (typeset_piece(longer).width <= width) {
      if (lines.empty()) lines.emplace_back();
      lines.back() = longer;
    } else if (lines.size() < most && typeset_piece(piece).width <= width) {
      lines.push_back(piece);
    } else {
      // The text says that it is not complete.
      const std::string cut = lines.empty() ? "" : lines.back() + R"( " …")";
      if (!lines.empty() && typeset_piece(cut).width <= width) lines.back() = cut;
      break;
    }
  }
  std::vector<TextLine> set;
  std::ranges::transform(lines, std::back_inserter(set), typeset_piece);
  return set;
}

/// The first text that has room in a line, or the last one in the smallest type.
std::vector<TextLine> longest_fitting(const std::vector<std::string>& texts, const Style& style,
                                      double width) {
  for (const std::string& text : texts) {
    TextLine line = typeset_math(style.fonts, text, caption_size(style.theme));
    if (line.width <= width) return {std::move(line)};
  }
  TextLine smallest = typeset_math(style.fonts, texts.back(), style.theme.minimum_size);
  if (smallest.width > width) return {};
  return {std::move(smallest)};
}

/// Every component, that of equal blocks once.
std::vector<const Component*> components_of_kinds(const Graph& graph) {
  std::vector<const Component*> components;
  for (const Stream& stream : graph.streams) {
    std::ranges::copy(components_outside_blocks(stream), std::back_inserter(components));
    for (const BlockStructure& structure : stream.structures) {
      std::ranges::copy(components_of(structure), std::back_inserter(components));
    }
  }
  return components;
}

/// Whether a box must hold what is said of low-rank updates.
bool has_box_with_low_ranks(const Graph& graph) {
  return std::ranges::any_of(components_of_kinds(graph), [](const Component* each) {
    return !spreads(*each) && !low_ranks_of(*each).empty();
  });
}

/// The widest caption of a norm, in a figure with this theme.
double widest_of_norms(const Graph& graph, const Style& style) {
  double widest = 0;
  for (const Component* each : components_of_kinds(graph)) {
    if (!is_norm(*each)) continue;
    for (const TextLine& line : caption_of(*each, style, style.theme.usual_width, 1)) {
      widest = std::max(widest, line.width);
    }
  }
  return widest;
}

}  // namespace

std::vector<std::string> tensor_shapes(const Component& component) {
  std::vector<std::pair<std::string, std::string>> by_shape;
  for (const Weight& weight : component.weights) {
    std::string shape = fmt::format("\"{}\"", fmt::join(weight.shape, " × "));
    const std::string name = markup_of_weight(weight.name);
    const auto known =
        std::ranges::find(by_shape, shape, &std::pair<std::string, std::string>::first);
    if (known == by_shape.end()) {
      by_shape.emplace_back(std::move(shape), name);
    } else {
      known->second += ", " + name;
    }
  }
  std::vector<std::string> texts;
  texts.reserve(by_shape.size());
  for (const auto& [shape, names] : by_shape) texts.push_back(fmt::format("{} {}", names, shape));
  return texts;
}

std::string_view caption_subject(const Theme& theme) {
  switch (theme.captions) {
    case CaptionContent::Parameters:
      return "captions: numbers of parameters";
    case CaptionContent::Formula:
      return "captions: numbers of parameters as formulas";
    case CaptionContent::Shapes:
      return "captions: shapes of tensors";
    case CaptionContent::None:
      break;
  }
  return {};
}

double caption_line(const Theme& theme) { return std::ceil(kCaptionStep * caption_size(theme)); }

std::vector<TextLine> caption_of(const Component& component, const Style& style, double width,
                                 std::size_t most) {
  if (style.model == nullptr || component.weights.empty()) return {};
  std::vector<TextLine> lines;
  const std::vector<LowRank> low_ranks = low_ranks_of(component);
  const Component own = low_ranks.empty() ? component : without_low_ranks(component);
  if (style.theme.captions == CaptionContent::Shapes) {
    lines = lines_of(tensor_shapes(own), style, width, most);
  } else if (style.theme.captions != CaptionContent::None) {
    lines = longest_fitting(texts_of(own, style), style, width);
  }
  if (!low_ranks.empty()) {
    std::ranges::move(longest_fitting(texts_of_low_ranks(low_ranks), style, width),
                      std::back_inserter(lines));
  }
  return lines;
}

std::size_t lines_of_row_captions(const Stream& stream, const Theme& theme) {
  const bool has_low_ranks =
      std::ranges::any_of(stream.structures, [](const BlockStructure& structure) {
        return std::ranges::any_of(components_of(structure), [](const Component* each) {
          return !low_ranks_of(*each).empty();
        });
      });
  return (theme.captions == CaptionContent::None ? 0 : kMostCaptionLines) + (has_low_ranks ? 1 : 0);
}

Theme with_room_for_captions(Theme theme, const Graph& graph, const Fonts& fonts) {
  const double room = caption_line(theme);
  const std::size_t more = has_box_with_low_ranks(graph) ? 1 : 0;
  theme.box_height += room * static_cast<double>(lines_in_box(theme) + more);
  if (theme.captions == CaptionContent::None) return theme;
  theme.norm_height += room;
  theme.frame_bottom += room / 2;
  theme.branch_gap += room / 2;
  const double widest =
      std::ceil(widest_of_norms(graph, {.theme = theme, .fonts = fonts, .model = &graph.model}));
  theme.norm_width =
      std::clamp(widest + 2 * kCaptionSides, theme.norm_width, kWidestNorm * theme.norm_width);
  return theme;
}

void draw_label(Canvas& canvas, const Component& component, std::string_view label,
                const Rect& bounds, double size, const BoxStyle& role,
                std::span<const MarkStyle> marks) {
  const Style& style = canvas.style();
  const bool is_turned = style.flows_right();
  const Rect seen = is_turned ? turned(bounds) : bounds;
  const std::vector<TextLine> lines =
      caption_of(component, style, seen.width - 2 * kCaptionSides,
                 is_norm(component) ? 1 : lines_in_box(style.theme));
  if (lines.empty()) return canvas.label(label, bounds, size, role, marks);
  const double letters = kCapitals * size;
  const double step = caption_line(style.theme);
  const double below = kBelowLabel + kCapitals * caption_size(style.theme);
  const double height = letters + below + step * static_cast<double>(lines.size() - 1);
  const Rect at{seen.x, seen.center().y - height / 2, seen.width, letters};
  canvas.label(label, is_turned ? turned_back(at) : at, size, role, marks);
  Point pen{0, at.bottom() + below};
  for (const TextLine& line : lines) {
    pen.x = seen.center().x - line.width / 2;
    canvas.text(line, is_turned ? turned_back(pen) : pen, text_color(role, marks),
                TextAnchor::Middle);
    pen.y += step;
  }
}

}  // namespace tviz
