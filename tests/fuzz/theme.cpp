// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>

#include "file_of.hpp"
#include "tviz/base/error.hpp"
#include "tviz/theme/theme.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    tviz::Theme theme = tviz::load_theme(tviz::fuzz::file_of(data, size, ".yaml"), {});
    tviz::contrast_problems(theme);
    tviz::theme_values(theme);
  } catch (const tviz::Error&) {
    // Refusing an input is one of the two right answers.
  }
  return 0;
}
