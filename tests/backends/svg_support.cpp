// SPDX-License-Identifier: MIT
#include "svg_support.hpp"

#include <zlib.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

namespace tviz {
namespace {

struct StringSink final : ByteSink {
  std::string bytes;
  void write(std::string_view more) override { bytes += more; }
};

std::string take(xmlChar* text) {
  std::string result;
  if (text != nullptr) {
    for (const xmlChar* at = text; *at != 0; ++at) result += static_cast<char>(*at);
  }
  xmlFree(text);
  return result;
}

std::string name_of(const xmlChar* text) { return take(xmlStrdup(text)); }

void collect(xmlNode* node, std::vector<XmlElement>& elements) {
  for (; node != nullptr; node = node->next) {
    if (node->type != XML_ELEMENT_NODE) continue;
    XmlElement element{name_of(node->name), {}, take(xmlNodeGetContent(node))};
    for (const xmlAttr* attribute = node->properties; attribute != nullptr;
         attribute = attribute->next) {
      element.attributes[name_of(attribute->name)] =
          take(xmlNodeListGetString(node->doc, attribute->children, 1));
    }
    elements.push_back(std::move(element));
    collect(node->children, elements);
  }
}

}  // namespace

std::string rendered(const Backend& backend, const Scene& scene, const BackendOptions& options) {
  StringSink sink;
  backend.render(scene, options, sink);
  return sink.bytes;
}

std::vector<XmlElement> parse_xml(const std::string& text) {
  constexpr int kOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
      xmlReadMemory(text.data(), static_cast<int>(text.size()), "test.svg", "UTF-8", kOptions),
      &xmlFreeDoc);
  std::vector<XmlElement> elements;
  if (document != nullptr) collect(xmlDocGetRootElement(document.get()), elements);
  return elements;
}

std::vector<std::string> values_of(const std::vector<XmlElement>& elements,
                                   const std::string& attribute) {
  std::vector<std::string> values;
  for (const XmlElement& element : elements) {
    const auto found = element.attributes.find(attribute);
    if (found != element.attributes.end()) values.push_back(found->second);
  }
  return values;
}

std::string inflated(std::string_view base64) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned bits = 0;
  int n_bits = 0;
  for (const char digit : base64.substr(0, base64.find('='))) {
    bits = (bits << 6U | static_cast<unsigned>(kDigits.find(digit))) & 0xFFFFU;
    n_bits += 6;
    if (n_bits < 8) continue;
    n_bits -= 8;
    bytes += static_cast<char>(bits >> static_cast<unsigned>(n_bits) & 0xFFU);
  }
  constexpr std::size_t kMost = 1U << 20U;
  std::string text(kMost, '\0');
  uLongf size = kMost;
  const int state = uncompress(reinterpret_cast<Bytef*>(text.data()), &size,
                               reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  text.resize(state == Z_OK ? size : 0);
  return text;
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}

std::string between(std::string_view text, std::string_view begin, std::string_view end) {
  const auto start = text.find(begin);
  if (start == text.npos) return {};
  const auto stop = text.find(end, start + begin.size());
  if (stop == text.npos) return {};
  return std::string(text.substr(start + begin.size(), stop - start - begin.size()));
}

}  // namespace tviz
