// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>

#include "tviz/plugin/descriptor.h"
#include "tviz/plugin/registry.hpp"

namespace tviz {

/// What a checked descriptor says of the plugin at `path`, as a loaded plugin.
PluginRecord record_of(const TvizPluginDescriptor& descriptor, const std::filesystem::path& path);

/// The manifest's path for a plugin file: NAME.json beside NAME.so.
std::filesystem::path manifest_path(const std::filesystem::path& plugin);

/// What the manifest beside a plugin file says of it, as a found plugin; nothing if there is
/// none. Throws Error if it is not as manifest_of() writes it.
std::optional<PluginRecord> read_manifest(const std::filesystem::path& plugin);

/// Whether both describe the same plugin.
bool same_plugin(const PluginRecord& a, const PluginRecord& b);

}  // namespace tviz
