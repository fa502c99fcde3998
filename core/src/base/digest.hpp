// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace tviz {

/// The same as `digest()`, as two numbers.
std::pair<std::uint64_t, std::uint64_t> digest_numbers(std::string_view bytes);

/// 32 hexadecimal digits that differ for bytes that differ (XXH3 with 128 bits).
std::string digest(std::string_view bytes);

}  // namespace tviz
