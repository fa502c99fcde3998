// SPDX-License-Identifier: MIT
#include "tviz/theme/theme.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <tuple>
#include <utility>

#include "theme/carried.hpp"
#include "theme/fields.hpp"
#include "tviz/base/document.hpp"
#include "tviz/base/spelling.hpp"

namespace tviz {
namespace {

constexpr std::size_t kLongestChain = 8;
constexpr std::size_t kThemeBytes = 1U << 20U;

constexpr std::array<std::pair<std::string_view, Color BoxStyle::*>, 3> kHighlightParts{
    {{"fill", &BoxStyle::fill}, {"stroke", &BoxStyle::stroke}, {"text", &BoxStyle::text}}};

/// A value as it stands in a file, before names of colours are looked up.
struct Setting {
  Node node;
  Location where;
};

/// The settings of a theme and its ancestors; the nearest to the theme wins.
struct Layers {
  std::map<std::string, Setting, std::less<>> palette;
  std::map<std::string, Setting, std::less<>> fields;
  std::optional<Setting> highlights;
  std::string dark;
  std::vector<std::filesystem::path> files;
  bool has_all_ancestors = true;
  std::vector<Problem> problems;
};

bool names_a_file(std::string_view name) {
  return name.find('/') != std::string_view::npos || name.ends_with(".yaml") ||
         name.ends_with(".yml");
}

Document open_theme(std::string_view name) {
  Limits limits;
  limits.document_bytes = kThemeBytes;
  limits.document_depth = 32;
  if (names_a_file(name)) {
    return parse_yaml(read_file(std::filesystem::path(name), kThemeBytes), std::string(name),
                      limits);
  }
  for (const CarriedTheme& theme : carried_themes()) {
    if (theme.name == name) return parse_yaml(theme.text, fmt::format("{}.yaml", name), limits);
  }
  const std::vector<std::string> known = theme_names();
  std::string hint = did_you_mean(name, known);
  if (hint.empty()) hint = fmt::format("available: {}", fmt::join(known, ", "));
  throw Error(Problem{fmt::format("there is no theme '{}'", name), {}, std::move(hint)});
}

/// The themes in files beside one, by their names.
std::vector<std::string> names_beside(const std::filesystem::path& file) {
  std::vector<std::string> names;
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::filesystem::path& path = entry.path();
    if (path.extension() != ".yaml" || path.filename() == file.filename()) continue;
    names.push_back(path.stem().string());
  }
  std::ranges::sort(names);
  return names;
}

/// The theme that a theme's file names, as load_theme() takes it: a carried one, or a file
/// NAME.yaml beside it. A path is refused, so that a theme of somebody else leads to no other
/// folder.
std::optional<std::string> named_theme(FieldReader& reader, std::string_view key,
                                       const std::string& source) {
  auto name = reader.text(key);
  if (!name) return std::nullopt;
  if (names_a_file(*name)) {
    reader.report(key, fmt::format("'{}' is a path", *name),
                  "write the name of a theme, or of a file beside this one without its '.yaml'");
    return std::nullopt;
  }
  std::vector<std::string> known = theme_names();
  if (std::ranges::find(known, *name) != known.end()) return name;
  if (names_a_file(source)) {
    const std::filesystem::path file(source);
    const std::vector<std::string> beside = names_beside(file);
    if (std::ranges::find(beside, *name) != beside.end()) {
      return (file.parent_path() / fmt::format("{}.yaml", *name)).string();
    }
    known.insert(known.end(), beside.begin(), beside.end());
  }
  reader.report(key, fmt::format("there is no theme '{}'", *name), did_you_mean(*name, known));
  return std::nullopt;
}

std::vector<std::string> field_paths() {
  std::vector<std::string> paths;
  for (const FieldRow& row : field_table()) paths.emplace_back(row.path);
  return paths;
}

const FieldRow* find_field(std::string_view path) {
  const auto table = field_table();
  const auto row = std::ranges::find(table, path, &FieldRow::path);
  return row == table.end() ? nullptr : &*row;
}

bool is_group(std::string_view path) {
  return std::ranges::any_of(field_table(), [&](const FieldRow& row) {
    return row.path.size() > path.size() && row.path.starts_with(path) &&
           row.path[path.size()] == '.';
  });
}

Problem unknown_key(std::string_view path, Location where) {
  const std::size_t dot = path.rfind('.');
  const std::string_view key = dot == std::string_view::npos ? path : path.substr(dot + 1);
  where.field = dot == std::string_view::npos ? "" : std::string(path.substr(0, dot));
  return {fmt::format("unknown key '{}'", key), std::move(where),
          did_you_mean(path, field_paths())};
}

/// Collects the leaves below `node` whose dotted paths are fields.
void collect_fields(const Node& node, const std::string& path, const std::string& source,
                    Layers& layers) {
  for (const Node::Member& member : node.members) {
    const std::string inner = fmt::format("{}.{}", path, member.key);
    const Location where{source, member.value.line, member.value.column, inner};
    if (find_field(inner) != nullptr) {
      if (member.value.kind == Node::Kind::Scalar) {
        layers.fields.try_emplace(inner, Setting{member.value, where});
      } else {
        layers.problems.push_back({"must be a single value", where, {}});
      }
    } else if (!is_group(inner)) {
      layers.problems.push_back(unknown_key(inner, {source, member.line, member.column, {}}));
    } else if (member.value.kind != Node::Kind::Mapping) {
      layers.problems.push_back({"must be a map", where, {}});
    } else {
      collect_fields(member.value, inner, source, layers);
    }
  }
}

void collect_section(FieldReader& reader, std::string_view name, const std::string& source,
                     Layers& layers) {
  const Node* section = reader.map(name);
  if (section != nullptr) collect_fields(*section, std::string(name), source, layers);
}

void collect_palette(FieldReader& reader, const std::string& source, Layers& layers) {
  const Node* palette = reader.node("palette");
  if (palette == nullptr) return;
  if (palette->kind != Node::Kind::Mapping) {
    reader.report("palette", "must be a map from names to colours");
    return;
  }
  for (const Node::Member& member : palette->members) {
    layers.palette.try_emplace(member.key, Setting{member.value,
                                                   {source, member.value.line, member.value.column,
                                                    fmt::format("palette.{}", member.key)}});
  }
}

/// Adds one file to the layers and returns its parent, if it has one.
std::optional<std::string> collect_file(const Document& document, Layers& layers) {
  const std::string& source = document.source;
  if (document.root.kind != Node::Kind::Mapping) {
    layers.problems.push_back({"a theme must be a map", {source, 1, 1, {}}, {}});
    return std::nullopt;
  }
  FieldReader reader(document.root, source, "", layers.problems);
  if (!reader.has("schema")) {
    reader.report("schema", "is missing", "a theme begins with 'schema: 1'");
  } else if (const auto schema = reader.integer("schema"); schema && *schema != 1) {
    reader.report("schema", fmt::format("schema {} is unknown", *schema), "this version reads 1");
  }
  reader.ignore("schema");
  reader.ignore("name");
  reader.ignore("summary");
  collect_palette(reader, source, layers);
  for (const std::string_view section : {"roles", "fonts", "captions", "type", "metrics"}) {
    collect_section(reader, section, source, layers);
  }
  if (const Node* highlights = reader.node("highlights"); highlights && !layers.highlights) {
    layers.highlights =
        Setting{*highlights, {source, highlights->line, highlights->column, "highlights"}};
  }
  if (auto dark = named_theme(reader, "dark", source); dark && layers.dark.empty()) {
    layers.dark = std::move(*dark);
  }
  auto parent = named_theme(reader, "extends", source);
  layers.has_all_ancestors = parent || !reader.has("extends");
  reader.reject_unknown();
  return parent;
}

/// What is wrong with taking `parent` after the themes of `chain`; empty if nothing is.
std::string_view chain_problem(const std::vector<std::string>& chain, const std::string& parent) {
  if (std::ranges::find(chain, parent) != chain.end()) return "themes extend each other";
  return chain.size() == kLongestChain ? "more than 8 themes extend one another" : "";
}

/// Reads the theme and its ancestors, the theme first.
Layers collect(std::string_view name_or_path) {
  Layers layers;
  std::vector<std::string> chain{std::string(name_or_path)};
  while (true) {
    if (names_a_file(chain.back())) layers.files.emplace_back(chain.back());
    const auto parent = collect_file(open_theme(chain.back()), layers);
    if (!parent) return layers;
    const std::string_view problem = chain_problem(chain, *parent);
    chain.push_back(*parent);
    if (problem.empty()) continue;
    throw Error(Problem{fmt::format("{}: {}", problem, fmt::join(chain, " -> ")),
                        {chain[chain.size() - 2], 0, 0, "extends"},
                        {}});
  }
}

Problem missing(std::string_view path, const std::string& theme) {
  return {fmt::format("'{}' is missing", path),
          {theme, 0, 0, {}},
          "write 'extends: circuits' to take missing values from that theme"};
}

/// Turns settings into values; problems are collected.
class Resolver {
 public:
  /// Notes in `theme` where values come from.
  Resolver(Layers& layers, Theme& theme) : layers_(layers), theme_(theme) {
    for (const auto& [name, setting] : layers_.palette) {
      palette_.emplace(name, literal(setting));
      palette_names_.push_back(name);
      theme_.origins.emplace("palette." + name, setting.where);
    }
  }

  std::optional<Color> color(const std::string& path, const Setting& setting) {
    theme_.origins.emplace(path, setting.where);
    const std::string& text = setting.node.scalar;
    if (const auto entry = palette_.find(text); entry != palette_.end()) {
      theme_.color_names.emplace(path, text);
      return entry->second;
    }
    if (text.starts_with('#')) return literal(setting);
    layers_.problems.push_back({fmt::format("'{}' is not a colour of the palette", text),
                                setting.where, did_you_mean(text, palette_names_)});
    return std::nullopt;
  }

  std::optional<double> length(const FieldRow& row, const Setting& setting) {
    theme_.origins.emplace(row.path, setting.where);
    const auto value = as_real(setting.node);
    if (!value) {
      layers_.problems.push_back(
          {fmt::format("must be a number, got '{}'", setting.node.scalar), setting.where, {}});
    } else if (*value < row.least || *value > row.most) {
      layers_.problems.push_back(
          {fmt::format("must be from {} to {}, got {}", row.least, row.most, setting.node.scalar),
           setting.where,
           {}});
    } else {
      return value;
    }
    return std::nullopt;
  }

  /// The index of the word that a field has.
  std::optional<std::size_t> word(const FieldRow& row, const Setting& setting) {
    theme_.origins.emplace(row.path, setting.where);
    const std::string& given = setting.node.scalar;
    const std::vector<std::string> known = std::get<WordField>(row.place).words();
    const auto found = std::ranges::find(known, given);
    if (found != known.end()) return static_cast<std::size_t>(found - known.begin());
    layers_.problems.push_back(
        {fmt::format("must be one of {}, got '{}'", fmt::join(known, ", "), given), setting.where,
         did_you_mean(given, known)});
    return std::nullopt;
  }

  std::vector<BoxStyle> highlights() {
    std::vector<BoxStyle> styles;
    if (!layers_.highlights) {
      if (layers_.has_all_ancestors) {
        layers_.problems.push_back(missing("highlights", theme_.name));
      }
      return styles;
    }
    const Setting& list = *layers_.highlights;
    if (list.node.kind != Node::Kind::Sequence || list.node.items.empty()) {
      layers_.problems.push_back({"must be a list of {fill, stroke, text}", list.where, {}});
      return styles;
    }
    for (const Node& item : list.node.items) {
      const std::string path = fmt::format("highlights.{}", styles.size());
      styles.push_back(highlight(item, path, list.where.source));
    }
    return styles;
  }

 private:
  std::optional<Color> literal(const Setting& setting) {
    const auto parsed = parse_color(setting.node.scalar);
    if (!parsed) {
      layers_.problems.push_back({fmt::format("'{}' is not a colour", setting.node.scalar),
                                  setting.where, "write it as \"#RRGGBB\", in quotes"});
    }
    return parsed;
  }

  BoxStyle highlight(const Node& item, const std::string& path, const std::string& source) {
    BoxStyle style;
    if (item.kind != Node::Kind::Mapping) {
      layers_.problems.push_back(
          {"must be {fill, stroke, text}", {source, item.line, item.column, path}, {}});
      return style;
    }
    FieldReader reader(item, source, path, layers_.problems);
    for (const auto& [key, place] : kHighlightParts) {
      const Node* node = reader.node(key);
      if (node == nullptr) {
        reader.report(key, "is missing");
        continue;
      }
      const std::string field = fmt::format("{}.{}", path, key);
      const Location where = node->line == 0 ? Location{"overrides", 0, 0, field}
                                             : Location{source, node->line, node->column, field};
      if (const auto value = color(field, {*node, where})) style.*place = *value;
    }
    reader.reject_unknown();
    return style;
  }

  Layers& layers_;
  Theme& theme_;
  std::map<std::string, std::optional<Color>, std::less<>> palette_;  ///< None: no colour.
  std::vector<std::string> palette_names_;
};

/// The value of `highlights.N.fill` in the settings, or nullptr.
Node* find_highlight_part(std::string_view path, Layers& layers) {
  constexpr std::string_view kSection = "highlights.";
  if (!layers.highlights || !path.starts_with(kSection)) return nullptr;
  path.remove_prefix(kSection.size());
  const std::size_t dot = std::min(path.find('.'), path.size());
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(path.data(), path.data() + dot, number);
  std::vector<Node>& items = layers.highlights->node.items;
  if (error != std::errc{} || end != path.data() + dot || number >= items.size()) return nullptr;
  for (Node::Member& member : items[number].members) {
    if (path.substr(dot) == "." + member.key) return &member.value;
  }
  return nullptr;
}

/// What overrides can change.
std::vector<std::string> settable_paths(const Layers& layers) {
  std::vector<std::string> paths = field_paths();
  for (const auto& [name, setting] : layers.palette) paths.push_back("palette." + name);
  if (!layers.highlights) return paths;
  for (std::size_t i = 0; i < layers.highlights->node.items.size(); ++i) {
    for (const auto& [part, place] : kHighlightParts) {
      paths.push_back(fmt::format("highlights.{}.{}", i, part));
    }
  }
  return paths;
}

void apply_override(const ThemeOverride& change, Layers& layers) {
  constexpr std::string_view kPalette = "palette.";
  Setting setting{.where = {"overrides", 0, 0, change.path}};
  setting.node.kind = Node::Kind::Scalar;
  setting.node.scalar = change.value;
  if (find_field(change.path) != nullptr) {
    layers.fields.insert_or_assign(change.path, std::move(setting));
    return;
  }
  if (change.path.starts_with(kPalette)) {
    const auto color = layers.palette.find(std::string_view(change.path).substr(kPalette.size()));
    if (color != layers.palette.end()) {
      color->second = std::move(setting);
      return;
    }
  }
  if (Node* part = find_highlight_part(change.path, layers)) {
    *part = std::move(setting.node);
    return;
  }
  layers.problems.push_back({fmt::format("the theme has no field '{}'", change.path),
                             {"overrides", 0, 0, {}},
                             did_you_mean(change.path, settable_paths(layers))});
}

void resolve_field(const FieldRow& row, const Setting& setting, Resolver& resolver, Theme& theme) {
  if (const auto* place = std::get_if<ColorField>(&row.place)) {
    if (const auto value = resolver.color(std::string(row.path), setting)) (*place)(theme) = *value;
  } else if (const auto* length = std::get_if<double Theme::*>(&row.place)) {
    if (const auto value = resolver.length(row, setting)) theme.*(*length) = *value;
  } else if (const auto index = resolver.word(row, setting)) {
    std::get<WordField>(row.place).set(theme, *index);
  }
}

}  // namespace

std::vector<ThemeField> theme_fields() {
  const Theme circuits = load_theme("circuits");
  std::vector<ThemeField> fields;
  for (const FieldRow& row : field_table()) {
    ThemeField field{.path = std::string(row.path), .meaning = std::string(row.meaning)};
    field.in_circuits = text_of(row, circuits);
    if (std::holds_alternative<ColorField>(row.place)) {
      field.type = "colour";
    } else if (std::holds_alternative<double Theme::*>(row.place)) {
      field.type = "length";
      field.unit = "px";
      field.least = row.least;
      field.most = row.most;
    } else {
      field.type = "word";
      field.words = std::get<WordField>(row.place).words();
    }
    fields.push_back(std::move(field));
  }
  return fields;
}

std::vector<std::string> theme_names() {
  std::vector<std::string> names;
  for (const CarriedTheme& theme : carried_themes()) names.emplace_back(theme.name);
  return names;
}

std::string theme_summary(std::string_view name) {
  const Document document = open_theme(name);
  const Node* summary = document.root.find("summary");
  return summary == nullptr ? std::string() : summary->scalar;
}

Theme load_theme(std::string_view name_or_path, std::span<const ThemeOverride> overrides) {
  Layers layers = collect(name_or_path);
  for (const ThemeOverride& change : overrides) apply_override(change, layers);
  Theme theme{};
  theme.name = std::string(name_or_path);
  theme.dark = layers.dark;
  theme.files = layers.files;
  Resolver resolver(layers, theme);
  for (const FieldRow& row : field_table()) {
    const auto setting = layers.fields.find(row.path);
    if (setting != layers.fields.end()) {
      resolve_field(row, setting->second, resolver, theme);
    } else if (layers.has_all_ancestors) {
      layers.problems.push_back(missing(row.path, theme.name));
    }
  }
  theme.highlights = resolver.highlights();
  std::ranges::stable_sort(layers.problems, {}, [](const Problem& problem) {
    return std::tie(problem.where.source, problem.where.line, problem.where.column);
  });
  throw_if_any(std::move(layers.problems));
  return theme;
}

}  // namespace tviz
