// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>

#include "file_of.hpp"
#include "plugin/manifest.hpp"
#include "tviz/base/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A plugin's manifest has its name with another ending.
  const std::filesystem::path manifest = tviz::fuzz::file_of(data, size, ".json");
  try {
    tviz::read_manifest(std::filesystem::path(manifest).replace_extension(".so"));
  } catch (const tviz::Error&) {
    // Refusing an input is one of the two right answers.
  }
  return 0;
}
