// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace tviz {

/// What a file system says of a file: which one it is, its size and when it was changed last,
/// contents or attributes. That time is the system's own; unlike the one of modification nobody can
/// put it back. All 0 if there is no file.
struct FileStamp {
  std::uint64_t device = 0;
  std::uint64_t number = 0;
  std::int64_t size = 0;
  std::int64_t seconds = 0;
  std::int64_t nanoseconds = 0;
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

/// The stamps of files as they are now. If they are equal before and after the files were read,
/// every reader saw the same bytes.
std::vector<FileStamp> stamps_of(const std::vector<std::filesystem::path>& files);

}  // namespace tviz
