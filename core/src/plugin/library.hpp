// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <memory>

#include "tviz/plugin/descriptor.h"

namespace tviz {

/// Loads a plugin file, an absolute path, and checks its descriptor. The pointer keeps the
/// library loaded. Throws Error, whose source is the file, if it is no good plugin.
std::shared_ptr<const TvizPluginDescriptor> load_plugin(const std::filesystem::path& file);

}  // namespace tviz
