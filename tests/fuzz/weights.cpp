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
    tviz::read_gguf_header("/proc/self/fd/" + std::to_string(file), {});
  } catch (const tviz::Error&) {
    // Refusing an input is one of the two right answers.
  }
  close(file);
  return 0;
}
