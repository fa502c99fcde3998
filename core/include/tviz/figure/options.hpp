// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/document.hpp"
#include "tviz/base/error.hpp"
#include "tviz/base/export.hpp"
#include "tviz/figure/figure.hpp"

namespace tviz {

// The options of a figure as the program, manifests and Python take them. Each is one row of a
// table (core/src/figure/option_table.cpp), from which its names, its reader, its part of a
// figure's identity and its line in the references are made.

/// A figure as options describe it, before its model is read.
struct FigureSettings {
  RenderOptions options{};              ///< Without the values, which need the model's graph.
  std::filesystem::path hooks_file{};   ///< Its hooks are part of `options`. May be empty.
  std::filesystem::path values_file{};  ///< May be empty.
  /// Files of model families, by which the model is read; later ones come before earlier ones.
  std::vector<std::filesystem::path> model_types_files{};
  std::size_t columns = 0;  ///< Most sub-figures in a row; 0: all.
};

/// What an option takes.
enum class OptionKind {
  Flag,          ///< true or false; in the program the name alone.
  Word,          ///< One of FigureOption::words.
  Text,          ///< Any text.
  Texts,         ///< One text or several.
  Keywords,      ///< The same, also with commas between.
  Layers,        ///< A whole number from 1 on, or "all".
  Count,         ///< A whole number in a range.
  Number,        ///< A number in a range.
  Limit,         ///< Any number.
  Length,        ///< Pixels, a length with its unit, or one of FigureOption::words.
  File,          ///< The path of a file that the figure is made of.
  Files,         ///< The same, once or several times.
  Theme,         ///< The name of a theme, or the path of its file.
  Font,          ///< One of FigureOption::words.
  Setting,       ///< Values of a theme's fields: KEY=VALUE, several times, or a map.
  Hook,          ///< `POINT[=LABEL][@HEADS]`, once or several times.
  BackwardHook,  ///< The same for a hook on the gradient.
  Hooks,         ///< A list of hooks, or the path of a file with one.
};

/// What an option is said of.
enum class OptionScope {
  Model,       ///< How a model is read: every command of the program that reads one takes it.
  SubFigure,   ///< A drawing: each of several sub-figures may have its own.
  Figure,      ///< The figure as a whole.
  Files,       ///< What the backends write, as a whole.
  SideBySide,  ///< How several sub-figures stand, as a whole.
};

/// A place where options are given. Each has its own spelling of their names.
enum class OptionLanguage {
  Program,   ///< "--max-layers"
  Manifest,  ///< "max_layers"
  Python,    ///< "max_layers"
};

/// One row of the table.
struct FigureOption {
  std::string name;  ///< "max_layers"; of no other option.
  OptionKind kind = OptionKind::Flag;
  OptionScope scope = OptionScope::Figure;
  std::string help;                ///< One sentence without a full stop.
  std::vector<std::string> words;  ///< Those that it takes, for some kinds.
  double least = 0;                ///< Of a count or a number, as the next.
  double most = 0;
  std::string initial;           ///< The value without the option: "8"; may be empty.
  std::string otherwise;         ///< What holds where there is no such value: "the model's".
  std::string in_program;        ///< "--max-layers"; empty where the program has none.
  std::string alias_in_program;  ///< A second spelling, "--license"; mostly empty.
  std::string in_manifest;       ///< "max_layers"; empty where manifests have none.
  std::string in_python;         ///< "max_layers"; empty where Python has none.
  /// Whether Python also takes true and false for the second and the first word, as it did before
  /// there were words.
  bool flag_in_python = false;
};

/// Every option, in the order of the references.
TVIZ_API std::vector<FigureOption> figure_options();

/// An option's name as a language spells it; empty if the language has none.
TVIZ_API const std::string& name_in(OptionLanguage language, const FigureOption& option);

/// A value that was given to an option, and where.
struct GivenOption {
  OptionLanguage language = OptionLanguage::Program;
  std::string name{};  ///< As the language spells it: "--max-layers". Errors call it so.
  /// Several values of a repeated option are a sequence. What a command line says is unquoted.
  Node value{};
  std::string source{};            ///< The file that has the value, or empty.
  std::filesystem::path folder{};  ///< What paths in that file are relative to.
};

/// Sets an option. Problems of the value are added, each with the name and the place where it was
/// given. Throws std::out_of_range if the language has no such option.
TVIZ_API void set_option(const GivenOption& given, FigureSettings& settings,
                         std::vector<Problem>& problems);

/// The files, beside the model's and the theme's, that a figure is made of, in the order of the
/// table.
TVIZ_API std::vector<std::filesystem::path> option_files(const FigureSettings& settings);

/// The problems that a figure found later, with options named as a language does.
TVIZ_API std::vector<Problem> in_words_of(OptionLanguage language, std::vector<Problem> problems);

}  // namespace tviz
