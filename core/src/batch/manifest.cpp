// SPDX-License-Identifier: MIT
#include "tviz/batch/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "batch/settings.hpp"
#include "tviz/base/document.hpp"
#include "tviz/base/spelling.hpp"

namespace tviz {
namespace {

constexpr std::size_t kMostFigures = 100000;

/// Why a name will not do for files below the folder; empty if it will.
std::string_view name_problem(std::string_view name) {
  const auto is_odd = [](unsigned char c) {
    return c < ' ' || c == 127 || c == '\\' || c == ':' || c == '*' || c == '?' || c == '"' ||
           c == '<' || c == '>' || c == '|';
  };
  if (std::ranges::any_of(name, is_odd)) return "has characters that file names should not have";
  while (true) {
    const std::size_t slash = name.find('/');
    const std::string_view part = name.substr(0, slash);
    if (part.empty() || part.starts_with('.'))
      return "must not lead out of the folder or name a hidden file";
    if (slash == std::string_view::npos) return {};
    name.remove_prefix(slash + 1);
  }
}

/// A value of an axis as a part of a file name: "configs/own.json" is "configs-own".
std::string word_of(const Node& value) {
  if (value.kind == Node::Kind::Mapping) {
    const Node* name = value.find("name");
    if (name == nullptr) name = value.find("model_name");
    return name == nullptr ? std::string() : word_of(*name);
  }
  std::string text = value.scalar;
  for (const std::string_view end : {".json", ".yaml", ".yml", ".gguf", ".safetensors", ".csv"}) {
    if (text.ends_with(end)) text.resize(text.size() - end.size());
  }
  text.erase(0, text.find_first_not_of("./"));
  std::ranges::replace(text, '/', '-');
  return text;
}

/// One dimension of a matrix: a key with several values, or variants with several keys each.
struct Axis {
  std::string key;
  std::vector<Node::Member> values;
};

class ManifestReader {
 public:
  ManifestReader(const Document& document, std::vector<std::filesystem::path> model_types_files)
      : source_(document.source),
        root_(document.root),
        model_types_files_(std::move(model_types_files)) {
    manifest_.file = source_;
    folder_ = manifest_.file.parent_path();
  }

  Manifest run() && {
    if (root_.kind != Node::Kind::Mapping) {
      report("a manifest must be a map", root_);
      throw_if_any(std::move(problems_));
    }
    read_root();
    if (manifest_.figures.empty() && problems_.empty()) report("has no figures", root_);
    check_names();
    order_problems();
    throw_if_any(std::move(problems_));
    return std::move(manifest_);
  }

 private:
  void read_root() {
    FieldReader reader(root_, source_, "", problems_);
    if (!reader.has("schema")) {
      reader.report("schema", "is missing", "a manifest begins with 'schema: 1'");
    } else if (const auto schema = reader.integer("schema"); schema && *schema != 1) {
      reader.report("schema", fmt::format("schema {} is unknown", *schema), "this version reads 1");
    }
    manifest_.folder = folder_ / reader.text("folder").value_or("figures");
    if (const Node* defaults = reader.node("defaults")) {
      collect(*defaults, setting_keys(), {}, defaults_);
    }
    for (const std::string_view section : {"figures", "matrix"}) {
      const Node* list = reader.list(section);
      if (list == nullptr) continue;
      for (const Node& item : list->items) {
        section == "figures" ? add_figure(item) : add_matrix(item);
      }
    }
    reader.reject_unknown();
  }

  /// Adds what a map says of a figure by these keys; `others` are keys that it may have beside.
  void collect(const Node& map, std::vector<std::string> keys,
               const std::vector<std::string_view>& others, Settings& settings) {
    if (map.kind != Node::Kind::Mapping) return report("must be a map", map);
    for (const Node::Member& member : map.members) {
      if (std::ranges::find(others, member.key) != others.end()) continue;
      if (std::ranges::find(keys, member.key) != keys.end()) {
        settings.insert_or_assign(member.key, &member);
      } else {
        report_unknown(member, keys, others);
      }
    }
  }

  void report_unknown(const Node::Member& member, std::vector<std::string> keys,
                      const std::vector<std::string_view>& others) {
    Problem problem{
        fmt::format("unknown key '{}'", member.key), {source_, member.line, member.column, {}}, {}};
    const std::vector<std::string> all = setting_keys();
    if (std::ranges::find(all, member.key) != all.end()) {
      problem.message = fmt::format("a sub-figure cannot have its own '{}'", member.key);
      problem.hint = "give it to the figure, where it applies to all of them";
    } else {
      keys.insert(keys.end(), others.begin(), others.end());
      problem.hint = did_you_mean(member.key, keys);
    }
    problems_.push_back(std::move(problem));
  }

  /// The text under "name"; reports if there is none.
  std::string name_of(const Node& map) {
    const Node* name = map.find("name");
    if (name != nullptr && name->kind == Node::Kind::Scalar && !name->scalar.empty()) {
      return name->scalar;
    }
    report("'name' is missing", name == nullptr ? map : *name);
    return {};
  }

  void add_figure(const Node& item) {
    Settings settings = defaults_;
    collect(item, setting_keys(), {"name", "subfigures"}, settings);
    if (item.kind == Node::Kind::Mapping) add(name_of(item), settings, item);
  }

  void add(const std::string& name, const Settings& settings, const Node& at) {
    if (name.empty()) return;
    if (const std::string_view problem = name_problem(name); !problem.empty()) {
      return report(fmt::format("the name '{}' {}", name, problem), at);
    }
    const Node* sub_figures = at.find("subfigures");
    if (sub_figures == nullptr && !settings.contains("model")) {
      return report(fmt::format("the figure '{}' has no model", name), at);
    }
    if (!settings.contains("formats")) {
      return report(fmt::format("the figure '{}' has no formats", name), at);
    }
    BatchFigure figure = figure_of(settings, source_, folder_, model_types_files_, problems_);
    figure.name = name;
    figure.where = {source_, at.line, at.column, {}};
    if (sub_figures != nullptr) add_sub_figures(*sub_figures, settings, figure);
    manifest_.figures.push_back(std::move(figure));
  }

  /// What the figure says holds for each of them, unless it says otherwise.
  void add_sub_figures(const Node& list, const Settings& shared, BatchFigure& figure) {
    if (list.items.empty()) return report("must be a list of sub-figures", list);
    for (const Node& item : list.items) {
      Settings settings = shared;
      collect(item, sub_figure_keys(), {"caption"}, settings);
      if (item.kind != Node::Kind::Mapping) continue;
      if (!settings.contains("model")) report("the sub-figure has no model", item);
      BatchFigure part = figure_of(settings, source_, folder_, model_types_files_, problems_);
      part.where = {source_, item.line, item.column, {}};
      FieldReader reader(item, source_, "", problems_);
      part.caption = reader.text("caption").value_or("");
      figure.sub_figures.push_back(std::move(part));
    }
  }

  void add_matrix(const Node& item) {
    Settings settings = defaults_;
    collect(item, setting_keys(), {"name", "variants", "subfigures"}, settings);
    if (item.kind != Node::Kind::Mapping) return;
    const std::string pattern = name_of(item);
    const std::vector<Axis> axes = axes_of(item);
    std::size_t count = 1;
    for (const Axis& axis : axes) count = std::min(count * axis.values.size(), kMostFigures + 1);
    if (manifest_.figures.size() + count > kMostFigures) {
      return report(fmt::format("more than {} figures", kMostFigures), item);
    }
    if (!pattern.empty()) combine(pattern, axes, settings, item);
  }

  /// In the order of the text; the last one varies fastest.
  std::vector<Axis> axes_of(const Node& item) {
    std::vector<Axis> axes;
    const std::vector<std::string> keys = axis_keys();
    for (const Node::Member& member : item.members) {
      const bool variants = member.key == "variants";
      if (member.value.kind != Node::Kind::Sequence) {
        if (variants) report("must be a list of maps with names", member.value);
        continue;
      }
      if (!variants && std::ranges::find(keys, member.key) == keys.end()) continue;
      Axis axis{variants ? "variant" : member.key, {}};
      for (const Node& value : member.value.items) {
        if (variants && (value.kind != Node::Kind::Mapping || name_of(value).empty())) continue;
        axis.values.push_back({member.key, value.line, value.column, value});
      }
      if (axis.values.empty()) report(fmt::format("'{}' is empty", member.key), member.value);
      axes.push_back(std::move(axis));
    }
    return axes;
  }

  void combine(const std::string& pattern, const std::vector<Axis>& axes, const Settings& shared,
               const Node& item) {
    // Settings point to the values of the axes.
    std::vector<std::size_t> chosen(axes.size(), 0);
    if (std::ranges::any_of(axes, [](const Axis& axis) { return axis.values.empty(); })) return;
    while (true) {
      Settings settings = shared;
      std::string name = pattern;
      for (std::size_t i = 0; i < axes.size(); ++i) {
        const Node::Member& value = axes[i].values[chosen[i]];
        if (axes[i].key == "variant") {
          collect(value.value, setting_keys(), {"name"}, settings);
        } else {
          settings.insert_or_assign(axes[i].key, &value);
        }
        fill_in(name, axes[i].key, word_of(value.value));
      }
      if (!check_filled(name, axes, item)) return;
      add(name, settings, item);
      std::size_t axis = axes.size();
      while (axis > 0 && ++chosen[axis - 1] == axes[axis - 1].values.size()) chosen[--axis] = 0;
      if (axis == 0) return;
    }
  }

  static void fill_in(std::string& name, const std::string& key, const std::string& word) {
    const std::string placeholder = fmt::format("{{{}}}", key);
    for (std::size_t at = name.find(placeholder); at != std::string::npos;
         at = name.find(placeholder, at + word.size())) {
      name.replace(at, placeholder.size(), word);
    }
  }

  /// Whether no placeholder is left; reports one that is.
  bool check_filled(const std::string& name, const std::vector<Axis>& axes, const Node& item) {
    const std::size_t begin = name.find('{');
    if (begin == std::string::npos) return true;
    std::vector<std::string> keys;
    keys.reserve(axes.size());
    for (const Axis& axis : axes) keys.push_back(fmt::format("{{{}}}", axis.key));
    const std::string left = name.substr(begin, name.find('}', begin) + 1 - begin);
    const Node& at = *item.find("name");
    problems_.push_back({fmt::format("the placeholder '{}' has no meaning here", left),
                         {source_, at.line, at.column, "name"},
                         keys.empty() ? "a matrix has a list of models or of themes"
                                      : fmt::format("available: {}", fmt::join(keys, ", "))});
    return false;
  }

  /// No two figures have the same files, also where case does not tell files apart.
  void check_names() {
    std::map<std::string, const BatchFigure*> seen;
    for (const BatchFigure& figure : manifest_.figures) {
      const auto [first, is_new] = seen.emplace(lower_case(figure.name), &figure);
      if (is_new) continue;
      problems_.push_back({fmt::format("two figures are called '{}'", figure.name), figure.where,
                           fmt::format("the first is at line {}", first->second->where.line)});
    }
  }

  /// By place, and once where a mistake is that of many figures.
  void order_problems() {
    const auto key = [](const Problem& problem) {
      return std::tie(problem.where.line, problem.where.column, problem.where.source,
                      problem.message);
    };
    std::ranges::sort(problems_, {}, key);
    const auto is_same = [&](const Problem& a, const Problem& b) { return key(a) == key(b); };
    problems_.erase(std::unique(problems_.begin(), problems_.end(), is_same), problems_.end());
  }

  void report(std::string message, const Node& at) {
    problems_.push_back({std::move(message), {source_, at.line, at.column, {}}, {}});
  }

  std::string source_;
  const Node& root_;
  std::filesystem::path folder_;
  std::vector<std::filesystem::path> model_types_files_;  ///< Of all figures.
  Settings defaults_;
  std::vector<Problem> problems_;
  Manifest manifest_;
};

}  // namespace

Manifest read_manifest(const std::filesystem::path& file, const Limits& limits,
                       std::vector<std::filesystem::path> model_types_files) {
  const std::string text = read_file(file, limits.document_bytes);
  return read_manifest(file.extension() == ".json" ? parse_json(text, file.string(), limits)
                                                   : parse_yaml(text, file.string(), limits),
                       std::move(model_types_files));
}

Manifest read_manifest(const Document& document,
                       std::vector<std::filesystem::path> model_types_files) {
  return ManifestReader(document, std::move(model_types_files)).run();
}

}  // namespace tviz
