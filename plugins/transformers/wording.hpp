// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace transformers {

/// "1 head", "12 heads".
std::string counted(std::int64_t count, const std::string& noun);

/// "50257 × 768".
std::string matrix(std::int64_t rows, std::int64_t columns);

/// "768 → 3072 → 768".
std::string widths(std::int64_t from, std::int64_t hidden, std::int64_t to);

/// Upright text of math markup. A quote in it would end it, so quotes are left out.
std::string upright(std::string_view text);

/// The activation as formulas write it; all approximations of GELU are "gelu" there.
std::string activation_symbol(std::string_view act_fn);

/// A number as short as it can be written: "30".
std::string number(double value);

}  // namespace transformers
