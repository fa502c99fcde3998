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
  std::string folder;  ///< Empty: the manifest's.
  std::size_t threads = 1;
  std::string shard = "1/1";
  std::string report;   ///< Where to write what became of each figure, or empty.
  std::string depfile;  ///< Where to write what the figures are made of, or empty.
  bool force = false;
  bool keep_going = false;
  bool dry_run = false;
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
  std::vector<std::string> outputs;
  std::vector<std::string> plugin_directories;
  std::vector<std::string> model_types_files;
  /// For models: what they must have; for theme check: themes; for model-types check: files.
  std::vector<std::string> words;
  std::string plugin_name;  ///< For plugin new, as the next two.
  std::string plugin_kind;
  std::string check_file;  ///< For hooks: a list of names.
  std::string directory;   ///< Empty: called like the plugin.
  std::string file;        ///< For plugin inspect.
  std::string manifest;    ///< For plugin inspect: where to write it.
  bool create = false;     ///< For plugin inspect: make all that it provides, too.
  double time_limit = 5;   ///< For plugin doctor: seconds for each plugin.
  bool symbolic = false;   ///< For hooks: shapes in words too.
  bool json = false;
  bool quiet = false;
};

/// Parses the command line. If there is nothing left to do (help, version, wrong usage), prints
/// what belongs to it and gives the exit code instead: 0, or 2 for wrong usage.
struct Parsed {
  Arguments arguments;
  std::optional<int> exit_code;
};

Parsed parse(int argc, const char* const* argv);

}  // namespace tviz::cli
