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
  /// The circuit in it is part of `options`. Empty if that is a carried one or none.
  std::filesystem::path circuit_file{};
  /// Files of model families for reading the model; later files take precedence.
  std::vector<std::filesystem::path> model_types_files{};
  std::size_t columns = 0;  ///< Largest number of sub-figures in a row; 0: all.
};

/// What an option takes.
enum class OptionKind {
  Flag,          ///< true or false; in the program, just the name.
  Word,          ///< One of FigureOption::words.
  Text,          ///< Any text.
  Texts,         ///< One text or several.
  Keywords,      ///< The same, also with commas between.
  Layers,        ///< A whole number from 1 on, or "all".
  Count,         ///< A whole number in a range.
  Number,        ///< A number in a range.
  Limit,         ///< Any number.
  Length,        ///< Pixels, or a length with its unit.
  Width,         ///< The same, or one of FigureOption::words.
  Page,          ///< One of FigureOption::words: a page's width and height.
  File,          ///< The path of a file that the figure is made of.
  Files,         ///< The same, once or several times.
  Theme,         ///< The name of a theme, or the path of its file.
  ThemeWord,     ///< The same, for a field of the theme, which decides without the option.
  Setting,       ///< Values of a theme's fields: KEY=VALUE, several times, or a map.
  Hook,          ///< `POINT[=LABEL][@HEADS]`, once or several times.
  BackwardHook,  ///< The same for a hook on the gradient.
  Hooks,         ///< A list of hooks, or the path of a file with one.
  Circuit,       ///< The name of a carried circuit, the path of a file with one, or a circuit.
};

/// What an option applies to.
enum class OptionScope {
  Model,       ///< How a model is read: every command of the program that reads one takes it.
  SubFigure,   ///< A drawing: each of several sub-figures may have its own.
  Figure,      ///< The whole figure.
  Files,       ///< The files that the backends write.
  SideBySide,  ///< The arrangement of several sub-figures.
};

/// A place where options are given. Each has its own spelling of their names.
enum class OptionLanguage {
  Program,   ///< "--max-layers"
  Manifest,  ///< "max_layers"
  Python,    ///< "max_layers"
};

/// One row of the table.
struct FigureOption {
  std::string name;  ///< "max_layers"; unique.
  OptionKind kind = OptionKind::Flag;
  OptionScope scope = OptionScope::Figure;
  std::string help;                ///< One sentence without a full stop.
  std::vector<std::string> words;  ///< The words that it takes, for some kinds.
  double least = 0;                ///< Smallest value of a count or a number.
  double most = 0;                 ///< Largest value.
  std::string initial;             ///< The value without the option: "8"; may be empty.
  std::string otherwise;           ///< What applies if there is no such value: "the model's title".
  std::string in_program;          ///< "--max-layers"; empty if the program lacks it.
  std::string alias_in_program;    ///< A second spelling, "--license"; mostly empty.
  std::string in_manifest;         ///< "max_layers"; empty if manifests lack it.
  std::string in_python;           ///< "max_layers"; empty if Python lacks it.
  /// Whether Python also takes true and false for the second and the first word, as it did before
  /// the words existed.
  bool flag_in_python = false;
};

/// Every option, in the order of the references.
TVIZ_API std::vector<FigureOption> figure_options();

/// An option's name as a language spells it; empty if the language has none.
TVIZ_API const std::string& name_in(OptionLanguage language, const FigureOption& option);

/// A value that was given to an option, and where.
struct GivenOption {
  OptionLanguage language = OptionLanguage::Program;
  std::string name{};  ///< As the language spells it: "--max-layers". Errors use this name.
  /// Several values of a repeated option are a sequence. What a command line says is unquoted.
  Node value{};
  std::string source{};            ///< The file that has the value, or empty.
  std::filesystem::path folder{};  ///< What paths in that file are relative to.
};

/// Sets an option. Adds the problems of the value, each with the option's name and place. Throws
/// std::out_of_range if the language has no such option.
TVIZ_API void set_option(const GivenOption& given, FigureSettings& settings,
                         std::vector<Problem>& problems);

/// The files that the options name, except for the model and the theme, in the order of the table.
TVIZ_API std::vector<std::filesystem::path> option_files(const FigureSettings& settings);

/// The problems that a figure found later, with the names that a language gives to the options.
TVIZ_API std::vector<Problem> in_words_of(OptionLanguage language, std::vector<Problem> problems);

}  // namespace tviz
