// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace tviz::cli {

/// Shows a file in the program that the desktop has for it, and does not wait for that. Throws
/// Error if there is none.
void open_in_viewer(const std::string& file);

}  // namespace tviz::cli
