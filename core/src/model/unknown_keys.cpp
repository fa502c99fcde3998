// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "model/rule_book.hpp"
#include "model/rules.hpp"
#include "tviz/base/spelling.hpp"

namespace tviz {
namespace {

/// A hostile file may hold a million unknown keys; nobody reads a million messages.
constexpr int kUnknownKeysReported = 100;

void collect(const Node& rule, std::set<std::string, std::less<>>& keys) {
  const auto add = [&](const std::string& key) { keys.insert(key.substr(0, key.find('.'))); };
  for (const std::string_view list : {"keys", "count", "booleans"}) {
    for (const std::string& key : texts(rule, list)) add(key);
  }
  if (const Node* key = rule.find("key")) add(key->scalar);
  for (const Node& item : rule.items) collect(item, keys);
  for (const Node::Member& member : rule.members) collect(member.value, keys);
}

}  // namespace

std::set<std::string, std::less<>> known_keys(const Node& rules) {
  std::set<std::string, std::less<>> keys;
  collect(rules, keys);
  for (std::string& key : texts(rules, "ignored")) keys.insert(std::move(key));
  return keys;
}

void check_unknown_keys(const Node& rules, const Section& section, Reading& reading) {
  const auto known = known_keys(rules);
  const std::vector<std::string> candidates(known.begin(), known.end());
  int unknown = 0;
  for (const Node::Member& member : section.mapping->members) {
    if (known.contains(member.key) || reading.claimed.contains(member.key)) continue;
    if (++unknown > kUnknownKeysReported) {
      reading.model.warnings.emplace_back("further unknown keys are not used");
      return;
    }
    if (std::string hint = did_you_mean(member.key, candidates); !hint.empty()) {
      reading.problems.push_back({fmt::format("unknown key '{}'", member.key),
                                  {section.source, member.line, member.column, {}},
                                  std::move(hint)});
    } else {
      reading.model.warnings.push_back(fmt::format("{}: unknown key, not used", member.key));
    }
  }
}

}  // namespace tviz
