// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace tviz {

/// 32 hexadecimal digits that differ for bytes that differ (XXH3 with 128 bits).
std::string digest(std::string_view bytes);

}  // namespace tviz
