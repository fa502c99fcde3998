// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "tviz/base/export.hpp"

namespace tviz {

/// Takes the first character off a text that is not empty. A byte that begins no well-formed
/// character counts as one U+FFFD, and so does a character that no document may contain (a
/// surrogate, a noncharacter).
TVIZ_API char32_t take_character(std::string_view& text);

}  // namespace tviz
