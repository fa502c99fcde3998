// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tviz/figure/options.hpp"

namespace tviz {

/// Gives the place of a value in a figure's settings.
template <class Value>
using PlaceOf = Value& (*)(FigureSettings&);

/// The places of words: enumerations, whose values are in the order of the words.
using WordPlace = std::variant<PlaceOf<View>, PlaceOf<Annotations>, PlaceOf<HeadsShown>,
                               PlaceOf<Direction>, PlaceOf<TextMode>>;

/// The places of all values.
using OptionPlace =
    std::variant<PlaceOf<bool>, WordPlace, PlaceOf<std::string>, PlaceOf<std::vector<std::string>>,
                 PlaceOf<std::optional<std::int64_t>>, PlaceOf<std::size_t>, PlaceOf<double>,
                 PlaceOf<std::optional<double>>, PlaceOf<std::filesystem::path>,
                 PlaceOf<std::vector<std::filesystem::path>>, PlaceOf<std::vector<ThemeOverride>>,
                 PlaceOf<std::vector<Hook>>, PlaceOf<Circuit>, PlaceOf<RenderOptions>>;

/// One row of the table: it drives the program's arguments, the keys of manifests, Python's
/// keywords, the identity of a figure and the references, so that they cannot drift apart.
struct OptionRow {
  std::string_view name;
  OptionKind kind;
  OptionPlace place;
  OptionScope scope;
  std::string_view help;
  std::span<const std::string_view> words = {};  ///< Of a word.
  double least = 0;                              ///< Of a count or a number, as the next.
  double most = 0;
  std::string_view theme_field = {};       ///< Of a theme's word.
  std::string_view otherwise = {};         ///< What holds where the default is empty.
  std::string_view alias_in_program = {};  ///< Without dashes.
  std::string_view name_in_python = {};    ///< Where it is not `name`.
  bool flag_in_python = false;             ///< FigureOption::flag_in_python.
  bool program_alone = false;              ///< Manifests and Python have another way.
};

std::span<const OptionRow> option_table();

/// The index of the word that the settings have.
std::size_t chosen_word(const WordPlace& place, const FigureSettings& settings);
/// Chooses a word by its index.
void choose_word(const WordPlace& place, std::size_t index, FigureSettings& settings);

/// The value of an option as it may be written; empty if the settings have none.
std::string text_of(const OptionRow& row, const FigureSettings& settings);

/// What an option adds to the identity of a figure, as a text that is equal for equal values. The
/// content of files and the fields of themes are not in it.
std::string identity_of(const OptionRow& row, const FigureSettings& settings);

}  // namespace tviz
