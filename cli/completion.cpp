// SPDX-License-Identifier: MIT
#include "completion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "command_tree.hpp"

namespace tviz::cli {
namespace {

/// "/plugin/new" of a command; empty for the program itself.
std::string place_of(const DescribedCommand& command) {
  return command.path.empty() ? "" : fmt::format("/{}", fmt::join(command.path, "/"));
}

void for_each_command(const DescribedCommand& command,
                      const std::function<void(const DescribedCommand&)>& function) {
  function(command);
  for (const DescribedCommand& each : command.commands) for_each_command(each, function);
}

/// A word of a shell that stands for itself.
std::string shell_word(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else {
      result += c;
    }
  }
  return result + "'";
}

/// The command of the program that lists what an argument may be; empty for files and free text.
std::string_view list_for(const DescribedOption& option) {
  const auto has = [&](std::string_view name) {
    return std::ranges::find(option.names, name) != option.names.end();
  };
  if (has("source")) return "models";
  if (has("theme") || has("--theme")) return "themes";
  return {};
}

/// Options that take a value and what it may be, each as "'/render --heads') ACTION ;;".
std::string cases_of_values(const DescribedCommand& tree,
                            const std::function<std::string(const DescribedOption&)>& action) {
  std::string cases;
  for_each_command(tree, [&](const DescribedCommand& command) {
    for (const DescribedOption& option : command.options) {
      if (option.is_positional || option.value.empty()) continue;
      std::vector<std::string> patterns;
      for (const std::string& name : option.names) {
        patterns.push_back(shell_word(fmt::format("{} {}", place_of(command), name)));
      }
      cases += fmt::format("    {}) {} ;;\n", fmt::join(patterns, "|"), action(option));
    }
  });
  return cases;
}

/// The pattern of all commands but the program itself.
std::string pattern_of_commands(const DescribedCommand& tree) {
  std::vector<std::string> places;
  for_each_command(tree, [&](const DescribedCommand& command) {
    if (!command.path.empty()) places.push_back(place_of(command));
  });
  return fmt::format("{}", fmt::join(places, "|"));
}

/// The list that the first argument of a command is taken from.
std::string_view list_of_arguments(const DescribedCommand& command) {
  for (const DescribedOption& option : command.options) {
    if (option.is_positional) return list_for(option);
  }
  return {};
}

std::string bash_words(const DescribedCommand& command) {
  std::vector<std::string> words;
  for (const DescribedCommand& each : command.commands) words.push_back(each.path.back());
  for (const DescribedOption& option : command.options) {
    const auto& from = option.is_positional ? option.choices : option.names;
    words.insert(words.end(), from.begin(), from.end());
  }
  std::string text = fmt::format("words={}", shell_word(fmt::format("{}", fmt::join(words, " "))));
  const std::string_view list = list_of_arguments(command);
  if (!list.empty()) text += fmt::format("; list={}", list);
  return text;
}

std::string bash(const DescribedCommand& tree) {
  std::string script = fmt::format(
      "# Completion of tviz for bash.\n"
      "_tviz() {{\n"
      "  local word=${{COMP_WORDS[COMP_CWORD]}} place= words= list= i\n"
      "  for ((i = 1; i < COMP_CWORD; ++i)); do\n"
      "    case $place/${{COMP_WORDS[i]}} in\n"
      "    {}) place+=/${{COMP_WORDS[i]}} ;;\n"
      "    esac\n"
      "  done\n"
      "  COMPREPLY=()\n"
      "  case \"$place ${{COMP_WORDS[COMP_CWORD-1]}}\" in\n",
      pattern_of_commands(tree));
  script += cases_of_values(tree, [](const DescribedOption& option) {
    if (const std::string_view list = list_for(option); !list.empty()) {
      return fmt::format("list={}", list);
    }
    return option.choices.empty()
               ? std::string("return")
               : fmt::format("words={}",
                             shell_word(fmt::format("{}", fmt::join(option.choices, " "))));
  });
  script += "    *)\n      case $place in\n";
  for_each_command(tree, [&](const DescribedCommand& command) {
    script += fmt::format("      {}) {} ;;\n", shell_word(place_of(command)), bash_words(command));
  });
  return script +
         "      esac ;;\n"
         "  esac\n"
         "  if [[ -n $list && $word != -* ]]; then\n"
         "    words+=\" $(\"$1\" \"$list\" 2>/dev/null | cut -d ' ' -f 1 | tr '\\n' ' ')\"\n"
         "  fi\n"
         "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
         "}\n"
         "complete -o default -F _tviz tviz\n";
}

/// "name:description" as zsh takes it.
std::string zsh_entry(std::string_view name, std::string_view description) {
  std::string text;
  for (const char c : name) {
    if (c == ':') text += '\\';
    text += c;
  }
  return shell_word(fmt::format("{}:{}", text, description));
}

std::string zsh_entries(const DescribedCommand& command) {
  std::vector<std::string> entries;
  for (const DescribedCommand& each : command.commands) {
    entries.push_back(zsh_entry(each.path.back(), each.description));
  }
  for (const DescribedOption& option : command.options) {
    for (const std::string& name : option.is_positional ? option.choices : option.names) {
      entries.push_back(zsh_entry(name, option.description));
    }
  }
  std::string text = fmt::format("entries=({})", fmt::join(entries, " "));
  const std::string_view list = list_of_arguments(command);
  if (!list.empty()) text += fmt::format("; list={}", list);
  return text;
}

std::string zsh(const DescribedCommand& tree) {
  std::string script = fmt::format(
      "#compdef tviz\n"
      "# Completion of tviz for zsh.\n"
      "_tviz() {{\n"
      "  local place= list= each\n"
      "  local -a entries\n"
      "  for each in ${{words[2,CURRENT-1]}}; do\n"
      "    case $place/$each in\n"
      "    {}) place+=/$each ;;\n"
      "    esac\n"
      "  done\n"
      "  case \"$place ${{words[CURRENT-1]}}\" in\n",
      pattern_of_commands(tree));
  script += cases_of_values(tree, [](const DescribedOption& option) {
    if (const std::string_view list = list_for(option); !list.empty()) {
      return fmt::format("list={}", list);
    }
    return option.choices.empty()
               ? std::string("_files; return")
               : fmt::format("compadd -- {}; return", fmt::join(option.choices, " "));
  });
  script += "    *)\n      case $place in\n";
  for_each_command(tree, [&](const DescribedCommand& command) {
    script += fmt::format("      {}) {} ;;\n", shell_word(place_of(command)), zsh_entries(command));
  });
  return script +
         "      esac ;;\n"
         "  esac\n"
         "  (( $#entries )) && _describe tviz entries\n"
         "  [[ -n $list ]] && compadd -- ${${(f)\"$($words[1] $list 2>/dev/null)\"}%% *}\n"
         "  [[ -n $place && $PREFIX != -* ]] && _files\n"
         "}\n"
         "compdef _tviz tviz\n";
}

/// When the cursor stands behind exactly these commands.
std::string fish_condition(const DescribedCommand& command) {
  std::string condition =
      command.path.empty()
          ? std::string("__fish_use_subcommand")
          : fmt::format("__fish_seen_subcommand_from {}",
                        fmt::join(command.path, "; and __fish_seen_subcommand_from "));
  if (!command.path.empty() && !command.commands.empty()) {
    condition += "; and not __fish_seen_subcommand_from";
    for (const DescribedCommand& each : command.commands) condition += " " + each.path.back();
  }
  return shell_word(condition);
}

std::string fish_option(const DescribedOption& option, const std::string& beginning) {
  std::string line = beginning;
  const std::string list(list_for(option));
  if (option.is_positional) {
    if (list.empty() && option.choices.empty()) return {};
  } else {
    for (const std::string& name : option.names) {
      line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    }
    if (!option.value.empty()) line += " -r";
  }
  if (!list.empty()) {
    line += fmt::format(" -a '(tviz {} | string split -f 1 \" \")'", list);
  } else if (!option.choices.empty()) {
    line += fmt::format(" -x -a '{}'", fmt::join(option.choices, " "));
  }
  return fmt::format("{} -d {}\n", line, shell_word(option.description));
}

std::string fish(const DescribedCommand& tree) {
  std::string script = "# Completion of tviz for fish.\n";
  for_each_command(tree, [&](const DescribedCommand& command) {
    const std::string beginning = fmt::format("complete -c tviz -n {}", fish_condition(command));
    for (const DescribedCommand& each : command.commands) {
      script += fmt::format("{} -f -a {} -d {}\n", beginning, each.path.back(),
                            shell_word(each.description));
    }
    for (const DescribedOption& option : command.options) script += fish_option(option, beginning);
  });
  return script;
}

}  // namespace

std::vector<std::string> completed_shells() { return {"bash", "zsh", "fish"}; }

std::string completion_script(const CLI::App& program, std::string_view shell) {
  const DescribedCommand tree = described(program);
  if (shell == "bash") return bash(tree);
  return shell == "zsh" ? zsh(tree) : fish(tree);
}

}  // namespace tviz::cli
