// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include "tviz/base/export.hpp"

namespace tviz {

/// What standard input has, to its end. Of a text with more than `max_bytes`, it returns one byte
/// more than that, so that parse_json() and parse_yaml() refuse it.
TVIZ_API std::string read_standard_input(std::size_t max_bytes);

}  // namespace tviz
