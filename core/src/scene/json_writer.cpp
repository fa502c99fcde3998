// SPDX-License-Identifier: MIT
#include "tviz/scene/json_writer.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "text/utf8.hpp"
#include "tviz/scene/number.hpp"
#include "tviz/scene/utf8.hpp"

namespace tviz {
namespace {

constexpr bool must_escape(char32_t character) {
  switch (character) {
    case '"':
    case '\\':
    case '<':
    case '>':
    case '&':
    case 0x7F:
    case 0x2028:
    case 0x2029:
      return true;
    default:
      return character < 0x20;
  }
}

/// For each byte whether it is a whole character that needs no escape.
constexpr auto kPlain = [] {
  std::array<bool, 256> plain{};
  for (unsigned byte = 0; byte < 0x7F; ++byte) plain[byte] = !must_escape(byte);
  return plain;
}();

bool is_plain(char byte) { return kPlain[static_cast<unsigned char>(byte)]; }

void append_escape(std::string& text, char32_t character) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  if (character == '"' || character == '\\') {
    text += '\\';
    text += static_cast<char>(character);
    return;
  }
  text += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) text += kDigits[(character >> shift) & 0xFU];
}

}  // namespace

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  quote(name);
  text_ += ':';
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  separate();
  quote(text);
  return *this;
}

JsonWriter& JsonWriter::value(double number) {
  separate();
  append_number(text_, number);
  return *this;
}

JsonWriter& JsonWriter::exact(double number) {
  if (std::isnan(number)) return value("NaN");
  if (std::isinf(number)) return value(number < 0 ? "-Infinity" : "Infinity");
  separate();
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  text_.append(digits.data(), end);
  return *this;
}

JsonWriter& JsonWriter::value(std::int64_t number) {
  separate();
  append_number(text_, number);
  return *this;
}

JsonWriter& JsonWriter::value(Color color) {
  separate();
  quote(format(color));
  return *this;
}

JsonWriter& JsonWriter::line() {
  new_line_ = true;
  return *this;
}

JsonWriter& JsonWriter::begin(char bracket) {
  separate();
  text_ += bracket;
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::end(char bracket) {
  if (new_line_) text_ += '\n';
  new_line_ = false;
  text_ += bracket;
  first_ = false;
  return *this;
}

void JsonWriter::separate() {
  if (!first_) text_ += ',';
  if (new_line_) text_ += '\n';
  first_ = false;
  new_line_ = false;
}

void JsonWriter::quote(std::string_view text) {
  text_ += '"';
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain < text.size() && is_plain(text[plain])) ++plain;
    text_ += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const char32_t character = take_character(text);
    if (must_escape(character)) {
      append_escape(text_, character);
    } else {
      append_character(text_, character);
    }
  }
  text_ += '"';
}

}  // namespace tviz
