// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tviz {

/// Whether a character is a digit, in any locale.
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Whether the text is written as a decimal number: sign, digits, fraction, exponent.
bool is_number(std::string_view text);
/// Whether the text is written as a whole number: digits with an optional sign.
bool is_whole_number(std::string_view text);

/// The value, if the text is written so and the type can hold it.
std::optional<std::int64_t> parse_integer(std::string_view text);
std::optional<double> parse_real(std::string_view text);

}  // namespace tviz
