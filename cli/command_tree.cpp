// SPDX-License-Identifier: MIT
#include "command_tree.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string_view>
#include <utility>

namespace tviz::cli {
namespace {

/// The words of "TEXT:{none,equations}", which is how the parser names a choice.
std::vector<std::string> choices_of(std::string_view type) {
  const std::size_t begin = type.find('{');
  const std::size_t end = type.find('}');
  std::vector<std::string> words;
  if (begin == std::string_view::npos || end == std::string_view::npos) return words;
  for (std::string_view rest = type.substr(begin + 1, end - begin - 1); !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    words.emplace_back(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return words;
}

DescribedOption described(const CLI::Option& option) {
  DescribedOption result;
  result.is_positional = option.get_positional();
  if (result.is_positional) result.names.push_back(option.get_name());
  for (const std::string& name : option.get_snames()) result.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) result.names.push_back("--" + name);
  result.description = option.get_description();
  result.default_value = option.get_default_str();
  const std::string type = option.get_type_name();
  if (option.get_items_expected_max() > 0) result.value = type.substr(0, type.find(':'));
  result.choices = choices_of(type);
  return result;
}

DescribedCommand described(const CLI::App& command, std::vector<std::string> path) {
  DescribedCommand result{.path = std::move(path),
                          .description = command.get_description(),
                          .footer = command.get_footer(),
                          .options = {},
                          .commands = {}};
  for (const CLI::Option* option : command.get_options()) {
    result.options.push_back(described(*option));
  }
  for (const CLI::App* child : command.get_subcommands([](const CLI::App*) { return true; })) {
    std::vector<std::string> way = result.path;
    way.push_back(child->get_name());
    result.commands.push_back(described(*child, std::move(way)));
  }
  return result;
}

}  // namespace

DescribedCommand described(const CLI::App& program) { return described(program, {}); }

}  // namespace tviz::cli
