// SPDX-License-Identifier: MIT
#include "stacks.hpp"

#include <algorithm>
#include <utility>

#include "data.hpp"

namespace module_names {

namespace {

using tviz::Node;

bool lists(const Node& row, std::string_view key, std::string_view word) {
  return std::ranges::any_of(items(row, key),
                             [&](const Node& item) { return item.scalar == word; });
}

/// Puts the members of `over` into `base`, those of mappings one by one.
void merge(Node& base, const Node& over) {
  for (const Node::Member& member : over.members) {
    const auto known = std::ranges::find(base.members, member.key, &Node::Member::key);
    if (known == base.members.end()) {
      base.members.push_back(member);
    } else if (member.value.kind == Node::Kind::Mapping &&
               known->value.kind == Node::Kind::Mapping) {
      merge(known->value, member.value);
    } else {
      known->value = member.value;
    }
  }
}

PathRule rule_of(const Node& value) {
  PathRule rule;
  if (value.kind == Node::Kind::Mapping) {
    rule = rule_of(*value.find("path"));
    rule.condition = text(value, "if");
    rule.listed = text(value, "listed") != "false";
  } else if (value.kind == Node::Kind::Scalar) {
    rule.absent = value.scalar == "absent";
    if (!rule.absent) rule.paths.push_back(value.scalar);
  }
  return rule;
}

std::vector<PathRule> rules_of(const Node& value) {
  if (value.kind != Node::Kind::Sequence) return {rule_of(value)};
  std::vector<PathRule> rules;
  for (const Node& item : value.items) {
    PathRule rule = rule_of(item);
    const bool is_other_spelling = item.kind == Node::Kind::Scalar && !rules.empty();
    if (is_other_spelling) {
      rules.back().paths.push_back(item.scalar);
    } else {
      rules.push_back(std::move(rule));
    }
  }
  return rules;
}

PathRules path_rules(const Node& stack, std::string_view key) {
  PathRules rules;
  for (const Node::Member& member : members(stack, key)) {
    rules.emplace(member.key, rules_of(member.value));
  }
  return rules;
}

std::map<std::string, std::string> texts(const Node& row, std::string_view key) {
  std::map<std::string, std::string> result;
  for (const Node::Member& member : members(row, key)) {
    result.emplace(member.key, member.value.scalar);
  }
  return result;
}

BridgeStack bridge_of(const Node& stack) {
  BridgeStack bridge;
  const Node* node = stack.find("bridge");
  if (node == nullptr) return bridge;
  if (node->find("blocks") != nullptr) bridge.blocks = text(*node, "blocks");
  bridge.form = text(*node, "form");
  bridge.names = texts(*node, "names");
  bridge.aliases = texts(*node, "aliases");
  bridge.only = texts(*node, "only");
  for (const Node& item : items(*node, "silent")) bridge.silent.insert(item.scalar);
  return bridge;
}

}  // namespace

Stacks::Stacks() : document_(modules_json()) {}

const Node* Stacks::entry(std::string_view model_type) const {
  for (const Node& row : items(document_.root, "models")) {
    if (lists(row, "model_types", model_type)) return &row;
  }
  return nullptr;
}

bool Stacks::is_bridged(std::string_view model_type) const {
  const Node* row = entry(model_type);
  return row != nullptr && !lists(*row, "not_bridged", model_type);
}

Node Stacks::whole(std::string_view name) const {
  const Node& own = *document_.root.find("stacks")->find(name);
  const std::string like = text(own, "like");
  if (like.empty()) return own;
  Node base = whole(like);
  merge(base, own);
  return base;
}

std::optional<Stack> Stacks::find(std::string_view model_type, std::string_view stream) const {
  const Node* row = entry(model_type);
  if (row == nullptr) return std::nullopt;
  const std::string name = text(*row->find("stacks"), stream);
  if (name.empty()) return std::nullopt;
  const Node node = whole(name);
  Stack stack{.name = name,
              .bases = {},
              .blocks = {},
              .outside = path_rules(node, "outside"),
              .inside = path_rules(node, "inside"),
              .bridge = bridge_of(node)};
  for (const Node& base : items(node, "bases")) stack.bases.push_back(base.scalar);
  for (const Node& block : items(node, "blocks")) stack.blocks.push_back(block.scalar);
  return stack;
}

}  // namespace module_names
