// SPDX-License-Identifier: MIT
#include "batch/stamps.hpp"

#include <sys/stat.h>

namespace tviz {

std::vector<FileStamp> stamps_of(const std::vector<std::filesystem::path>& files) {
  std::vector<FileStamp> stamps;
  stamps.reserve(files.size());
  for (const std::filesystem::path& file : files) {
    FileStamp& stamp = stamps.emplace_back();
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) continue;
    stamp = {status.st_dev, status.st_ino, status.st_size, status.st_ctim.tv_sec,
             status.st_ctim.tv_nsec};
  }
  return stamps;
}

}  // namespace tviz
