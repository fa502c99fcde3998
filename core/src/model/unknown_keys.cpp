// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "model/rule_book.hpp"
#include "model/rules.hpp"
#include "tviz/base/spelling.hpp"

namespace tviz {
namespace {

/// Nobody reads a thousand messages, and each search for a near word takes its time.
constexpr int kMisspellingsReported = 100;

void collect(const Node& rule, std::set<std::string, std::less<>>& keys) {
  for (const std::string_view list : {"keys", "count", "sum", "booleans", "ignored"}) {
    for (std::string& key : texts(rule, list)) keys.insert(std::move(key));
  }
  if (const Node* key = rule.find("key")) keys.insert(key->scalar);
  for (const Node& item : rule.items) collect(item, keys);
  for (const Node::Member& member : rule.members) {
    // These rules are for other maps, whose keys they name in `keys`.
    const bool is_elsewhere = rule.find("keys") != nullptr && member.key == "rules";
    if (!is_elsewhere) collect(member.value, keys);
  }
}

}  // namespace

std::set<std::string, std::less<>> known_keys(const Node& rules) {
  std::set<std::string, std::less<>> keys;
  collect(rules, keys);
  return keys;
}

void check_misspelt_keys(const Node& rules, const Section& section, Reading& reading) {
  std::set<std::string, std::less<>> known;
  for (const std::string& key : known_keys(rules)) known.insert(key.substr(0, key.find('.')));
  const std::vector<std::string> candidates(known.begin(), known.end());
  int unknown = 0;
  for (const Node::Member& member : section.mapping->members) {
    if (known.contains(member.key) || reading.claimed.contains(member.key)) continue;
    if (++unknown > kMisspellingsReported) return;
    if (std::string hint = did_you_mean(member.key, candidates); !hint.empty()) {
      reading.problems.push_back({fmt::format("unknown key '{}'", member.key),
                                  {section.source, member.line, member.column, {}},
                                  std::move(hint)});
    }
  }
}

}  // namespace tviz
