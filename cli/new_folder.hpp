// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace tviz::cli {

/// A folder to fill. Unless it is kept, it becomes again what it was: empty, or not there.
class NewFolder {
 public:
  /// Makes the folder, or takes an empty one. Throws Error for one that is not empty, and if
  /// the folder around it does not exist.
  explicit NewFolder(std::filesystem::path path);
  ~NewFolder();
  NewFolder(const NewFolder&) = delete;
  NewFolder& operator=(const NewFolder&) = delete;

  void write(std::string_view name, std::string_view text);
  void keep() { is_kept_ = true; }

 private:
  std::filesystem::path path_;
  std::vector<std::filesystem::path> written_;
  bool is_made_ = false;
  bool is_kept_ = false;
};

}  // namespace tviz::cli
