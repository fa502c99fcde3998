// SPDX-License-Identifier: MIT
// Headers of weights as models.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "file_of.hpp"
#include "tviz/model/reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const bool is_gguf = size >= 4 && std::string(data, data + 4) == "GGUF";
  try {
    tviz::read_model(tviz::fuzz::file_of(data, size, is_gguf ? ".gguf" : ".safetensors"));
  } catch (const tviz::Error&) {
    // Refusing an input is one of the two right answers.
  }
  return 0;
}
