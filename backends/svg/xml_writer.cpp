// SPDX-License-Identifier: MIT
#include "xml_writer.hpp"

#include "tviz/scene/number.hpp"
#include "tviz/scene/utf8.hpp"
#include "viewer.hpp"
#include "xml_text.hpp"

namespace tviz::svg {
namespace {

bool is_plain(char byte) {
  return byte >= ' ' && byte < 0x7F && byte != '&' && byte != '<' && byte != '>' && byte != '"';
}

void append_special(std::string& text, std::string_view bytes, char32_t character) {
  switch (character) {
    case '&':
      text += "&amp;";
      return;
    case '<':
      text += "&lt;";
      return;
    case '>':
      text += "&gt;";
      return;
    case '"':
      text += "&quot;";
      return;
    case '\t':
      text += "&#9;";
      return;
    case '\n':
      text += "&#10;";
      return;
    case 0xFFFD:
      text += "\uFFFD";
      return;
    default:
      if (is_xml_character(character)) text += bytes;
  }
}

void append_escaped(std::string& text, std::string_view content) {
  while (!content.empty()) {
    std::size_t plain = 0;
    while (plain < content.size() && is_plain(content[plain])) ++plain;
    text += content.substr(0, plain);
    content.remove_prefix(plain);
    if (content.empty()) return;
    const std::string_view before = content;
    const char32_t character = take_character(content);
    append_special(text, before.substr(0, before.size() - content.size()), character);
  }
}

}  // namespace

XmlWriter& XmlWriter::open(Literal name) {
  begin_content();
  // Never after text, where a line break would show.
  if (breaks_ == LineBreaks::BetweenElements && text_.ends_with('>')) text_ += '\n';
  text_ += '<';
  text_ += name.text();
  open_.push_back(name);
  in_tag_ = true;
  return *this;
}

XmlWriter& XmlWriter::attribute(Literal name, std::string_view value) {
  text_ += ' ';
  text_ += name.text();
  text_ += "=\"";
  append_escaped(text_, value);
  text_ += '"';
  return *this;
}

XmlWriter& XmlWriter::attribute(Literal name, double value) {
  std::string text;
  append_number(text, value);
  return attribute(name, std::string_view(text));
}

XmlWriter& XmlWriter::attribute(Literal name, Color value) {
  return attribute(name, std::string_view(format(value)));
}

XmlWriter& XmlWriter::attribute(Literal name, const Notation& value) {
  return attribute(name, value.text());
}

XmlWriter& XmlWriter::text(std::string_view content) {
  begin_content();
  append_escaped(text_, content);
  return *this;
}

XmlWriter& XmlWriter::close() {
  if (in_tag_) {
    text_ += "/>";
    in_tag_ = false;
  } else {
    text_ += "</";
    text_ += open_.back().text();
    text_ += '>';
  }
  open_.pop_back();
  return *this;
}

XmlWriter& XmlWriter::markup(Literal content) {
  begin_content();
  text_ += content.text();
  return *this;
}

XmlWriter& XmlWriter::json(const JsonWriter& content) {
  begin_content();
  text_ += content.text();
  return *this;
}

XmlWriter& XmlWriter::viewer_script() {
  begin_content();
  text_ += viewer_source();
  return *this;
}

XmlWriter& XmlWriter::fragment_viewer_script() {
  begin_content();
  text_ += fragment_viewer_source();
  return *this;
}

void XmlWriter::begin_content() {
  if (in_tag_) text_ += '>';
  in_tag_ = false;
}

}  // namespace tviz::svg
