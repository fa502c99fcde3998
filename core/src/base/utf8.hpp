// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tviz {

/// One character of a UTF-8 text; `length` is 0 if the bytes are ill-formed there.
struct CodePoint {
  char32_t value = 0;
  std::size_t length = 0;
};

/// The character that starts at `offset`, by the strict rules of RFC 3629 (no overlong
/// forms, no surrogates, nothing above U+10FFFF).
CodePoint decode(std::string_view text, std::size_t offset);

/// `text` with everything that could drive a terminal or hide text written as an escape:
/// control characters, bidirectional marks, and bytes that are not UTF-8.
std::string escape_controls(std::string_view text);

/// The longest beginning of `text` with at most `bytes` bytes that cuts no character.
std::string_view head(std::string_view text, std::size_t bytes);

}  // namespace tviz
