// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include "tviz/base/export.hpp"

namespace tviz {

/// Reads standard input to its end. If that is more than `max_bytes`, it returns one byte more than
/// `max_bytes`, so that parse_json() and parse_yaml() refuse the text.
TVIZ_API std::string read_standard_input(std::size_t max_bytes);

}  // namespace tviz
