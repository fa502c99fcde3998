// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace tviz::cli {

/// An option or a positional argument, as help, manual and completion name it.
struct DescribedOption {
  std::vector<std::string> names;  ///< "-o", "--output"; of a positional its own name alone.
  std::string description;
  std::string value;                 ///< What follows it: "TEXT"; empty for a flag.
  std::vector<std::string> choices;  ///< The words that it takes, if these are few.
  std::string default_value;
  bool is_positional = false;
};

/// A command with what it takes.
struct DescribedCommand {
  std::vector<std::string> path;  ///< "plugin", "new"; empty for the program itself.
  std::string description;
  std::string footer;
  std::vector<DescribedOption> options;
  std::vector<DescribedCommand> commands;
};

/// The tree of the program's commands, as its parser has it.
DescribedCommand described(const CLI::App& program);

}  // namespace tviz::cli
