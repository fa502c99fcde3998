// SPDX-License-Identifier: MIT
#include "metadata.hpp"

#include "tviz/base/version.hpp"

namespace tviz::svg {

void write_rdf(XmlWriter& xml, const std::string& title, const Metadata& metadata) {
  const auto write = [&xml](Literal name, const std::string& text) {
    if (!text.empty()) xml.open(name).text(text).close();
  };
  xml.open("metadata").open("rdf:RDF");
  xml.attribute("xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
  xml.attribute("xmlns:dc", "http://purl.org/dc/elements/1.1/");
  xml.attribute("xmlns:xmp", "http://ns.adobe.com/xap/1.0/");
  xml.open("rdf:Description").attribute("rdf:about", "");
  write("dc:title", title);
  for (const std::string& author : metadata.authors) write("dc:creator", author);
  for (const std::string& keyword : metadata.keywords) write("dc:subject", keyword);
  write("dc:rights", metadata.licence);
  write("dc:source", metadata.source);
  write("xmp:CreatorTool", program_name());
  xml.close().close().close();
}

}  // namespace tviz::svg
