// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace tviz::cli {

/// Options that shape a figure, as they were written.
struct FigureArguments {
  std::string source;                 ///< Of one model, for commands that take no more.
  std::vector<std::string> sources;   ///< Several become sub-figures.
  std::vector<std::string> captions;  ///< Of the sub-figures.
  std::size_t columns = 0;            ///< Most sub-figures in a row; 0: all.
  bool crop = false;
  std::string theme = "circuits";
  std::vector<std::string> settings;  ///< "key=value".
  std::string font;                   ///< Empty: the theme's.
  std::string max_layers = "8";       ///< A number or "all".
  std::optional<std::string> width;   ///< A length: "600", "84mm", "3.25in".
  std::vector<std::string> hooks;     ///< "POINT[=LABEL][@HEADS]".
  std::vector<std::string> backward_hooks;
  std::string hooks_file;
  std::string values_file;
  std::string stream;
  std::string dialect;                ///< Empty: by the names' form.
  std::vector<std::string> expanded;  ///< Paths, or "all".
  std::string annotations = "equations";
  std::string direction = "up";
  std::string heads = "fitting";
  std::string text = "embed";
  double scale = 2;
  std::string title;
  std::vector<std::string> authors;
  std::vector<std::string> keywords;  ///< Each may hold several, with commas between.
  std::string licence;
};

/// Options of a batch, as they were written.
struct BatchArguments {
  std::string manifest;
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
    Hooks,
    CheckHooks,
    Models,
    Themes,
    ThemeReference,
    CheckThemes,
    ShowTheme,
    ThemeSchema,
    CheckModelTypes,
    ModelTypesSchema,
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
  std::vector<std::string> model_types_files;
  /// For models: what they must have; for theme check: themes; for model-types check: files.
  std::vector<std::string> words;
  std::string plugin_name;  ///< For plugin new, as the next two.
  std::string plugin_kind;
  std::string check_file;  ///< For hooks: a list of names.
  std::string directory;   ///< Empty: called like the plugin.
  std::string file;        ///< For plugin inspect.
  std::string shell;       ///< For completion.
  std::string manifest;    ///< For plugin inspect: where to write it.
  bool create = false;     ///< For plugin inspect: make all that it provides, too.
  double time_limit = 5;   ///< For plugin doctor: seconds for each plugin.
  bool symbolic = false;   ///< For hooks: shapes in words too.
  bool json = false;
  bool open = false;   ///< For render: show the first file.
  bool watch = false;  ///< For render: draw again when an input changes.
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
