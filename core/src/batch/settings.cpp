// SPDX-License-Identifier: MIT
#include "batch/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>
#include <utility>

#include "figure/option_reader.hpp"
#include "tviz/figure/options.hpp"
#include "tviz/model/reader.hpp"

namespace tviz {
namespace {

/// What a manifest says of a figure beside its options: what is drawn, and into which files.
constexpr std::array<std::string_view, 2> kOwnKeys{"model", "formats"};

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

/// Whether a list of values is a list of figures, not one value.
bool is_single(OptionKind kind) {
  switch (kind) {
    case OptionKind::Texts:
    case OptionKind::Keywords:
    case OptionKind::Files:
    case OptionKind::Setting:
    case OptionKind::Hooks:
      return false;
    default:
      return true;
  }
}

class SettingsReader {
 public:
  SettingsReader(const std::string& source, const std::filesystem::path& folder,
                 std::vector<Problem>& problems)
      : source_(source), folder_(folder), problems_(problems) {}

  BatchFigure run(const Settings& settings, BatchFigure figure) {
    for (const auto& [key, member] : settings) {
      figure.places.emplace(key, Location{source_, member->value.line, member->value.column, key});
    }
    const auto is_of_model = [](const FigureOption& option) {
      return option.scope == OptionScope::Model;
    };
    set_options(settings, figure, is_of_model);
    if (const Node* model = value_of("model", settings)) read_model_of(*model, figure);
    if (const Node* formats = value_of("formats", settings)) read_formats(*formats, figure);
    set_options(settings, figure, std::not_fn(is_of_model));
    return figure;
  }

 private:
  /// Sets the chosen options in the order of the table, in which they may override each other.
  template <class Predicate>
  void set_options(const Settings& settings, BatchFigure& figure, Predicate is_chosen) {
    for (const FigureOption& option : figure_options()) {
      const Node* value = value_of(option.in_manifest, settings);
      if (value == nullptr || !is_chosen(option)) continue;
      set_option({OptionLanguage::Manifest, option.in_manifest, *value, source_, folder_}, figure,
                 problems_);
    }
  }

  static const Node* value_of(std::string_view key, const Settings& settings) {
    const auto setting = settings.find(key);
    return setting == settings.end() ? nullptr : &setting->second->value;
  }

  void read_model_of(const Node& node, BatchFigure& figure) {
    if (node.kind == Node::Kind::Mapping) {
      try {
        figure.model = read_model(Document{source_, node}, ModelTypes(figure.model_types_files));
      } catch (const Error& error) {
        std::ranges::copy(error.problems(), std::back_inserter(problems_));
      }
      append_text(node, figure.dimensions);
    } else if (node.kind == Node::Kind::Scalar && !node.scalar.empty()) {
      figure.source = name_or_path(folder_, node.scalar);
    } else {
      report("model", "must be a single value", node);
    }
  }

  void read_formats(const Node& node, BatchFigure& figure) {
    const auto add = [&](const Node& item) {
      if (item.kind != Node::Kind::Scalar) {
        return report("formats", "must be a single value", item);
      }
      if (std::ranges::find(figure.formats, item.scalar) == figure.formats.end()) {
        figure.formats.push_back(item.scalar);
      }
    };
    if (node.kind == Node::Kind::Scalar) add(node);
    for (const Node& item : node.items) add(item);
    if (figure.formats.empty()) report("formats", "must be a list", node);
  }

  void report(std::string key, std::string message, const Node& at) {
    problems_.push_back({std::move(message), {source_, at.line, at.column, std::move(key)}, {}});
  }

  const std::string& source_;
  const std::filesystem::path& folder_;
  std::vector<Problem>& problems_;
};

/// The keys of the options that a predicate chooses.
template <class Predicate>
std::vector<std::string> keys_of_options(Predicate is_chosen) {
  std::vector<std::string> keys;
  for (const FigureOption& option : figure_options()) {
    if (!option.in_manifest.empty() && is_chosen(option)) keys.push_back(option.in_manifest);
  }
  return keys;
}

}  // namespace

std::vector<std::string> setting_keys() {
  std::vector<std::string> keys(kOwnKeys.begin(), kOwnKeys.end());
  std::ranges::move(keys_of_options([](const FigureOption&) { return true; }),
                    std::back_inserter(keys));
  return keys;
}

std::vector<std::string> sub_figure_keys() {
  std::vector<std::string> keys{"model"};
  std::ranges::move(keys_of_options([](const FigureOption& option) {
                      return option.scope == OptionScope::Model ||
                             option.scope == OptionScope::SubFigure;
                    }),
                    std::back_inserter(keys));
  return keys;
}

std::vector<std::string> axis_keys() {
  std::vector<std::string> keys{"model"};
  std::ranges::move(
      keys_of_options([](const FigureOption& option) { return is_single(option.kind); }),
      std::back_inserter(keys));
  return keys;
}

BatchFigure figure_of(const Settings& settings, const std::string& source,
                      const std::filesystem::path& folder,
                      const std::vector<std::filesystem::path>& model_types_files,
                      std::vector<Problem>& problems) {
  BatchFigure figure;
  figure.model_types_files = model_types_files;
  return SettingsReader(source, folder, problems).run(settings, std::move(figure));
}

}  // namespace tviz
