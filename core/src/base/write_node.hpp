// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "tviz/base/document.hpp"

namespace tviz {

/// Values of a document that is written rather than read; they have no place in a text.
Node text_node(std::string text);
Node number_node(std::int64_t number);
Node number_node(double number);
Node boolean_node(bool truth);
/// Text that stands without quotes: "n_heads" in a shape.
Node word_node(std::string word);
Node list_node(std::vector<Node> items = {});
Node map_node();
/// Appends a member to a map.
void add_member(Node& map, std::string key, Node value);
/// Appends texts, but not those that are empty.
void add_texts(Node& map, std::initializer_list<std::pair<const char*, std::string>> texts);

/// What `write` makes of each item.
template <class Items, class Write>
Node list_of(const Items& items, const Write& write) {
  Node list = list_node();
  list.items.reserve(items.size());
  for (const auto& each : items) list.items.push_back(write(each));
  return list;
}

/// The value as one YAML document. Short lists and maps stand in one line.
std::string to_yaml(const Node& node);
/// The value as JSON, indented by 2.
std::string to_json(const Node& node);

}  // namespace tviz
