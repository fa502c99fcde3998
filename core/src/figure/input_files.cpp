// SPDX-License-Identifier: MIT
#include "tviz/figure/input_files.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "tviz/theme/theme.hpp"

namespace tviz {

std::vector<std::filesystem::path> files_of_theme(const RenderOptions& options) {
  // A theme that tviz carries is made of no files, and reading it takes as long as drawing GPT-2.
  const std::vector<std::string> carried = theme_names();
  if (std::ranges::find(carried, options.theme) != carried.end()) return {};
  Theme theme = load_theme(options.theme, options.overrides);
  const std::optional<Theme> dark = take_dark_partner(theme, options.overrides);
  std::vector<std::filesystem::path> files = std::move(theme.files);
  if (dark) files.insert(files.end(), dark->files.begin(), dark->files.end());
  return files;
}

}  // namespace tviz
