// SPDX-License-Identifier: MIT
#include "figure_options.hpp"

#include <string>
#include <utility>
#include <vector>

#include "figure_arguments.hpp"
#include "tviz/figure/option_text.hpp"

namespace tviz::cli {
namespace {

/// What was written, as a value: a list if the option may be repeated.
Node value_of(const FigureOption& option, const std::vector<std::string>& texts) {
  if (!may_be_repeated(option)) return {.kind = Node::Kind::Scalar, .scalar = texts.back()};
  Node list{.kind = Node::Kind::Sequence};
  for (const std::string& text : texts) {
    list.items.push_back({.kind = Node::Kind::Scalar, .scalar = text});
  }
  return list;
}

}  // namespace

FigureSettings figure_settings(const FigureArguments& arguments) {
  FigureSettings settings;
  std::vector<Problem> problems;
  for (const FigureOption& option : figure_options()) {
    const auto given = arguments.options.find(option.name);
    if (given == arguments.options.end() || given->second.empty()) continue;
    set_option({.language = OptionLanguage::Program,
                .name = option.in_program,
                .value = value_of(option, given->second)},
               settings, problems);
  }
  throw_if_any(std::move(problems));
  settings.options.output.date = date_of_environment();
  return settings;
}

}  // namespace tviz::cli
