// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tviz/base/document.hpp"
#include "tviz/batch/manifest.hpp"

namespace tviz {

/// What is said of a figure, by key; values stand in the manifest's document.
using Settings = std::map<std::string, const Node::Member*, std::less<>>;

/// The keys that a figure may have, "name", "variants" and "subfigures" excepted.
std::vector<std::string> setting_keys();

/// Those of them that each sub-figure may have; others are of the figure as a whole.
std::vector<std::string> sub_figure_keys();

/// Those whose values are single ones, so that a list of them is an axis of a matrix.
std::vector<std::string> axis_keys();

/// Interprets settings; `folder` is what paths are relative to, `model_types_files` are there
/// whatever the settings say. Problems are added.
BatchFigure figure_of(const Settings& settings, const std::string& source,
                      const std::filesystem::path& folder,
                      const std::vector<std::filesystem::path>& model_types_files,
                      std::vector<Problem>& problems);

}  // namespace tviz
