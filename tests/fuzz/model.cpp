// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "model/python_dump.hpp"
#include "tviz/model/reader.hpp"

namespace {

tviz::Document parse(const std::string& text) {
  if (tviz::is_python_dump(text)) return tviz::parse_python_dump(text, "fuzz", {});
  return text.starts_with('{') ? tviz::parse_json(text, "fuzz.json")
                               : tviz::parse_yaml(text, "fuzz.yaml");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  try {
    const tviz::ModelArchitecture model = tviz::read_model(parse(text));
    // What was read must be complete and within every limit.
    tviz::ModelArchitecture again = model;
    tviz::complete(again, "fuzz", {});
    if (again != model) std::abort();
  } catch (const tviz::Error&) {
    // Refusing an input is one of the two right answers.
  }
  return 0;
}
