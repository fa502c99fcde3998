// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace tviz::svg {

/// Whether XML can hold the character and all readers agree on it.
bool is_xml_character(char32_t character);

/// The text without the characters that XML cannot hold; invalid UTF-8 becomes U+FFFD.
std::string xml_text(std::string_view content);

}  // namespace tviz::svg
