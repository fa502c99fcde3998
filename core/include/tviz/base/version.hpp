// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "tviz/base/export.hpp"

/// Everything of the library.
namespace tviz {

/// The library's version, "major.minor.patch".
TVIZ_API std::string_view version();

/// "tviz 0.1.0": by what files say that they were made.
TVIZ_API std::string program_name();

}  // namespace tviz
