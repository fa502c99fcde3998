// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tviz/theme/theme.hpp"

namespace tviz {

/// Gives the place of a colour in a theme.
using ColorField = Color& (*)(Theme&);

/// A field that holds one of some words.
struct WordField {
  std::vector<std::string> (*words)();
  /// The index of the word that a theme has.
  std::size_t (*get)(const Theme&);
  void (*set)(Theme&, std::size_t index);
};

/// One row of the field table: it drives reading, inheritance, range checks, hints and the
/// printed reference, so that they cannot drift apart.
struct FieldRow {
  std::string_view path;
  std::variant<ColorField, double Theme::*, WordField> place;
  double least;  ///< For lengths, as the next.
  double most;
  std::string_view meaning;
};

std::span<const FieldRow> field_table();

/// The words that a field takes; none if it takes no words.
std::vector<std::string> words_of_field(std::string_view path);

/// The value of a field of this theme, as a file would have it.
std::string text_of(const FieldRow& row, const Theme& theme);

}  // namespace tviz
