// SPDX-License-Identifier: MIT
#include "model/conditions.hpp"

#include <algorithm>

#include "model/rule_book.hpp"

namespace tviz {
namespace {

bool is_off(const Node& value) {
  if (value.kind == Node::Kind::Sequence) return value.items.empty();
  return value.kind == Node::Kind::Scalar && !value.quoted &&
         (value.scalar == "false" || value.scalar == "0");
}

bool is_one_of(const Node& value, const std::vector<std::string>& words) {
  if (value.kind == Node::Kind::Sequence) {
    return std::any_of(value.items.begin(), value.items.end(),
                       [&](const Node& item) { return is_one_of(item, words); });
  }
  const std::string word = value.kind == Node::Kind::Null ? "null" : value.scalar;
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool ends_with_one_of(const Node& value, const std::vector<std::string>& ends) {
  if (value.kind == Node::Kind::Sequence) {
    return std::any_of(value.items.begin(), value.items.end(),
                       [&](const Node& item) { return ends_with_one_of(item, ends); });
  }
  return std::any_of(ends.begin(), ends.end(),
                     [&](const std::string& end) { return value.scalar.ends_with(end); });
}

void put(Node& rules, const Node::Member& rule) {
  const auto place = std::find_if(rules.members.begin(), rules.members.end(),
                                  [&](const Node::Member& each) { return each.key == rule.key; });
  if (place == rules.members.end()) {
    rules.members.push_back(rule);
  } else if (rule.key == "when" || rule.key == "ignored") {
    auto& items = place->value.items;
    items.insert(items.end(), rule.value.items.begin(), rule.value.items.end());
  } else {
    place->value = rule.value;
  }
}

void resolve(const Node& conditions, const Node& mapping, Node& rules) {
  for (const Node& condition : conditions.items) {
    const Node* then = condition.find(holds(condition, mapping) ? "then" : "else");
    if (then == nullptr) continue;
    for (const Node::Member& rule : then->members) {
      if (rule.key != "when") put(rules, rule);
    }
    if (const Node* further = then->find("when")) resolve(*further, mapping, rules);
  }
}

}  // namespace

std::string joined(std::string_view path, std::string_view key) {
  std::string whole(path);
  if (!path.empty() && !key.empty()) whole += '.';
  return whole.append(key);
}

Place look_up(const Node& mapping, std::string_view spelling) {
  if (const Node* value = mapping.find(spelling)) {
    return {&mapping, {}, std::string(spelling), value};
  }
  const std::size_t dot = spelling.find('.');
  if (dot == std::string_view::npos) return {&mapping, {}, std::string(spelling), nullptr};
  const Node* inner = mapping.find(spelling.substr(0, dot));
  if (inner == nullptr || inner->kind != Node::Kind::Mapping) {
    return {&mapping, {}, std::string(spelling), nullptr};
  }
  Place place = look_up(*inner, spelling.substr(dot + 1));
  place.path = joined(spelling.substr(0, dot), place.path);
  return place;
}

bool holds(const Node& condition, const Node& mapping) {
  const Node* value = look_up(mapping, condition.find("key")->scalar).value;
  const bool is_absent = value == nullptr || value->kind == Node::Kind::Null;
  const std::vector<std::string> values = texts(condition, "values");
  if (condition.find("missing") != nullptr) return is_absent == is_set(condition, "missing");
  if (!values.empty()) return value != nullptr && is_one_of(*value, values);
  if (is_absent) return false;
  if (condition.find("ends") != nullptr) {
    return ends_with_one_of(*value, texts(condition, "ends"));
  }
  if (condition.find("unless") != nullptr) return !is_one_of(*value, texts(condition, "unless"));
  if (const Node* over = condition.find("over")) {
    return as_real(*value).value_or(0) > as_real(*over).value_or(0);
  }
  return !is_off(*value);
}

Node resolved(const Node& rules, const Node& mapping) {
  Node result{.kind = Node::Kind::Mapping};
  for (const Node::Member& rule : rules.members) {
    if (rule.key != "when") result.members.push_back(rule);
  }
  if (const Node* conditions = rules.find("when")) resolve(*conditions, mapping, result);
  return result;
}

Node merged(Node rules, const Node& over) {
  for (const Node::Member& rule : over.members) put(rules, rule);
  return rules;
}

bool is_set(const Node& rule, std::string_view name) {
  const Node* value = rule.find(name);
  return value != nullptr && as_boolean(*value).value_or(false);
}

}  // namespace tviz
