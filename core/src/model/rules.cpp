// SPDX-License-Identifier: MIT
#include "model/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/model_types.hpp"
#include "tviz/base/spelling.hpp"

namespace tviz {
namespace {

/// A hostile file may hold a million unknown keys; nobody reads a million messages.
constexpr int kUnknownKeysReported = 100;

const Dimension* find_dimension(const Node* name) {
  if (name == nullptr) return nullptr;
  const auto found =
      std::find_if(kDimensions.begin(), kDimensions.end(),
                   [&](const Dimension& dimension) { return dimension.field == name->scalar; });
  return found == kDimensions.end() ? nullptr : &*found;
}

bool is_set(const Node& rule, std::string_view name) {
  const Node* value = rule.find(name);
  return value != nullptr && as_boolean(*value).value_or(false);
}

void collect_keys(const Node& rule, std::set<std::string, std::less<>>& keys) {
  for (std::string& key : texts(rule, "keys")) keys.insert(std::move(key));
  if (const Node* key = rule.find("key")) keys.insert(key->scalar);
  if (const Node* share = rule.find("share")) collect_keys(*share, keys);
  for (const Node& item : rule.items) collect_keys(item, keys);
}

std::vector<std::string> keys_of(const Node& mapping) {
  std::vector<std::string> keys;
  for (const Node::Member& member : mapping.members) keys.push_back(member.key);
  return keys;
}

}  // namespace

RuleReader::RuleReader(const Node& rules, const Node& mapping, const std::string& source,
                       const Limits& limits, Reading& reading)
    : rules_(rules),
      mapping_(mapping),
      source_(source),
      limits_(limits),
      reading_(reading),
      fields_(mapping, source, "", reading.problems) {
  for (const Node::Member& rule : rules_.members) collect_keys(rule.value, known_);
}

std::optional<std::int64_t> RuleReader::integer(const Dimension& dimension) {
  const Node* rule = rules_.find(dimension.field);
  if (rule == nullptr) return std::nullopt;
  const Found found = find(dimension.field);
  if (!found.key.empty()) {
    const std::optional<std::int64_t> value = fields_.integer(found.key);
    if (!value) return std::nullopt;
    if (auto fault = range_fault(dimension, *value, limits_)) {
      fields_.report(found.key, *std::move(fault));
      return std::nullopt;
    }
    return value;
  }
  if (found.value != nullptr) return as_integer(*found.value);
  if (is_set(*rule, "required")) report_missing(*rule);
  return derived(*rule);
}

bool RuleReader::boolean(std::string_view field, bool fallback) {
  const Found found = find(field);
  if (found.value == nullptr) return fallback;
  const auto answer = found.key.empty() ? as_boolean(*found.value) : fields_.boolean(found.key);
  return answer.value_or(fallback);
}

std::string RuleReader::text(std::string_view field, std::string fallback) {
  const Found found = find(field);
  if (found.value == nullptr) return fallback;
  auto words = found.key.empty() ? as_text(*found.value) : fields_.text(found.key);
  return words ? *std::move(words) : fallback;
}

RuleReader::Found RuleReader::find(std::string_view field) {
  const Node* rule = rules_.find(field);
  if (rule == nullptr) return {};
  if (rule->kind != Node::Kind::Mapping) return {{}, rule};
  Found found = locate(*rule);
  if (found.key.empty()) return found;
  reading_.origins[std::string(field)] = {source_, found.value->line, found.value->column,
                                          found.key};
  return translate(*rule, std::move(found));
}

RuleReader::Found RuleReader::locate(const Node& rule) const {
  for (std::string& key : texts(rule, "keys")) {
    const Node* value = mapping_.find(key);
    if (value == nullptr) continue;
    if (value->kind != Node::Kind::Null) return {std::move(key), value};
    if (const Node* stands_for = rule.find("null")) return {{}, stands_for};
    if (rule.find("of") != nullptr) return {};
  }
  return {{}, rule.find("default")};
}

RuleReader::Found RuleReader::translate(const Node& rule, Found found) {
  const auto meaning = [&](std::string_view list) -> const Node* {
    const Node* words = rule.find(list);
    return words == nullptr ? nullptr : words->find(found.value->scalar);
  };
  if (const Node* message = meaning("refused")) {
    fields_.report(found.key, message->scalar);
    return {};
  }
  if (const Node* message = meaning("warned")) warn(found.key, message->scalar);
  const Node* words = rule.find("words");
  if (words == nullptr) return found;
  if (const Node* word = meaning("words")) return {{}, word};
  const std::vector<std::string> allowed = keys_of(*words);
  fields_.report(found.key, fmt::format("must be one of {}", fmt::join(allowed, ", ")),
                 did_you_mean(found.value->scalar, allowed));
  return {};
}

std::optional<std::int64_t> RuleReader::derived(const Node& rule) {
  const Dimension* of = find_dimension(rule.find("of"));
  if (of == nullptr || value_of(*of) == 0) return std::nullopt;
  if (const Dimension* over = find_dimension(rule.find("over"))) return divided(rule, *of, *over);
  if (const Node* times = rule.find("times")) {
    return value_of(*of) * as_integer(*times).value_or(1);
  }
  if (const Node* part = rule.find("share")) {
    return static_cast<std::int64_t>(static_cast<double>(value_of(*of)) * share(*part));
  }
  return value_of(*of);
}

std::optional<std::int64_t> RuleReader::divided(const Node& rule, const Dimension& of,
                                                const Dimension& over) {
  const std::int64_t dividend = value_of(of);
  const std::int64_t divisor = value_of(over);
  if (divisor == 0) return std::nullopt;
  if (dividend % divisor == 0) return dividend / divisor;
  const std::vector<std::string> keys = texts(rule, "keys");
  reading_.problems.push_back(
      {fmt::format("must be a multiple of {} ({}), got {}", place_of(over.field).field, divisor,
                   dividend),
       place_of(of.field), keys.empty() ? std::string() : fmt::format("or give {}", keys.front())});
  return std::nullopt;
}

double RuleReader::share(const Node& rule) {
  const Found found = locate(rule);
  if (!found.key.empty()) return fields_.real(found.key, 0, 1).value_or(0);
  return found.value == nullptr ? 1 : as_real(*found.value).value_or(1);
}

std::int64_t RuleReader::value_of(const Dimension& dimension) const {
  return reading_.model.*dimension.value;
}

Location RuleReader::place_of(std::string_view field) const {
  const auto origin = reading_.origins.find(field);
  if (origin != reading_.origins.end()) return origin->second;
  return {source_, mapping_.line, mapping_.column, std::string(field)};
}

void RuleReader::report_missing(const Node& rule) {
  const std::string key = texts(rule, "keys").front();
  std::vector<std::string> candidates;
  for (const Node::Member& member : mapping_.members) {
    if (!known_.contains(member.key)) candidates.push_back(member.key);
  }
  const std::vector<std::string> near = nearest(key, candidates, 1);
  Location where{source_, mapping_.line, mapping_.column, key};
  std::string hint;
  for (const Node::Member& member : mapping_.members) {
    if (near.empty() || member.key != near.front()) continue;
    where.line = member.line;
    where.column = member.column;
    hint = fmt::format("is it misspelt as '{}'?", member.key);
    claimed_.insert(member.key);
  }
  reading_.problems.push_back({"missing", std::move(where), std::move(hint)});
}

void RuleReader::check_conditions() {
  const auto each = [&](std::string_view list, const auto& act) {
    const Node* conditions = rules_.find(list);
    if (conditions == nullptr) return;
    for (const Node& condition : conditions->items) {
      const std::string& key = condition.find("key")->scalar;
      const Node* value = mapping_.find(key);
      if (value != nullptr && holds(condition, *value)) act(key, condition.find("message")->scalar);
    }
  };
  each("not_drawn",
       [&](const std::string& key, const std::string& message) { fields_.report(key, message); });
  each("warned", [&](const std::string& key, const std::string& message) { warn(key, message); });
}

bool RuleReader::holds(const Node& condition, const Node& value) const {
  if (value.kind == Node::Kind::Null) return false;
  const auto listed = [&](std::string_view list) {
    const std::vector<std::string> words = texts(condition, list);
    return std::find(words.begin(), words.end(), value.scalar) != words.end();
  };
  if (condition.find("values") != nullptr) return listed("values");
  if (condition.find("unless") != nullptr) return !listed("unless");
  const bool is_off = value.kind == Node::Kind::Scalar && !value.quoted &&
                      (value.scalar == "false" || value.scalar == "0");
  return !is_off;
}

void RuleReader::warn(std::string_view key, std::string_view message) {
  reading_.model.warnings.push_back(fmt::format("{}: {}", key, message));
}

void RuleReader::check_unknown_keys() {
  const std::vector<std::string> candidates(known_.begin(), known_.end());
  int unknown = 0;
  for (const Node::Member& member : mapping_.members) {
    if (known_.contains(member.key) || claimed_.contains(member.key)) continue;
    if (++unknown > kUnknownKeysReported) {
      reading_.model.warnings.emplace_back("further unknown keys are not used");
      return;
    }
    if (std::string hint = did_you_mean(member.key, candidates); !hint.empty()) {
      reading_.problems.push_back({fmt::format("unknown key '{}'", member.key),
                                   {source_, member.line, member.column, {}},
                                   std::move(hint)});
    } else {
      warn(member.key, "unknown key, not used");
    }
  }
}

}  // namespace tviz
