// SPDX-License-Identifier: MIT
#include "model/model_types.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "model/conditions.hpp"

extern "C" const char tviz_data_model_types_begin[];
extern "C" const char tviz_data_model_types_end[];

namespace tviz {
namespace {

Node parsed(std::string_view text) { return parse_json(text, "model_types.json").root; }

std::vector<std::string> items(const Node& list) {
  std::vector<std::string> result;
  for (const Node& item : list.items) result.push_back(item.scalar);
  return result;
}

/// The rule by which a model knows its type.
Node type_rule(std::string_view model_type) {
  Node rules{.kind = Node::Kind::Mapping};
  Node name{.kind = Node::Kind::Scalar, .quoted = true, .scalar = std::string(model_type)};
  rules.members.push_back({"model_type", 0, 0, std::move(name)});
  return rules;
}

}  // namespace

ModelTypes::ModelTypes()
    : sections_(json_spans({tviz_data_model_types_begin, tviz_data_model_types_end})),
      types_(json_spans(find_span(sections_, "model_types"))),
      dialects_(json_spans(find_span(sections_, "dialects"))) {}

std::optional<Node> ModelTypes::find(std::string_view model_type) const {
  if (const std::string_view text = find_span(types_, model_type); !text.empty()) {
    Node rules = whole(parsed(text));
    // What has no class of its own is a part or a guess, which no code names the modules of.
    if (rules.find("architectures") == nullptr) return rules;
    return merged(std::move(rules), type_rule(model_type));
  }
  const std::string_view text = find_span(dialects_, model_type);
  return text.empty() ? std::nullopt : std::optional(whole(parsed(text)));
}

std::optional<Node> ModelTypes::find_named(std::string_view model_type) const {
  std::optional<Node> rules = find(model_type);
  return rules && rules->find("architectures") != nullptr ? std::move(rules) : std::nullopt;
}

std::string ModelTypes::type_of_class(std::string_view name) const {
  if (name.empty()) return {};
  const std::string quoted = '"' + std::string(name) + '"';
  for (const JsonSpan& type : types_) {
    if (type.value.find(quoted) == type.value.npos) continue;
    const std::vector<std::string> names = texts(parsed(type.value), "architectures");
    if (std::find(names.begin(), names.end(), name) != names.end()) return std::string(type.key);
  }
  return {};
}

Node ModelTypes::guess(const Node& configuration) const {
  for (const JsonSpan& each : json_spans(find_span(sections_, "unknown"))) {
    const Node guess = parsed(each.value);
    if (guess.find("key") == nullptr || holds(guess, configuration)) {
      return whole(*guess.find("rules"));
    }
  }
  throw std::logic_error("model_types.json has no last guess");
}

std::vector<std::string> ModelTypes::words(std::string_view section) const {
  return items(parsed(find_span(sections_, section)));
}

Node ModelTypes::whole(Node rules) const {
  const Node* like = rules.find("like");
  if (like == nullptr) return rules;
  std::optional<Node> base = find(like->scalar);
  if (!base) throw std::logic_error("model_types.json lacks " + like->scalar);
  // Each type has its own classes.
  std::erase_if(base->members,
                [](const Node::Member& rule) { return rule.key == "architectures"; });
  return merged(*std::move(base), rules);
}

std::vector<std::string> texts(const Node& rule, std::string_view key) {
  const Node* list = rule.find(key);
  return list == nullptr ? std::vector<std::string>() : items(*list);
}

}  // namespace tviz
