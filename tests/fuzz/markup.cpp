// SPDX-License-Identifier: MIT
// Math markup, and texts that are broken into lines.
#include <cstddef>
#include <cstdint>
#include <string>

#include "tviz/base/error.hpp"
#include "tviz/text/typeset.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const tviz::Fonts fonts;
  constexpr double kSize = 10;
  constexpr double kWidth = 100;
  const std::string text(data, data + size);
  tviz::wrap(fonts, text, tviz::Face::Sans, kSize, kWidth);
  tviz::elide(fonts, text, tviz::Face::Sans, kSize, kWidth);
  try {
    tviz::plain_math(text);
    tviz::typeset_math(fonts, text, kSize);
    tviz::wrap_math(fonts, text, kSize, kWidth);
  } catch (const tviz::Error&) {
    // Refusing an input is one of the two right answers.
  }
  return 0;
}
