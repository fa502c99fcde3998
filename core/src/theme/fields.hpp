// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "tviz/theme/theme.hpp"

namespace tviz {

/// Gives the place of a colour in a theme.
using ColorField = Color& (*)(Theme&);

/// One row of the field table: it drives reading, inheritance, range checks, hints and the
/// printed reference, so that they cannot drift apart.
struct FieldRow {
  std::string_view path;
  std::variant<ColorField, double Theme::*, Typeface Theme::*> place;
  double least;  ///< For lengths, as the next.
  double most;
  std::string_view meaning;
};

std::span<const FieldRow> field_table();

/// The value of a field of this theme, as a file would have it.
std::string text_of(const FieldRow& row, const Theme& theme);

}  // namespace tviz
