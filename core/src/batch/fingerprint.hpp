// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/batch/manifest.hpp"
#include "tviz/plugin/registry.hpp"

namespace tviz {

/// The digest of a file's bytes. Of one larger than any document (a model's weights) the beginning,
/// size and time count. Throws Error if it cannot be read.
std::string digest_of_file(const std::filesystem::path& file);

/// What the program is: its version and the plugins that it found, with their bytes.
std::string program_fingerprint(const Registry& registry);

/// The files that a figure is made of, beside the manifest.
std::vector<std::filesystem::path> inputs_of(const BatchFigure& figure);

/// A digest of everything that decides what a figure's files hold: the program, the options, the
/// theme as it is resolved, and the content of its inputs. Throws Error if one cannot be read.
std::string fingerprint(const BatchFigure& figure, const std::vector<std::filesystem::path>& inputs,
                        std::string_view program);

}  // namespace tviz
