// SPDX-License-Identifier: MIT
#include "tviz/theme/theme.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "commands.hpp"
#include "figure_options.hpp"
#include "output.hpp"

namespace tviz::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Everything that is wrong with a theme: mistakes, or if there are none what is hard to read.
std::vector<Problem> problems_of(const std::string& name_or_path) {
  try {
    return contrast_problems(load_theme(name_or_path));
  } catch (const Error& error) {
    return error.problems();
  }
}

/// "metrics" and "head.width" of "metrics.head.width".
std::pair<std::string_view, std::string_view> first_part_of(std::string_view path) {
  const std::size_t dot = path.find('.');
  return {path.substr(0, dot), path.substr(std::min(dot, path.size() - 1) + 1)};
}

/// "theme.yaml:3:5", or the option that gave the value.
std::string place_of(const Location& where) {
  std::vector<Problem> named = in_words_of(
      OptionLanguage::Program, {Problem{{}, {where.source, where.line, where.column}, {}}});
  return format(named.front().where);
}

/// "theme.yaml:3:5", and for a colour with a name "theme.yaml:3:5, tan of theme.yaml:1:9".
std::string origin_of(const ThemeValue& value) {
  if (value.color_name.empty()) return place_of(value.where);
  return fmt::format("{}, {} of {}", place_of(value.where), value.color_name,
                     place_of(value.color_where));
}

/// Prints nested maps as a theme file has them, a value a line with its origin.
void print_maps(const std::vector<ThemeValue>& values) {
  std::vector<std::string> open;
  for (const ThemeValue& value : values) {
    std::vector<std::string> parts;
    for (std::string_view rest = value.path; !rest.empty();) {
      const auto [part, behind] = first_part_of(rest);
      parts.emplace_back(part);
      rest = part.size() == rest.size() ? std::string_view() : behind;
    }
    const auto shared = std::ranges::mismatch(open, parts).in2 - parts.begin();
    for (auto i = static_cast<std::size_t>(shared); i + 1 < parts.size(); ++i) {
      print_text(fmt::format("{:{}}{}:\n", "", 2 * i, parts[i]));
    }
    const bool is_color = value.value.starts_with('#');
    print_text(fmt::format("{:{}}{}: {}{}{}  # {}\n", "", 2 * (parts.size() - 1), parts.back(),
                           is_color ? "\"" : "", value.value, is_color ? "\"" : "",
                           origin_of(value)));
    parts.pop_back();
    open = std::move(parts);
  }
}

/// Three values each: fill, stroke, text.
void print_highlights(std::span<const ThemeValue> values) {
  print_text("highlights:\n");
  for (; values.size() >= 3; values = values.subspan(3)) {
    print_text(
        fmt::format("  - fill: \"{}\"  # {}\n    stroke: \"{}\"  # {}\n    text: \"{}\"  # {}\n",
                    values[0].value, origin_of(values[0]), values[1].value, origin_of(values[1]),
                    values[2].value, origin_of(values[2])));
  }
}

void print_as_json(const std::string& name, const std::vector<ThemeValue>& values) {
  Json list = Json::array();
  for (const ThemeValue& value : values) {
    Json item{{"path", value.path}, {"value", value.value}, {"where", place_of(value.where)}};
    if (!value.color_name.empty()) {
      item["palette"] = value.color_name;
      item["palette_where"] = place_of(value.color_where);
    }
    list.push_back(std::move(item));
  }
  const Json theme{{"name", name}, {"values", std::move(list)}};
  print_json(theme);
}

}  // namespace

void check_themes(const Arguments& arguments) {
  std::vector<Problem> problems;
  Json good = Json::array();
  for (const std::string& theme : arguments.words) {
    std::vector<Problem> found = problems_of(theme);
    if (found.empty()) {
      good.push_back(theme);
      if (!arguments.json) print_text(fmt::format("{}: good\n", theme));
    }
    std::ranges::move(found, std::back_inserter(problems));
  }
  throw_if_any(std::move(problems));
  if (arguments.json) print_json(Json{{"good", std::move(good)}});
}

void show_theme(const Arguments& arguments) {
  const RenderOptions options = figure_settings(arguments.figure).options;
  const Theme theme =
      naming_options([&] { return load_theme(arguments.words.front(), options.overrides); });
  const std::vector<ThemeValue> values = theme_values(theme);
  if (arguments.json) {
    print_as_json(theme.name, values);
    return;
  }
  print_text(fmt::format("schema: 1\nname: {}\n", Json(theme.name).dump()));
  const std::size_t n_fields = values.size() - 3 * theme.highlights.size();
  print_maps({values.begin(), values.begin() + static_cast<std::ptrdiff_t>(n_fields)});
  print_highlights(std::span(values).subspan(n_fields));
}

}  // namespace tviz::cli
