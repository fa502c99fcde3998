// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <string>

#include "tviz/batch/manifest.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  // Names of files in the text are looked for below a folder that does not exist.
  try {
    tviz::read_manifest(tviz::parse_yaml(text, "/nonexistent/fuzz.yaml"));
  } catch (const tviz::Error&) {
    // Refusing an input is one of the two right answers.
  }
  return 0;
}
