// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "xml_writer.hpp"
#include "tviz/plugin/interfaces.hpp"

namespace tviz::svg {

/// The metadata element of an SVG file: RDF in the words of Dublin Core, and of XMP for the
/// program.
void write_rdf(XmlWriter& xml, const std::string& title, const Metadata& metadata);

}  // namespace tviz::svg
