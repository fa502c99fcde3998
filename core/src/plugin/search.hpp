// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tviz/plugin/registry.hpp"

namespace tviz {

/// A plugin file or folder that a search came across.
struct SearchHit {
  std::filesystem::path path;  ///< Absolute, without symbolic links where it exists.
  std::string refusal;         ///< Why it must not be used; empty if it may.
};

struct SearchResult {
  std::vector<SearchHit> hits;                 ///< In the order of preference.
  std::vector<std::filesystem::path> folders;  ///< Those that were read.
};

/// The plugin files in the folders of `search`, each file once, sorted by name in a folder.
/// Throws Error if a folder of `search.directories` does not exist.
SearchResult find_plugin_files(const PluginSearch& search);

}  // namespace tviz
