// SPDX-License-Identifier: MIT
#include "xml_text.hpp"

#include "tviz/scene/utf8.hpp"

namespace tviz::svg {

bool is_xml_character(char32_t character) {
  if (character == '\t' || character == '\n') return true;
  // The C1 controls are valid, but readers of XML 1.1 and HTML disagree on them.
  return character >= ' ' && (character < 0x7F || character > 0x9F);
}

std::string xml_text(std::string_view content) {
  std::string text;
  while (!content.empty()) {
    const std::string_view before = content;
    const char32_t character = take_character(content);
    if (character == 0xFFFD) {
      text += "\uFFFD";
    } else if (is_xml_character(character)) {
      text += before.substr(0, before.size() - content.size());
    }
  }
  return text;
}

}  // namespace tviz::svg
