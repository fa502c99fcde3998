// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <vector>

#include "tviz/base/export.hpp"
#include "tviz/figure/figure.hpp"

namespace tviz {

/// The files that a figure's theme is read from, with those that it extends and those of its dark
/// partner; none for a carried theme. Throws Error as load_theme() does.
TVIZ_API std::vector<std::filesystem::path> files_of_theme(const RenderOptions& options);

}  // namespace tviz
