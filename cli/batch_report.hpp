// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "tviz/batch/batch.hpp"

namespace tviz::cli {

/// What became of each figure, as JSON.
std::string report_json(const Manifest& manifest, const std::vector<BatchResult>& results);

/// Rules of Make, which Ninja reads too: `target`, or if it is empty all files of the figures,
/// depend on the manifest and on everything that the figures are made of. An empty rule for each of
/// these lets Make go on when one is gone. Throws Error for a path that no rule of Make can hold.
std::string depfile_text(const Manifest& manifest, const std::vector<BatchResult>& results,
                         const std::filesystem::path& target);

/// "12 figures: 2 drawn, 10 unchanged".
std::string summary(const std::vector<BatchResult>& results);

}  // namespace tviz::cli
