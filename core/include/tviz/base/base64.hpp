// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "tviz/base/export.hpp"

namespace tviz {

/// The bytes in Base64 (RFC 4648, section 4), with padding.
TVIZ_API std::string base64(std::string_view bytes);

}  // namespace tviz
