// SPDX-License-Identifier: MIT
#include "batch/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "tviz/figure/option_text.hpp"
#include "tviz/model/reader.hpp"

namespace tviz {
namespace {

/// A path in the manifest, as one from where the program runs.
std::filesystem::path relative_to(const std::filesystem::path& folder, std::string_view path) {
  return (folder / path).lexically_normal();
}

/// A model or theme as the library takes it: the path of a file that is there, or a name.
std::string name_or_path(const std::filesystem::path& folder, const std::string& text) {
  const std::filesystem::path file = relative_to(folder, text);
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return text;
  // In the folder where the program runs it would otherwise be a name.
  return file.has_parent_path() ? file.string() : "./" + file.string();
}

/// A value as text, equal for equal values.
void append_text(const Node& node, std::string& text) {
  text += fmt::format("{}{}:{}", node.quoted ? 'q' : 'p', node.scalar.size(), node.scalar);
  for (const Node& item : node.items) append_text(item, text += ',');
  for (const Node::Member& member : node.members) {
    text += fmt::format("{}:{}=", member.key.size(), member.key);
    append_text(member.value, text);
  }
  text += ';';
}

/// Where one setting goes in a figure.
class Setter {
 public:
  Setter(const Node::Member& setting, const std::string& source,
         const std::filesystem::path& folder, std::vector<Problem>& problems)
      : key_(setting.key),
        node_(setting.value),
        source_(source),
        folder_(folder),
        problems_(problems) {}

  void model(BatchFigure& figure) {
    if (node_.kind == Node::Kind::Mapping) {
      checked([&] {
        figure.model = read_model(Document{source_, node_}, ModelTypes(figure.model_types_files));
      });
      append_text(node_, figure.dimensions);
    } else if (const auto text = single()) {
      figure.source = name_or_path(folder_, *text);
    }
  }

  void model_types(BatchFigure& figure) {
    if (const auto text = single()) {
      figure.model_types_files.push_back(relative_to(folder_, *text));
      checked([&] { ModelTypes(figure.model_types_files); });
    }
  }

  void theme(BatchFigure& figure) {
    if (const auto text = single()) figure.options.theme = name_or_path(folder_, *text);
  }

  void set(BatchFigure& figure) {
    if (node_.kind != Node::Kind::Mapping) return report("must be a map from keys to values");
    for (const Node::Member& member : node_.members) {
      if (member.value.kind != Node::Kind::Scalar) {
        report(fmt::format("'{}' must be a single value", member.key), member.value);
      } else {
        figure.options.overrides.push_back({member.key, member.value.scalar});
      }
    }
  }

  void font(BatchFigure& figure) {
    if (const auto text = single()) {
      checked([&] { figure.options.overrides.push_back(parse_font(*text, "")); });
    }
  }

  void formats(BatchFigure& figure) {
    for (std::string& format : words()) {
      if (std::ranges::find(figure.formats, format) == figure.formats.end()) {
        figure.formats.push_back(std::move(format));
      }
    }
  }

  void hooks(BatchFigure& figure) {
    if (node_.kind != Node::Kind::Scalar) {
      figure.options.hooks = read_hooks(node_, source_, problems_);
    } else if (const auto text = single()) {
      figure.hooks_file = relative_to(folder_, *text);
      checked([&] { figure.options.hooks = read_hooks(figure.hooks_file); });
    }
  }

  void values(BatchFigure& figure) {
    if (const auto text = single()) figure.values_file = relative_to(folder_, *text);
  }

  void list(std::vector<std::string>& field) { field = words(); }

  /// What a parser of option_text.hpp makes of the text.
  template <class Field, class Parser>
  void parse(Field& field, Parser parser) {
    if (const auto text = single()) checked([&] { field = parser(*text, ""); });
  }

  void text(std::string& field) {
    if (auto given = single()) field = std::move(*given);
  }

  void scale(BatchFigure& figure) {
    const auto number = as_real(node_);
    if (!number || *number < 0.1 || *number > 20) return report("must be a number from 0.1 to 20");
    figure.options.output.scale = *number;
  }

  void crop(BatchFigure& figure) {
    const auto crop = as_boolean(node_);
    if (!crop) return report("must be true or false");
    figure.options.crop = *crop;
  }

  void columns(BatchFigure& figure) {
    const auto number = as_integer(node_);
    if (!number || *number < 1) return report("must be a whole number from 1 on");
    figure.columns = static_cast<std::size_t>(*number);
  }

 private:
  /// Numbers count as texts here: `width: 600`.
  std::optional<std::string> single() {
    if (node_.kind == Node::Kind::Scalar && !node_.scalar.empty()) return node_.scalar;
    report("must be a single value");
    return std::nullopt;
  }

  /// One text, or a list of them.
  std::vector<std::string> words() {
    std::vector<std::string> list;
    if (node_.kind == Node::Kind::Scalar) list.push_back(node_.scalar);
    for (const Node& item : node_.items) {
      if (item.kind == Node::Kind::Scalar) list.push_back(item.scalar);
      if (item.kind != Node::Kind::Scalar) report("must be a single value", item);
    }
    if (list.empty()) report("must be a list");
    return list;
  }

  template <class Action>
  void checked(Action action) {
    try {
      action();
    } catch (const Error& error) {
      for (Problem problem : error.problems()) {
        if (problem.where.source.empty()) problem.where = {source_, node_.line, node_.column, key_};
        problems_.push_back(std::move(problem));
      }
    }
  }

  void report(std::string message) { report(std::move(message), node_); }
  void report(std::string message, const Node& at) {
    problems_.push_back({std::move(message), {source_, at.line, at.column, key_}, {}});
  }

  const std::string& key_;
  const Node& node_;
  const std::string& source_;
  const std::filesystem::path& folder_;
  std::vector<Problem>& problems_;
};

/// One key of a figure.
struct SettingRow {
  std::string_view key;
  bool single;    ///< Not a list, so that a list of values is an axis of a matrix.
  bool of_whole;  ///< Not a sub-figure's own.
  void (*apply)(Setter&, BatchFigure&);
};

constexpr std::array kSettings{
    // Before the model, which is read by them.
    SettingRow{"model_types", true, false,
               [](Setter& set, BatchFigure& figure) { set.model_types(figure); }},
    SettingRow{"model", true, false, [](Setter& set, BatchFigure& figure) { set.model(figure); }},
    SettingRow{"theme", true, true, [](Setter& set, BatchFigure& figure) { set.theme(figure); }},
    SettingRow{"set", false, true, [](Setter& set, BatchFigure& figure) { set.set(figure); }},
    SettingRow{"font", true, true, [](Setter& set, BatchFigure& figure) { set.font(figure); }},
    SettingRow{"formats", false, true,
               [](Setter& set, BatchFigure& figure) { set.formats(figure); }},
    SettingRow{
        "width", true, true,
        [](Setter& set, BatchFigure& figure) { set.parse(figure.options.width, parse_length); }},
    SettingRow{"max_layers", true, false,
               [](Setter& set, BatchFigure& figure) {
                 set.parse(figure.options.max_layers, parse_max_layers);
               }},
    SettingRow{"hooks", false, false, [](Setter& set, BatchFigure& figure) { set.hooks(figure); }},
    SettingRow{"values", true, false, [](Setter& set, BatchFigure& figure) { set.values(figure); }},
    SettingRow{"dialect", true, false,
               [](Setter& set, BatchFigure& figure) { set.text(figure.options.dialect); }},
    SettingRow{"stream", true, false,
               [](Setter& set, BatchFigure& figure) { set.text(figure.options.stream); }},
    SettingRow{"expand", false, false,
               [](Setter& set, BatchFigure& figure) { set.list(figure.options.expanded); }},
    SettingRow{"annotations", true, false,
               [](Setter& set, BatchFigure& figure) {
                 set.parse(figure.options.annotations, parse_annotations);
               }},
    SettingRow{"heads", true, false,
               [](Setter& set, BatchFigure& figure) {
                 set.parse(figure.options.heads, parse_heads_shown);
               }},
    SettingRow{"direction", true, false,
               [](Setter& set, BatchFigure& figure) {
                 set.parse(figure.options.direction, parse_direction);
               }},
    SettingRow{"title", true, false,
               [](Setter& set, BatchFigure& figure) { set.text(figure.options.title); }},
    SettingRow{
        "author", false, true,
        [](Setter& set, BatchFigure& figure) { set.list(figure.options.output.metadata.authors); }},
    SettingRow{"keywords", false, true,
               [](Setter& set, BatchFigure& figure) {
                 set.list(figure.options.output.metadata.keywords);
               }},
    SettingRow{
        "licence", true, true,
        [](Setter& set, BatchFigure& figure) { set.text(figure.options.output.metadata.licence); }},
    SettingRow{"text", true, true,
               [](Setter& set, BatchFigure& figure) {
                 set.parse(figure.options.output.text, parse_text_mode);
               }},
    SettingRow{"scale", true, true, [](Setter& set, BatchFigure& figure) { set.scale(figure); }},
    SettingRow{"crop", true, true, [](Setter& set, BatchFigure& figure) { set.crop(figure); }},
    SettingRow{"columns", true, true,
               [](Setter& set, BatchFigure& figure) { set.columns(figure); }},
};

}  // namespace

std::vector<std::string> setting_keys() {
  std::vector<std::string> keys;
  keys.reserve(kSettings.size());
  for (const SettingRow& row : kSettings) keys.emplace_back(row.key);
  return keys;
}

std::vector<std::string> sub_figure_keys() {
  std::vector<std::string> keys;
  keys.reserve(kSettings.size());
  for (const SettingRow& row : kSettings) {
    if (!row.of_whole) keys.emplace_back(row.key);
  }
  return keys;
}

bool is_single(std::string_view key) {
  const auto row = std::ranges::find(kSettings, key, &SettingRow::key);
  return row != kSettings.end() && row->single;
}

BatchFigure figure_of(const Settings& settings, const std::string& source,
                      const std::filesystem::path& folder,
                      const std::vector<std::filesystem::path>& model_types_files,
                      std::vector<Problem>& problems) {
  BatchFigure figure;
  figure.model_types_files = model_types_files;
  for (const SettingRow& row : kSettings) {
    const auto setting = settings.find(row.key);
    if (setting == settings.end()) continue;
    const Node::Member& member = *setting->second;
    figure.places.emplace(row.key,
                          Location{source, member.value.line, member.value.column, member.key});
    Setter setter(member, source, folder, problems);
    row.apply(setter, figure);
  }
  return figure;
}

}  // namespace tviz
