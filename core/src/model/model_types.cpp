// SPDX-License-Identifier: MIT
#include "model/model_types.hpp"

#include <algorithm>
#include <stdexcept>

extern "C" const char tviz_data_model_types_begin[];
extern "C" const char tviz_data_model_types_end[];

namespace tviz {
namespace {

const Node& member(const Node& mapping, std::string_view name) {
  const Node* found = mapping.find(name);
  if (found == nullptr) throw std::logic_error("model_types.json lacks " + std::string(name));
  return *found;
}

}  // namespace

ModelTypes::ModelTypes()
    : data_(parse_json({tviz_data_model_types_begin, tviz_data_model_types_end},
                       "model_types.json")) {}

const Node* ModelTypes::find(std::string_view model_type) const {
  return section("model_types").find(model_type);
}

const Node* ModelTypes::find_architecture(std::string_view architecture) const {
  for (const Node::Member& type : section("model_types").members) {
    const std::vector<std::string> names = texts(type.value, "architectures");
    if (std::find(names.begin(), names.end(), architecture) != names.end()) return &type.value;
  }
  return nullptr;
}

const Node& ModelTypes::dialect(std::string_view name) const {
  return member(section("dialects"), name);
}

std::vector<std::string> ModelTypes::hugging_face_names() const {
  std::vector<std::string> names;
  for (const Node::Member& type : section("model_types").members) {
    if (type.value.find("architectures") != nullptr) names.push_back(type.key);
  }
  return names;
}

const Node& ModelTypes::section(std::string_view name) const { return member(data_.root, name); }

std::vector<std::string> texts(const Node& rule, std::string_view key) {
  std::vector<std::string> items;
  const Node* list = rule.find(key);
  if (list == nullptr) return items;
  for (const Node& item : list->items) items.push_back(item.scalar);
  return items;
}

}  // namespace tviz
