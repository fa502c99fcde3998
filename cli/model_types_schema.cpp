// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "commands.hpp"
#include "output.hpp"
#include "tviz/model/rule_language.hpp"

namespace tviz::cli {
namespace {

using Json = nlohmann::ordered_json;

Json list_of(Json items, int least = 0) {
  Json list{{"type", "array"}, {"items", std::move(items)}};
  if (least > 0) list["minItems"] = least;
  return list;
}

Json map_of(Json values) {
  return {{"type", "object"}, {"additionalProperties", std::move(values)}};
}

Json any_of(std::vector<Json> choices) { return {{"anyOf", std::move(choices)}}; }

Json reference(std::string_view definition) {
  return {{"$ref", fmt::format("#/$defs/{}", definition)}};
}

Json number_from(double least) { return {{"type", "number"}, {"minimum", least}}; }

/// One of some words; those that look like truth values may be written as such.
Json word_schema(const std::vector<std::string>& words) {
  Json values = words;
  for (const std::string& word : words) {
    if (word == "true" || word == "false") values.push_back(word == "true");
  }
  return {{"enum", std::move(values)}};
}

/// What the field of a rule takes.
Json constant_schema(const RuleField& field) {
  switch (field.rule) {
    case RuleMap::Number:
      return {{"type", "integer"}, {"minimum", 0}};
    case RuleMap::Real:
      return number_from(0);
    case RuleMap::Switch:
      return {{"type", "boolean"}};
    case RuleMap::Text:
      return {{"type", "string"}};
    default:
      if (field.words.empty()) {
        // Words of layers are texts, those that are numbers too.
        return {{"type", {"integer", "string"}}, {"minimum", 0}, {"pattern", "^[0-9]+$"}};
      }
      return word_schema(field.words);
  }
}

/// What all layers have, in the words of a configuration: one word, one for each, runs or a period.
Json layers_schema() {
  const Json word = {{"type", {"string", "integer", "boolean"}}};
  const Json run = {{"type", "array"},
                    {"prefixItems", {any_of({word, list_of(word)}), {{"type", "integer"}}}},
                    {"minItems", 2},
                    {"maxItems", 2}};
  return any_of({word, list_of(any_of({word, run}), 1), reference("period")});
}

Json map_schema(RuleMap map, const RuleField* field);

/// What `default` and `null` take.
Json own_schema(RuleMap map, const RuleField* field) {
  if (map == RuleMap::NumberLookup) return number_from(0);
  if (map == RuleMap::ListLookup) return list_of({{"type", "integer"}, {"minimum", 0}});
  if (map == RuleMap::Layers) return layers_schema();
  return constant_schema(*field);
}

/// A field of the model, where the configuration has the number, a calculation, or the number.
Json operand_schema(Json number) {
  return any_of({reference("number_field"), reference("number_lookup"), reference("number_rule"),
                 std::move(number)});
}

Json value_schema(const RuleWord& word, RuleMap map, const RuleField* field) {
  switch (word.value) {
    case RuleValue::Text:
      return {{"type", "string"}};
    case RuleValue::Texts:
      return list_of({{"type", "string"}});
    case RuleValue::Keys:
      return list_of({{"type", "string"}}, 1);
    case RuleValue::Scalars:
      return list_of({{"type", {"string", "number", "boolean"}}}, 1);
    case RuleValue::Boolean:
      return {{"type", "boolean"}};
    case RuleValue::True:
      return {{"const", true}};
    case RuleValue::Number:
      return {{"type", "number"}};
    case RuleValue::Own:
      return own_schema(map, field);
    case RuleValue::Words: {
      std::vector<Json> values{{{"type", "null"}}, constant_schema(*field)};
      if (map == RuleMap::Layers) values.push_back(map_schema(RuleMap::WordLookup, field));
      return map_of(any_of(std::move(values)));
    }
    case RuleValue::Messages:
      return map_of({{"type", "string"}});
    case RuleValue::LayerWord:
      return constant_schema(*field);
    case RuleValue::Start:
      return any_of(
          {reference("number_field"), reference("number_lookup"), reference("number_rule")});
    case RuleValue::Addend:
      return operand_schema({{"type", "integer"}});
    case RuleValue::Factor:
      return operand_schema(number_from(0));
    case RuleValue::Divisor:
      return operand_schema(number_from(1));
    case RuleValue::Share:
      return operand_schema({{"type", "number"}, {"minimum", 0}, {"maximum", 1}});
    case RuleValue::Rounding:
      return {{"enum", {"up", "down"}}};
    case RuleValue::Powers:
      return list_of(reference("power"), 1);
    case RuleValue::NumberField:
      return reference("number_field");
    case RuleValue::FieldNames:
      return list_of({{"type", "string"}});
    case RuleValue::FamilyName:
      return reference("family_name");
    case RuleValue::FamilyNames:
      return list_of(reference("family_name"), 1);
    case RuleValue::Family:
      return reference("family");
    case RuleValue::Families:
      return map_of(reference("family"));
    case RuleValue::Rules:
      return reference("branch");
    case RuleValue::List:
      return reference("list_lookup");
    case RuleValue::Steps:
      return list_of(map_schema(RuleMap::Step, field));
    case RuleValue::Conditions:
      return list_of(reference("condition"));
    case RuleValue::Remarks:
      return list_of(reference("remark"));
    case RuleValue::Decoder:
      return reference("decoder");
    case RuleValue::Encoders:
      return list_of(reference("encoder"));
    case RuleValue::Guesses:
      return list_of(map_schema(RuleMap::Guess, nullptr));
    case RuleValue::Layers:
      return list_of({{"type", {"string", "integer", "boolean"}}}, 1);
    case RuleValue::Component: {
      const auto names = components_with_tensors();
      return word_schema({names.begin(), names.end()});
    }
    case RuleValue::TensorsList:
      return list_of(reference("tensors"));
    case RuleValue::Stages:
      return map_schema(RuleMap::Stages, nullptr);
    case RuleValue::Shapes:
      return map_of(list_of(operand_schema({{"type", "integer"}})));
    case RuleValue::Truths:
      return reference("field_layers.rotary");
  }
  return {};
}

/// That one of these words is there.
Json one_of_required(const std::vector<std::string_view>& words) {
  std::vector<Json> choices;
  choices.reserve(words.size());
  for (const std::string_view word : words) choices.push_back({{"required", {word}}});
  return any_of(std::move(choices));
}

/// The words of a map; `field` is what a rule is for.
Json map_schema(RuleMap map, const RuleField* field) {
  Json schema{{"type", "object"}, {"additionalProperties", false}, {"properties", Json::object()}};
  std::vector<std::string_view> giving;
  for (const RuleWord& word : rule_words()) {
    if (!word.stands_in(map)) continue;
    Json value = value_schema(word, map, field);
    value["description"] = word.meaning;
    schema["properties"][std::string(word.name)] = std::move(value);
    if (word.required) schema["required"].push_back(word.name);
    if (word.gives) giving.push_back(word.name);
    std::vector<std::string_view> needs;
    for (const std::string_view need : word.needs) {
      if (!need.empty()) needs.push_back(need);
    }
    if (needs.empty()) continue;
    schema["dependentSchemas"][std::string(word.name)] = one_of_required(needs);
  }
  if (!giving.empty()) schema.update(one_of_required(giving));
  return schema;
}

/// Fields whose words differ have rules that differ.
bool has_own_rule(const RuleField& field) {
  return field.rule == RuleMap::Choice || field.rule == RuleMap::Layers;
}

std::string_view definition_of(RuleMap rule) {
  switch (rule) {
    case RuleMap::Number:
      return "number_rule";
    case RuleMap::Real:
      return "real_rule";
    case RuleMap::Switch:
      return "switch_rule";
    default:
      return "text_rule";
  }
}

void define_fields(Json& definitions) {
  for (const RuleField& field : rule_fields()) {
    Json rule = map_schema(field.rule, &field);
    if (!has_own_rule(field)) {
      const std::string shared(definition_of(field.rule));
      if (!definitions.contains(shared)) definitions[shared] = std::move(rule);
      rule = reference(shared);
    }
    Json definition = any_of({constant_schema(field), std::move(rule)});
    definition["description"] = field.meaning;
    definitions[fmt::format("field_{}", field.name)] = std::move(definition);
  }
}

/// Rules of a family, or such as replace others: words and fields.
Json rules_schema(RuleMap map) {
  Json schema = map_schema(map, nullptr);
  for (const RuleField& field : rule_fields()) {
    schema["properties"][std::string(field.name)] = reference(fmt::format("field_{}", field.name));
  }
  return schema;
}

/// Of a tower a rule may also name the numbers of the model that reads it.
Json number_field_schema() {
  Json names = Json::array();
  for (const RuleField& field : rule_fields()) {
    if (field.rule != RuleMap::Number) continue;
    names.push_back(field.name);
    names.push_back(fmt::format("{}{}", kOfReader, field.name));
  }
  return {{"enum", std::move(names)}, {"description", "A whole number of a model."}};
}

}  // namespace

void print_model_types_schema(const Arguments& arguments) {
  Json schema = map_schema(RuleMap::File, nullptr);
  schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  schema["title"] = "Model families of tviz";
  Json& definitions = schema["$defs"];
  definitions["family"] = rules_schema(RuleMap::Family);
  definitions["branch"] = rules_schema(RuleMap::Branch);
  definitions["family_name"] = {{"enum", make_model_types(arguments).names()},
                                {"description", "A model_type."}};
  definitions["number_field"] = number_field_schema();
  definitions["number_lookup"] = map_schema(RuleMap::NumberLookup, nullptr);
  definitions["power"] = map_schema(RuleMap::Power, nullptr);
  definitions["list_lookup"] = map_schema(RuleMap::ListLookup, nullptr);
  definitions["period"] = map_schema(RuleMap::Period, nullptr);
  definitions["condition"] = map_schema(RuleMap::Condition, nullptr);
  definitions["remark"] = map_schema(RuleMap::Remark, nullptr);
  definitions["tensors"] = map_schema(RuleMap::Tensors, nullptr);
  definitions["decoder"] = map_schema(RuleMap::Decoder, nullptr);
  definitions["encoder"] = map_schema(RuleMap::Encoder, nullptr);
  define_fields(definitions);
  print_json(schema);
}

}  // namespace tviz::cli
