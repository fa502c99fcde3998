// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "readers.hpp"
#include "tviz/base/error.hpp"

namespace {

class Nothing final : public tviz::ValueSink {
 public:
  void set_title(std::string_view) override {}
  void add(const tviz::Value&) override {}
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const values::JsonReader json;
  const values::CsvReader csv;
  for (const tviz::ValueReader* reader : {static_cast<const tviz::ValueReader*>(&json),
                                          static_cast<const tviz::ValueReader*>(&csv)}) {
    Nothing nothing;
    try {
      reader->read(bytes, {}, nothing);
    } catch (const tviz::Error&) {
      // Refusing an input is one of the two right answers.
    }
  }
  return 0;
}
