// SPDX-License-Identifier: MIT
#include "layout/hook_circles.hpp"

#include <algorithm>
#include <utility>

namespace tviz {
namespace {

constexpr double kCircleStep = 12.5;       // From circle to circle, at least.
constexpr double kCircleRise = 9;          // From a step to the first circle, at least.
constexpr double kBetweenCircles = 2;      // Of those that need more.
constexpr double kLabelGap = 4;            // Between a circle and its label.
constexpr double kLabelSize = 0.72;        // Of the notes' text.
constexpr double kLabelRise = 4;           // From a circle to the label above it.
constexpr double kLabelRoom = 14;          // Above or below a line, at least.
constexpr double kLineOfLabel = 1.2;       // Its height with air, in em.
constexpr double kMiddleOfLetters = 0.36;  // From the middle of letters to their baseline, in em.

double label_size(const Theme& theme) {
  return std::max(kLabelSize * theme.note_size, theme.minimum_size);
}

/// What a figure has room for of a name: "hook_q" of "blocks.0.attn.hook_q".
std::string short_name(const std::string& name) {
  const std::size_t last = name.rfind('.');
  if (last == std::string::npos) return name;
  std::string end = name.substr(last + 1);
  if (end.starts_with("hook_") && end != "hook_in" && end != "hook_out") return end;
  const std::size_t before = name.rfind('.', last - 1);
  if (before == std::string::npos) return name;
  // That of a block follows its number: "blocks.0.hook_out".
  const bool is_of_block = name.find_first_not_of("0123456789", before + 1) == last;
  return is_of_block ? end : name.substr(before + 1);
}

/// The same where there is little room: "q", "out_proj.in"; "in_proj" for what this module gives.
std::string shortest_name(std::string name) {
  constexpr std::string_view kOutput = ".hook_out";
  constexpr std::string_view kHook = "hook_";
  if (name.ends_with(kOutput)) return name.substr(0, name.size() - kOutput.size());
  const std::size_t at = name.rfind(kHook);
  if (at != std::string::npos) name.erase(at, kHook.size());
  return name;
}

std::string joined(const std::string& block, const std::string& component) {
  if (block.empty() || component.empty()) return block + component;
  return block + "." + component;
}

double extent(const Theme& theme, const HookCircle& circle) {
  return circle.styles.empty() ? theme.marker_radius : marker_extent(theme, circle.styles);
}

double largest_extent(const Theme& theme, std::span<const HookCircle> circles) {
  double largest = 0;
  for (const HookCircle& circle : circles) largest = std::max(largest, extent(theme, circle));
  return largest;
}

TextLine label_of(const Style& style, const HookCircle& circle) {
  return typeset(style.fonts, circle.label, Face::Mono, label_size(style.theme));
}

void draw_ring(Canvas& canvas, const HookCircle& circle, Point center) {
  const Theme& theme = canvas.style().theme;
  Stroke stroke{circle.dormant ? theme.muted : theme.line, theme.line_width, {}};
  if (circle.dormant) stroke.dashes = {1.2, 1.6};
  canvas.add(Circle{center, theme.marker_radius, theme.page, std::move(stroke)});
}

}  // namespace

HookLabels::HookLabels(std::span<const HookName> names, bool shortest) : shortest_(shortest) {
  for (const HookName& name : names) names_.try_emplace({name.component, name.site}, &name);
}

const HookName* HookLabels::find(const std::string& component, const std::string& site) const {
  const auto found = names_.find({component, site});
  return found == names_.end() ? nullptr : found->second;
}

std::string HookLabels::label(const HookName& name) const {
  const std::string label = short_name(name.name);
  return shortest_ ? shortest_name(label) : label;
}

bool OpenedLayer::opens_any_of(const Addition& addition) const {
  return std::ranges::any_of(addition.branches, [this](const Branch& branch) {
    return std::ranges::any_of(branch.components,
                               [this](const Component& each) { return opens(each); });
  });
}

std::optional<HookCircle> OpenedLayer::circle(const std::string& component,
                                              const std::string& site) const {
  const HookName* name = labels_.find(joined(named_block_, component), site);
  const std::string path = joined(block_, component);
  HookCircle circle;
  if (!block_.empty()) circle.styles = marks_.site(path, site);
  if (name == nullptr && circle.styles.empty()) return std::nullopt;
  circle.label = name == nullptr ? site : labels_.label(*name);
  circle.dormant = name != nullptr && !name->fires;
  if (circle.styles.empty()) return circle;
  const std::string heads = marks_.heads_text(path, site);
  if (!heads.empty()) circle.label += " · " + heads;
  return circle;
}

std::vector<HookCircle> OpenedLayer::circles(const Component& component,
                                             std::span<const std::string> sites) const {
  std::vector<HookCircle> circles;
  for (const std::string& site : sites) {
    if (auto found = circle(component.path, site)) circles.push_back(std::move(*found));
  }
  return circles;
}

std::optional<HookCircle> OpenedLayer::circle(const StreamPoint& place) const {
  return circle("", place.point.site);
}

double circle_reach(const Style& style, const HookCircle& circle) {
  const Theme& theme = style.theme;
  return circle.styles.empty() ? theme.marker_radius : marker_width(theme, circle.styles) / 2;
}

double label_room(const Theme& theme) {
  return std::max(kLabelRoom, kLabelRise + kLineOfLabel * label_size(theme));
}

double circle_step(const Theme& theme, std::span<const HookCircle> circles) {
  const double circle = 2 * largest_extent(theme, circles) + kBetweenCircles;
  return std::max({kCircleStep, circle, kLineOfLabel * label_size(theme)});
}

double circle_rise(const Theme& theme, std::span<const HookCircle> circles) {
  return std::max(kCircleRise, largest_extent(theme, circles) + kBetweenCircles);
}

double label_width(const Style& style, const HookCircle& circle) {
  return label_of(style, circle).width;
}

double label_reach(const Style& style, const HookCircle& circle) {
  return circle_reach(style, circle) + kLabelGap + label_width(style, circle);
}

void draw_circle(Canvas& canvas, const HookCircle& circle, Point center) {
  if (circle.styles.empty()) {
    draw_ring(canvas, circle, center);
  } else {
    canvas.markers(center, circle.styles);
  }
}

void draw_circle_label(Canvas& canvas, const HookCircle& circle, Point center, LabelSide side) {
  const Theme& theme = canvas.style().theme;
  const TextLine label = label_of(canvas.style(), circle);
  const double aside = circle_reach(canvas.style(), circle) + kLabelGap;
  const double baseline = center.y + kMiddleOfLetters * label_size(theme);
  const Color color = circle.dormant && circle.styles.empty() ? theme.muted : theme.text;
  switch (side) {
    case LabelSide::Left:
      canvas.text(label, {center.x - aside - label.width, baseline}, color, TextAnchor::End);
      break;
    case LabelSide::Right:
      canvas.text(label, {center.x + aside, baseline}, color);
      break;
    case LabelSide::Above:
      canvas.text(label,
                  {center.x - label.width / 2, center.y - extent(theme, circle) - kLabelRise},
                  color, TextAnchor::Middle);
      break;
    case LabelSide::Below:
      // Towards the left: the stream is near at the right.
      canvas.text(label, {center.x + theme.marker_radius - label.width, baseline}, color,
                  TextAnchor::End);
      break;
  }
}

}  // namespace tviz
