// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tviz::cli {

/// What shapes a figure, as it was written.
struct FigureArguments {
  std::string source;                 ///< Of one model, for commands that take no more.
  std::vector<std::string> sources;   ///< Several become sub-figures.
  std::vector<std::string> captions;  ///< Of the sub-figures.
  /// What was given to each option of the table of options, by FigureOption::name. Nothing was
  /// given to one without texts.
  std::map<std::string, std::vector<std::string>> options;
};

/// Options of a batch, as they were written.
struct BatchArguments {
  std::string manifest;     ///< "-" is standard input.
  std::string stdin_path;   ///< The file that standard input stands for, or empty.
  std::string folder;       ///< Empty: the manifest's.
  std::size_t threads = 0;  ///< 0: one for each processor.
  std::string shard = "1/1";
  std::string report;          ///< Where to write what became of each figure, or empty.
  std::string depfile;         ///< Where to write what the figures are made of, or empty.
  std::string depfile_target;  ///< What the rule makes; empty: the figures.
  bool force = false;
  bool keep_going = false;
  bool dry_run = false;
  bool prune = false;
};

/// The command line, parsed but not yet interpreted.
struct Arguments {
  enum class Command {
    Render,
    Batch,
    Scene,
    Describe,
    Diff,
    Hooks,
    CheckHooks,
    Models,
    Options,
    OptionsReference,
    Themes,
    ThemeReference,
    CheckThemes,
    ShowTheme,
    ThemeSchema,
    CheckModelTypes,
    ModelTypesSchema,
    GraphSchema,
    Plugins,
    NewPlugin,
    InspectPlugin,
    ExaminePlugins
  };

  Command command = Command::Render;
  FigureArguments figure;
  BatchArguments batch;
  std::vector<std::string> outputs;  ///< "-" is standard output.
  std::string format;                ///< Of the outputs; empty: by their extensions.
  std::vector<std::string> plugin_directories;
  /// For models: what they must have; for theme check: themes; for model-types check: files; for
  /// diff: two sources.
  std::vector<std::string> words;
  std::string plugin_name;  ///< For plugin new, as the next two.
  std::string plugin_kind;
  std::optional<std::string> check_file;  ///< For hooks: a list of names.
  std::string directory;                  ///< Empty: called like the plugin.
  std::string file;                       ///< For plugin inspect.
  std::string shell;                      ///< For completion.
  std::string manifest;                   ///< For plugin inspect: where to write it.
  bool create = false;                    ///< For plugin inspect: make all that it provides, too.
  double time_limit = 5;                  ///< For plugin doctor: seconds for each plugin.
  bool symbolic = false;                  ///< For hooks: shapes in words too.
  bool json = false;
  bool graph = false;   ///< For describe: print a graph file.
  std::string against;  ///< For describe: weights to hold the model against.
  bool strict = false;  ///< For describe: refuse what the graph does not account for.
  bool open = false;    ///< For render: show the first file.
  bool watch = false;   ///< For render: draw again when an input changes.
  bool quiet = false;
};

/// The command line, or if there is nothing left to do (help, version, wrong usage) the exit code,
/// 0 or 2 for wrong usage, and what is to be printed.
struct Parsed {
  Arguments arguments;
  std::optional<int> exit_code;
  std::string output;  ///< For standard output.
  std::string errors;  ///< For standard error.
};

/// Parses the command line and prints nothing.
Parsed parse(int argc, const char* const* argv);

}  // namespace tviz::cli
