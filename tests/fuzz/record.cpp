// SPDX-License-Identifier: MIT
#include "batch/record.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "file_of.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const tviz::BatchRecord record = tviz::read_record(tviz::fuzz::file_of(data, size, ".json"));
  // What was read is written so that it is read again.
  const std::string text = tviz::record_text(record);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  if (!record.fingerprint.empty() &&
      tviz::read_record(tviz::fuzz::file_of(bytes, text.size(), ".json")) != record) {
    std::abort();
  }
  return 0;
}
