// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

namespace tviz {

/// A theme file of themes/ as part of the library.
struct CarriedTheme {
  std::string_view name;
  std::string_view text;
};

/// Sorted by name.
std::vector<CarriedTheme> carried_themes();

}  // namespace tviz
