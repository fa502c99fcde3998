// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tviz/plugin/interfaces.hpp"

namespace tviz {

/// The whole output of a backend.
std::string rendered(const Backend& backend, const Scene& scene, const BackendOptions& options);

/// An element of a parsed file.
struct XmlElement {
  std::string name;
  std::map<std::string, std::string> attributes;
  std::string text;  ///< All text below it.
};

/// The elements in the order of the file; empty if it is not well-formed XML.
std::vector<XmlElement> parse_xml(const std::string& text);

/// The values of one attribute, wherever it occurs.
std::vector<std::string> values_of(const std::vector<XmlElement>& elements,
                                   const std::string& attribute);

/// What a browser makes of bytes in the zlib format, written in base 64.
std::string inflated(std::string_view base64);

/// How often `part` occurs in `text`.
std::size_t count(std::string_view text, std::string_view part);

/// What stands between the first `begin` and the next `end`; empty if there is none.
std::string between(std::string_view text, std::string_view begin, std::string_view end);

}  // namespace tviz
