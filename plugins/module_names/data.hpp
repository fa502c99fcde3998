// SPDX-License-Identifier: MIT
// Reading of the tables that the plugin carries.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/document.hpp"

namespace module_names {

/// The tables, as files beside this one.
tviz::Document places_json();
tviz::Document modules_json();
tviz::Document bridge_3_json();
tviz::Document bridge_4_json();
tviz::Document bridge_places_json();
tviz::Document pyvene_json();

/// What stands under a key: a text, or an empty one if there is none.
std::string text(const tviz::Node& row, std::string_view key);
bool is_set(const tviz::Node& row, std::string_view key);
/// The list or mapping under a key; an empty one if there is none.
const std::vector<tviz::Node>& items(const tviz::Node& row, std::string_view key);
const std::vector<tviz::Node::Member>& members(const tviz::Node& row, std::string_view key);

/// The parts of a text between separators; none of an empty text.
std::vector<std::string> split(std::string_view text, char separator);
/// Puts `value` in the place of `placeholder`, wherever it stands.
void replace(std::string& text, std::string_view placeholder, std::string_view value);

}  // namespace module_names
