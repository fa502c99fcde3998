// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "base/color_pairs.hpp"
#include "theme/fields.hpp"
#include "tviz/theme/theme.hpp"

namespace tviz {
namespace {

/// Every colour of a theme, in one order for all themes.
std::vector<Color*> colors_of(Theme& theme) {
  std::vector<Color*> colors;
  for (const FieldRow& row : field_table()) {
    if (const auto* place = std::get_if<ColorField>(&row.place)) colors.push_back(&(*place)(theme));
  }
  for (BoxStyle& style : theme.highlights) {
    colors.insert(colors.end(), {&style.fill, &style.stroke, &style.text});
  }
  return colors;
}

void check_all_but_colors(const Theme& theme, const Theme& dark) {
  std::vector<Problem> problems;
  for (const FieldRow& row : field_table()) {
    if (std::holds_alternative<ColorField>(row.place)) continue;
    const std::string here = text_of(row, theme);
    const std::string there = text_of(row, dark);
    if (here == there) continue;
    problems.push_back(
        {fmt::format("is {} here and {} in {}, its dark partner", here, there, dark.name),
         theme.origins.at(std::string(row.path)),
         "one drawing serves both, so they may differ only in colours"});
  }
  if (theme.highlights.size() != dark.highlights.size()) {
    problems.push_back(
        {fmt::format("{} has {} highlights and {}, its dark partner, has {}", theme.name,
                     theme.highlights.size(), dark.name, dark.highlights.size()),
         {},
         {}});
  }
  throw_if_any(std::move(problems));
}

/// Whatever compares two colours of a theme then finds the same in the other.
void make_one_to_one(const std::vector<Color*>& colors, const std::vector<Color*>& partners) {
  ColorPairs pairs;
  for (std::size_t i = 0; i < colors.size(); ++i) {
    *colors[i] = pairs.add(*colors[i], *partners[i]);
  }
}

}  // namespace

std::optional<Theme> take_dark_partner(Theme& theme, std::span<const ThemeOverride> overrides) {
  if (theme.dark.empty()) return std::nullopt;
  Theme dark = load_theme(theme.dark, overrides);
  check_all_but_colors(theme, dark);
  const std::vector<Color*> light_colors = colors_of(theme);
  const std::vector<Color*> dark_colors = colors_of(dark);
  make_one_to_one(light_colors, dark_colors);
  make_one_to_one(dark_colors, light_colors);
  return dark;
}

}  // namespace tviz
