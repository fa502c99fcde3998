// SPDX-License-Identifier: MIT
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "model/gguf.hpp"
#include "tviz/base/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int file = memfd_create("fuzz", 0);
  if (file < 0 || write(file, data, size) != static_cast<ssize_t>(size)) std::abort();
  try {
    const std::string path = "/proc/self/fd/" + std::to_string(file);
    const std::string architecture = tviz::read_gguf_architecture(path, {});
    const tviz::GgufInterest interest{
        {architecture + ".block_count", "general.name", "tokenizer.ggml.tokens"},
        {"output.weight"},
        "blk.0."};
    tviz::read_gguf_header(path, interest, {});
  } catch (const tviz::Error&) {
    // Refusing an input is one of the two right answers.
  }
  close(file);
  return 0;
}
