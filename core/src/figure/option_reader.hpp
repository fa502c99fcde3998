// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "figure/option_table.hpp"
#include "tviz/figure/options.hpp"

namespace tviz {

/// Reads a value of the kind that the row says into its place. Problems are added.
void read_option(const OptionRow& row, const GivenOption& given, FigureSettings& settings,
                 std::vector<Problem>& problems);

/// A model or a theme that a manifest names, as the library takes it: the path of a file that is
/// there, or a name. `folder` is the manifest's.
std::string name_or_path(const std::filesystem::path& folder, const std::string& text);

}  // namespace tviz
