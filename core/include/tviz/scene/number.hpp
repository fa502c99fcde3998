// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "tviz/base/export.hpp"

namespace tviz {

/// Appends a number as every text format of the library writes it: at most three decimals, no
/// trailing zeros, no exponent, never "-0", whatever the locale. A number that is not finite or
/// beyond a trillion cannot be a length in a figure; it is written as 0, so that the file stays
/// well-formed.
TVIZ_API void append_number(std::string& text, double number);
/// Appends a whole number.
TVIZ_API void append_number(std::string& text, std::int64_t number);

}  // namespace tviz
