// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "tviz/base/export.hpp"

namespace tviz {

/// A file to write.
struct FileContent {
  std::filesystem::path path;
  std::string bytes;
};

/// Writes several files, each through a temporary one beside it, so that it appears whole or not
/// at all. They get their names in this order, after all have been written: if one cannot be
/// written, none appears. Only a name that the file system refuses at the very end leaves those
/// before it.
///
/// A symbolic link is followed, and a file that is replaced keeps its permissions; one that nobody
/// may write is an error. What is no regular file (a pipe, a device) is written as it is. Throws
/// Error.
TVIZ_API void write_files(const std::vector<FileContent>& files);

/// Throws Error if a file to be written has no name, is another one of them, or is one of the files
/// that are read, whatever its name (another path, a link).
TVIZ_API void check_targets(const std::vector<std::filesystem::path>& targets,
                            const std::vector<std::filesystem::path>& sources);

/// Removes what runs that were killed left of files with these names in a folder: temporary files
/// of write_files(). What is being written stays, whichever process of whichever machine writes it.
TVIZ_API void remove_leftovers(const std::filesystem::path& folder,
                               const std::set<std::string>& names);

}  // namespace tviz
