// SPDX-License-Identifier: MIT
#include "suggestion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tviz/base/spelling.hpp"

namespace tviz::cli {
namespace {

std::vector<std::string> options_of(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

const CLI::App* command_called(const CLI::App& above, const std::string& name) {
  const auto commands = above.get_subcommands([](const CLI::App*) { return true; });
  const auto found = std::ranges::find(commands, name, &CLI::App::get_name);
  return found == commands.end() ? nullptr : *found;
}

std::vector<std::string> commands_of(const CLI::App& above) {
  std::vector<std::string> names;
  for (const CLI::App* command : above.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return names;
}

/// A line that says what a word may have been, if it is none of the known ones.
std::string line_about(const std::string& word, const std::vector<std::string>& known) {
  if (std::ranges::find(known, word) != known.end()) return {};
  const std::string hint = did_you_mean(word, known);
  return hint.empty() ? hint : fmt::format("{}: {}\n", word, hint);
}

/// The commands that a call names, each within the one before: tviz, plugin, new.
std::vector<const CLI::App*> commands_in_call(const CLI::App* app) {
  std::vector<const CLI::App*> commands{app};
  while (true) {
    const auto chosen = commands.back()->get_subcommands();
    if (chosen.empty()) return commands;
    commands.push_back(chosen.back());
  }
}

}  // namespace

std::string usage_error(const CLI::App* app, const CLI::Error& error) {
  std::string called;
  const CLI::App* command = app;
  for (const CLI::App* each : commands_in_call(app)) {
    called += (called.empty() ? "" : " ") + each->get_name();
    command = each;
  }
  const bool lacks_command = command->get_require_subcommand_min() > 0;
  std::string text = fmt::format("tviz: error: {}\n", error.what());
  if (lacks_command) {
    const std::vector<std::string> words = command->remaining();
    text = words.empty() ? "tviz: error: a command is required\n"
                         : fmt::format("tviz: error: '{}' is no command\n", words.front());
    for (const CLI::App* each : command->get_subcommands([](const CLI::App*) { return true; })) {
      text += fmt::format("  {} {:<11} {}\n", called, each->get_name(), each->get_description());
    }
  }
  return text + fmt::format("Run '{} --help' for more information.\n", called);
}

std::string suggestion(const CLI::App& app, int argc, const char* const* argv) {
  const CLI::App* command = &app;
  std::vector<std::string> options = options_of(app);
  std::string lines;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--") break;
    if (word.starts_with("--")) {
      lines += line_about(word.substr(0, word.find('=')), options);
    } else if (const std::vector<std::string> commands = commands_of(*command); !commands.empty()) {
      const CLI::App* next = command_called(*command, word);
      if (next == nullptr) return lines + line_about(word, commands);
      command = next;
      for (std::string& option : options_of(*command)) options.push_back(std::move(option));
    }
  }
  return lines;
}

}  // namespace tviz::cli
