// SPDX-License-Identifier: MIT
#include "data.hpp"

#include <algorithm>

extern "C" const char tviz_module_names_places_begin[];
extern "C" const char tviz_module_names_places_end[];
extern "C" const char tviz_module_names_modules_begin[];
extern "C" const char tviz_module_names_modules_end[];
extern "C" const char tviz_module_names_bridge_3_begin[];
extern "C" const char tviz_module_names_bridge_3_end[];
extern "C" const char tviz_module_names_bridge_4_begin[];
extern "C" const char tviz_module_names_bridge_4_end[];
extern "C" const char tviz_module_names_bridge_places_begin[];
extern "C" const char tviz_module_names_bridge_places_end[];
extern "C" const char tviz_module_names_pyvene_begin[];
extern "C" const char tviz_module_names_pyvene_end[];

namespace module_names {

tviz::Document places_json() {
  return tviz::parse_json({tviz_module_names_places_begin, tviz_module_names_places_end},
                          "places.json");
}

tviz::Document modules_json() {
  return tviz::parse_json({tviz_module_names_modules_begin, tviz_module_names_modules_end},
                          "modules.json");
}

tviz::Document bridge_3_json() {
  return tviz::parse_json({tviz_module_names_bridge_3_begin, tviz_module_names_bridge_3_end},
                          "transformer_bridge_3.5.json");
}

tviz::Document bridge_4_json() {
  return tviz::parse_json({tviz_module_names_bridge_4_begin, tviz_module_names_bridge_4_end},
                          "transformer_bridge_4.3.json");
}

tviz::Document bridge_places_json() {
  return tviz::parse_json(
      {tviz_module_names_bridge_places_begin, tviz_module_names_bridge_places_end},
      "bridge_places.json");
}

tviz::Document pyvene_json() {
  return tviz::parse_json({tviz_module_names_pyvene_begin, tviz_module_names_pyvene_end},
                          "pyvene.json");
}

std::string text(const tviz::Node& row, std::string_view key) {
  const tviz::Node* value = row.find(key);
  return value == nullptr ? std::string() : value->scalar;
}

bool is_set(const tviz::Node& row, std::string_view key) { return text(row, key) == "true"; }

const std::vector<tviz::Node>& items(const tviz::Node& row, std::string_view key) {
  static const std::vector<tviz::Node> none;
  const tviz::Node* value = row.find(key);
  return value == nullptr ? none : value->items;
}

const std::vector<tviz::Node::Member>& members(const tviz::Node& row, std::string_view key) {
  static const std::vector<tviz::Node::Member> none;
  const tviz::Node* value = row.find(key);
  return value == nullptr ? none : value->members;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    parts.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

void replace(std::string& text, std::string_view placeholder, std::string_view value) {
  for (auto at = text.find(placeholder); at != std::string::npos;
       at = text.find(placeholder, at + value.size())) {
    text.replace(at, placeholder.size(), value);
  }
}

}  // namespace module_names
