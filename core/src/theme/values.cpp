// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "theme/fields.hpp"
#include "tviz/theme/theme.hpp"

namespace tviz {

std::vector<ThemeValue> theme_values(const Theme& theme) {
  std::vector<ThemeValue> values;
  const auto add = [&](std::string path, std::string value) {
    ThemeValue given{std::move(path), std::move(value), {}, {}, {}};
    given.where = theme.origins.at(given.path);
    if (const auto name = theme.color_names.find(given.path); name != theme.color_names.end()) {
      given.color_name = name->second;
      given.color_where = theme.origins.at("palette." + name->second);
    }
    values.push_back(std::move(given));
  };
  for (const FieldRow& row : field_table()) add(std::string(row.path), text_of(row, theme));
  for (std::size_t i = 0; i < theme.highlights.size(); ++i) {
    const BoxStyle& style = theme.highlights[i];
    add(fmt::format("highlights.{}.fill", i), format(style.fill));
    add(fmt::format("highlights.{}.stroke", i), format(style.stroke));
    add(fmt::format("highlights.{}.text", i), format(style.text));
  }
  return values;
}

}  // namespace tviz
