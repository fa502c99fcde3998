// SPDX-License-Identifier: MIT
#include "text/utf8.hpp"

#include "base/utf8.hpp"

namespace tviz {

DecodedCharacter decode_character(std::string_view text, std::size_t at) {
  const CodePoint point = decode(text, at);
  if (point.length == 0) return {};
  const bool in_documents = (point.value & 0xFFFEU) != 0xFFFEU;
  return {in_documents ? point.value : kReplacement, point.length};
}

void append_character(std::string& text, char32_t character) {
  const auto push = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (character < 0x80) {
    push(character);
    return;
  }
  const unsigned extra = character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
  constexpr char32_t kLead[] = {0, 0xC0, 0xE0, 0xF0};
  push(kLead[extra] | (character >> (6 * extra)));
  for (unsigned i = extra; i-- > 0;) push(0x80U | ((character >> (6 * i)) & 0x3FU));
}

bool is_control(char32_t character) {
  return character < 0x20 || (character >= 0x7F && character <= 0x9F) ||
         (character >= 0x200E && character <= 0x200F) ||
         (character >= 0x2028 && character <= 0x202E) ||
         (character >= 0x2066 && character <= 0x2069);
}

std::string clean_text(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const DecodedCharacter character = decode_character(text, at);
    append_character(clean, is_control(character.value) ? U' ' : character.value);
    at += character.length;
  }
  return clean;
}

}  // namespace tviz
