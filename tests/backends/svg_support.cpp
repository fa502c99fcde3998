// SPDX-License-Identifier: MIT
#include "svg_support.hpp"

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
