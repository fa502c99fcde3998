// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <set>
#include <string>

namespace tviz {

/// Removes what runs that were killed left of files with these names in a folder (write_file()).
/// What is being written stays, whichever process of whichever machine writes it.
void remove_leftovers(const std::filesystem::path& folder, const std::set<std::string>& names);

}  // namespace tviz
