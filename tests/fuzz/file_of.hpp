// SPDX-License-Identifier: MIT
#pragma once

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

namespace tviz::fuzz {

/// Writes bytes into a file with this ending, always the same one, and returns its path.
inline std::string file_of(const std::uint8_t* data, std::size_t size, const std::string& ending) {
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("fuzz-" + std::to_string(getpid()) + ending);
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  return path.string();
}

}  // namespace tviz::fuzz
