// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "commands.hpp"
#include "output.hpp"
#include "tviz/theme/theme.hpp"

namespace tviz::cli {
namespace {

using Json = nlohmann::ordered_json;

Json closed_object() {
  return {{"type", "object"}, {"additionalProperties", false}, {"properties", Json::object()}};
}

Json schema_of(const ThemeField& field) {
  if (field.type == "colour") {
    return {{"$ref", "#/$defs/colour"}, {"description", field.meaning}};
  }
  if (field.type == "word") {
    return {{"enum", field.words}, {"default", field.in_circuits}, {"description", field.meaning}};
  }
  return {{"type", "number"},
          {"minimum", field.least},
          {"maximum", field.most},
          {"default", std::stod(field.in_circuits)},
          {"description", fmt::format("{} In {}.", field.meaning, field.unit)}};
}

/// Adds a field where its path leads, with the maps on the way.
void add_field(const ThemeField& field, Json& root) {
  Json* object = &root;
  std::string_view rest = field.path;
  for (std::size_t dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
    Json& properties = (*object)["properties"];
    const std::string key(rest.substr(0, dot));
    if (!properties.contains(key)) properties[key] = closed_object();
    object = &properties[key];
    rest.remove_prefix(dot + 1);
  }
  (*object)["properties"][std::string(rest)] = schema_of(field);
}

Json highlights_schema() {
  Json part = closed_object();
  for (const std::string_view key : {"fill", "stroke", "text"}) {
    part["properties"][std::string(key)] = {{"$ref", "#/$defs/colour"}};
  }
  part["required"] = {"fill", "stroke", "text"};
  return {{"type", "array"},
          {"minItems", 1},
          {"items", std::move(part)},
          {"description", "Styles that the labels of hooks take in turn."}};
}

}  // namespace

void print_theme_schema() {
  Json schema = closed_object();
  schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  schema["title"] = "A theme of tviz";
  schema["required"] = {"schema"};
  Json& properties = schema["properties"];
  properties["schema"] = {{"const", 1}};
  properties["name"] = {{"type", "string"}};
  properties["summary"] = {{"type", "string"}, {"description", "What it is for, in one line."}};
  properties["extends"] = {{"type", "string"},
                           {"description", "The theme that gives every value not given here."}};
  properties["dark"] = {
      {"type", "string"},
      {"description",
       "The theme whose colours figures take on dark pages; its lengths must be the same."}};
  properties["palette"] = {{"type", "object"},
                           {"additionalProperties", {{"$ref", "#/$defs/literal"}}},
                           {"description", "Colours with names."}};
  for (const ThemeField& field : theme_fields()) add_field(field, schema);
  properties["highlights"] = highlights_schema();
  schema["$defs"] = {
      {"literal", {{"type", "string"}, {"pattern", "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$"}}},
      {"colour",
       {{"type", "string"}, {"description", "#RRGGBB, or the name of a colour of the palette."}}}};
  print_json(schema);
}

}  // namespace tviz::cli
