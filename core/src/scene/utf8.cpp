// SPDX-License-Identifier: MIT
#include "tviz/scene/utf8.hpp"

#include "text/utf8.hpp"

namespace tviz {

char32_t take_character(std::string_view& text) {
  const DecodedCharacter character = decode_character(text, 0);
  text.remove_prefix(character.length);
  return character.value;
}

}  // namespace tviz
