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

/// Writes several files, each through a temporary one beside it, so that it appears whole or not at
/// all. They get their names in this order, after all have been written: if one cannot be written,
/// none appears. Only if the file system refuses a name at the very end do the files before it
/// remain.
///
/// A symbolic link is followed, and a file that is replaced keeps its permissions; a read-only file
/// is an error. Whatever is not a regular file, such as a pipe or a device, is written directly.
/// Throws Error.
TVIZ_API void write_files(const std::vector<FileContent>& files);

/// Throws Error if a target has no name, is the same file as another target, or is one of the
/// sources, even by another path or through a link.
TVIZ_API void check_targets(const std::vector<std::filesystem::path>& targets,
                            const std::vector<std::filesystem::path>& sources);

/// Removes the temporary files that killed runs of write_files() left in a folder for files with
/// these names. Temporary files that any process on any machine still writes stay.
TVIZ_API void remove_leftovers(const std::filesystem::path& folder,
                               const std::set<std::string>& names);

}  // namespace tviz
