// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tviz {

/// What stands for a byte sequence that is no character.
inline constexpr char32_t kReplacement = 0xFFFD;

/// A character of a UTF-8 text and the number of bytes it takes there.
struct DecodedCharacter {
  char32_t value = kReplacement;
  std::size_t length = 1;
};

/// The character at byte `at`, which lies inside the text. A byte that starts no well-formed
/// character is a kReplacement, and so is a noncharacter such as U+FFFF, which XML forbids.
DecodedCharacter decode_character(std::string_view text, std::size_t at);

/// Appends a character, which is a Unicode scalar value.
void append_character(std::string& text, char32_t character);

/// Whether a figure cannot show it: C0 and C1 controls, line and paragraph separators, and
/// the bidirectional controls, which would let a label reorder what follows it.
bool is_control(char32_t character);

/// Well-formed text: kReplacement for what is no character, spaces for control characters.
std::string clean_text(std::string_view text);

}  // namespace tviz
