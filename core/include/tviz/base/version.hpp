// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "tviz/base/export.hpp"

/// Everything of the library.
namespace tviz {

/// The library's version, "major.minor.patch".
TVIZ_API std::string_view version();

}  // namespace tviz
