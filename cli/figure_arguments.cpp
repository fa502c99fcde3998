// SPDX-License-Identifier: MIT
#include "figure_arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tviz::cli {
namespace {

std::string type_name(const FigureOption& option) {
  switch (option.kind) {
    case OptionKind::Word:
    case OptionKind::ThemeWord:
      return fmt::format("TEXT:{{{}}}", fmt::join(option.words, ","));
    case OptionKind::Count:
    case OptionKind::Number:
      return fmt::format("NUMBER:[{} - {}]", option.least, option.most);
    case OptionKind::Limit:
      return "NUMBER";
    case OptionKind::Layers:
      return "N|all";
    case OptionKind::Length:
    case OptionKind::Width:
      return "LENGTH";
    case OptionKind::Page:
      return "NAME";
    case OptionKind::File:
    case OptionKind::Files:
    case OptionKind::Hooks:
      return "FILE";
    case OptionKind::Circuit:
      return "NAME|FILE";
    case OptionKind::Setting:
      return "KEY=VALUE";
    case OptionKind::Hook:
    case OptionKind::BackwardHook:
      return "HOOK";
    default:
      return "TEXT";
  }
}

std::string help_of(const FigureOption& option) {
  if (option.kind != OptionKind::Width && option.kind != OptionKind::Page) return option.help;
  return fmt::format("{}: {}", option.help, fmt::join(option.words, ", "));
}

/// What is wrong with a word or a number, which is wrong usage, as an unknown option is; empty if
/// nothing is.
std::string usage_problem(const FigureOption& option, const std::string& text) {
  FigureSettings ignored;
  std::vector<Problem> problems;
  set_option({.language = OptionLanguage::Program,
              .name = option.in_program,
              .value = {.kind = Node::Kind::Scalar, .scalar = text}},
             ignored, problems);
  if (problems.empty()) return {};
  // CLI11 says the name.
  problems.front().where = {};
  return format(problems.front());
}

CLI::Option* add_flag(CLI::App& command, const FigureOption& option, FigureArguments& figure) {
  return command.add_flag_function(
      option.in_program,
      [&texts = figure.options, name = option.name](std::int64_t count) {
        texts[name] = {count > 0 ? "true" : "false"};
      },
      option.help);
}

CLI::Option* add_valued(CLI::App& command, const std::string& names, const FigureOption& option,
                        FigureArguments& figure) {
  if (may_be_repeated(option)) {
    return command.add_option(names, figure.options[option.name], help_of(option))
        ->allow_extra_args(false);
  }
  const auto keep = [&texts = figure.options, name = option.name](const std::string& text) {
    texts[name] = {text};
  };
  return command.add_option_function<std::string>(names, keep, help_of(option));
}

}  // namespace

bool may_be_repeated(const FigureOption& option) {
  switch (option.kind) {
    case OptionKind::Texts:
    case OptionKind::Keywords:
    case OptionKind::Files:
    case OptionKind::Setting:
    case OptionKind::Hook:
    case OptionKind::BackwardHook:
      return true;
    default:
      return false;
  }
}

CLI::Option& add_figure_option(CLI::App& command, const FigureOption& option,
                               FigureArguments& figure) {
  if (option.kind == OptionKind::Flag) return *add_flag(command, option, figure);
  std::string names = option.in_program;
  if (!option.alias_in_program.empty()) names += "," + option.alias_in_program;
  CLI::Option& added = *add_valued(command, names, option, figure);
  added.type_name(type_name(option));
  added.default_str(option.initial.empty() ? option.otherwise : option.initial);
  if (option.kind == OptionKind::Word || option.kind == OptionKind::Number ||
      option.kind == OptionKind::Count || option.kind == OptionKind::Limit) {
    added.check([option](const std::string& text) { return usage_problem(option, text); });
  }
  return added;
}

CLI::Option& add_figure_option(CLI::App& command, std::string_view name, FigureArguments& figure) {
  const std::vector<FigureOption> options = figure_options();
  return add_figure_option(command, *std::ranges::find(options, name, &FigureOption::name), figure);
}

}  // namespace tviz::cli
