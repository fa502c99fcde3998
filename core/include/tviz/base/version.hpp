// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "tviz/base/export.hpp"

/// The library tviz.
namespace tviz {

/// The library's version, "major.minor.patch".
TVIZ_API std::string_view version();

/// "tviz 0.1.0": what files name as the program that made them.
TVIZ_API std::string program_name();

}  // namespace tviz
