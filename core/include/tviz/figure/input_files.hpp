// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <vector>

#include "tviz/base/export.hpp"
#include "tviz/figure/figure.hpp"

namespace tviz {

/// The files that a figure's theme is read from: its own, its parents', and its dark partner's. A
/// built-in theme has none. Throws Error as load_theme() does for a theme of files.
TVIZ_API std::vector<std::filesystem::path> files_of_theme(const RenderOptions& options);

}  // namespace tviz
