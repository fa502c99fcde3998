// SPDX-License-Identifier: MIT
#include "tviz/figure/options.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "commands.hpp"
#include "output.hpp"
#include "table.hpp"

namespace tviz::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string_view name_of(OptionKind kind) {
  switch (kind) {
    case OptionKind::Flag:
      return "flag";
    case OptionKind::Word:
      return "word";
    case OptionKind::Text:
      return "text";
    case OptionKind::Texts:
      return "texts";
    case OptionKind::Keywords:
      return "keywords";
    case OptionKind::Layers:
      return "layers";
    case OptionKind::Count:
      return "count";
    case OptionKind::Number:
      return "number";
    case OptionKind::Limit:
      return "limit";
    case OptionKind::Length:
      return "length";
    case OptionKind::Width:
      return "width";
    case OptionKind::Page:
      return "page";
    case OptionKind::File:
      return "file";
    case OptionKind::Files:
      return "files";
    case OptionKind::Theme:
      return "theme";
    case OptionKind::ThemeWord:
      return "theme word";
    case OptionKind::Setting:
      return "setting";
    case OptionKind::Hook:
      return "hook";
    case OptionKind::BackwardHook:
      return "backward hook";
    case OptionKind::Circuit:
      return "circuit";
    case OptionKind::Hooks:
      break;
  }
  return "hooks";
}

std::string_view name_of(OptionScope scope) {
  switch (scope) {
    case OptionScope::Model:
      return "model";
    case OptionScope::SubFigure:
      return "sub-figure";
    case OptionScope::Figure:
      return "figure";
    case OptionScope::Files:
      return "files";
    case OptionScope::SideBySide:
      break;
  }
  return "side by side";
}

std::string_view heading_of(OptionScope scope) {
  switch (scope) {
    case OptionScope::Model:
      return "The model\n\nIn the program, every command that reads a model takes these.";
    case OptionScope::SubFigure:
      return "A drawing\n\nEach sub-figure may have its own values.";
    case OptionScope::Figure:
      return "The whole figure\n\nThese apply to the figure as a whole, not to single sub-figures.";
    case OptionScope::Files:
      return "Its files\n\nIn the program, only `render` takes these.";
    case OptionScope::SideBySide:
      break;
  }
  return "Several drawings side by side\n\nIn Python, these are arguments of `sub_figures`.";
}

/// What an option takes, in Markdown.
std::string values_of(const FigureOption& option) {
  std::string words = fmt::format("`{}`", fmt::join(option.words, "`, `"));
  switch (option.kind) {
    case OptionKind::Flag:
      return "`true`, `false`";
    case OptionKind::Word:
      return option.flag_in_python ? words + "; in Python also `False`, `True`" : words;
    case OptionKind::ThemeWord:
    case OptionKind::Page:
      return words;
    case OptionKind::Text:
      return "a text";
    case OptionKind::Texts:
    case OptionKind::Keywords:
      return "one or more texts";
    case OptionKind::Layers:
      return "a whole number from 1 on, or `all`";
    case OptionKind::Count:
      return fmt::format("a whole number from {} to {}", option.least, option.most);
    case OptionKind::Number:
      return fmt::format("a number from {} to {}", option.least, option.most);
    case OptionKind::Limit:
      return "a number";
    case OptionKind::Length:
      return "pixels, or a length with px, pt, mm, cm or in";
    case OptionKind::Width:
      return fmt::format("pixels, a length with px, pt, mm, cm or in, {}", words);
    case OptionKind::File:
      return "a file";
    case OptionKind::Files:
      return "one or more files";
    case OptionKind::Theme:
      return "a theme's name or file";
    case OptionKind::Setting:
      return "KEY=VALUE, several times; a map in manifests and Python";
    case OptionKind::Hook:
    case OptionKind::BackwardHook:
      return "one or more hooks";
    case OptionKind::Circuit:
      return "a circuit's name or file; in manifests and Python also a map";
    case OptionKind::Hooks:
      break;
  }
  return "a file; in manifests and Python also a list";
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json json_of(const FigureOption& option) {
  Json json{{"name", option.name},
            {"kind", name_of(option.kind)},
            {"scope", name_of(option.scope)},
            {"help", option.help},
            {"words", option.words},
            {"range", nullptr},
            {"default", text_or_null(option.initial)},
            {"otherwise", text_or_null(option.otherwise)},
            {"program", text_or_null(option.in_program)},
            {"manifest", text_or_null(option.in_manifest)},
            {"python", text_or_null(option.in_python)},
            {"python_flag", option.flag_in_python}};
  if (option.most > option.least) json["range"] = {option.least, option.most};
  return json;
}

/// A name in Markdown.
std::string code(const std::string& name) { return name.empty() ? "" : fmt::format("`{}`", name); }

std::string names_in_program(const FigureOption& option) {
  if (option.alias_in_program.empty()) return code(option.in_program);
  return fmt::format("{}, {}", code(option.in_program), code(option.alias_in_program));
}

}  // namespace

void list_options(const Arguments& arguments) {
  const std::vector<FigureOption> options = figure_options();
  if (arguments.json) {
    Json list = Json::array();
    for (const FigureOption& option : options) list.push_back(json_of(option));
    print_json(list);
    return;
  }
  std::vector<std::vector<std::string>> rows{{"program", "manifest", "Python", "meaning"}};
  for (const FigureOption& option : options) {
    rows.push_back({option.in_program, option.in_manifest, option.in_python, option.help});
  }
  print_table(rows);
}

void print_options_reference() {
  print_text(
      "# Options of a figure\n\n"
      "Every option, as the program, [manifests](batch.md) and [Python](python.md) call it. An\n"
      "option that can be repeated in the program is a list in manifests and in Python.\n");
  const std::vector<FigureOption> options = figure_options();
  for (const OptionScope scope : {OptionScope::Model, OptionScope::SubFigure, OptionScope::Figure,
                                  OptionScope::Files, OptionScope::SideBySide}) {
    print_text(
        fmt::format("\n## {}\n\n| program | manifest | Python | takes | default | meaning |\n"
                    "|---|---|---|---|---|---|\n",
                    heading_of(scope)));
    for (const FigureOption& option : options) {
      if (option.scope != scope) continue;
      print_text(fmt::format("| {} | {} | {} | {} | {} | {} |\n", names_in_program(option),
                             code(option.in_manifest), code(option.in_python), values_of(option),
                             option.initial.empty() ? option.otherwise : code(option.initial),
                             option.help));
    }
  }
}

}  // namespace tviz::cli
