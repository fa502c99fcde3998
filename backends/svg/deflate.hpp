// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace tviz::svg {

/// Bytes in the zlib format (RFC 1950), as browsers inflate "deflate".
std::string deflated(std::string_view bytes);

}  // namespace tviz::svg
