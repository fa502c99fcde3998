// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "tviz/batch/batch.hpp"

namespace tviz::cli {

/// What became of each figure, as JSON.
std::string report_json(const Manifest& manifest, const std::vector<BatchResult>& results);

/// One rule of Make, which Ninja reads too: all files of the figures depend on the manifest and
/// on everything that the figures are made of.
std::string depfile_text(const Manifest& manifest, const std::vector<BatchResult>& results);

/// "12 figures: 2 drawn, 10 unchanged".
std::string summary(const std::vector<BatchResult>& results);

}  // namespace tviz::cli
