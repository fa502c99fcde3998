// SPDX-License-Identifier: MIT
#include "model/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"
#include "model/conditions.hpp"
#include "model/doubts.hpp"
#include "model/rule_book.hpp"
#include "tviz/base/spelling.hpp"
#include "tviz/model/rule_language.hpp"

namespace tviz {
namespace {

std::vector<std::string> keys_of(const Node& mapping) {
  std::vector<std::string> keys;
  for (const Node::Member& member : mapping.members) keys.push_back(member.key);
  return keys;
}

/// The longest name that a message quotes; one of a hostile file may be as long as the file.
constexpr std::size_t kLongestQuote = 80;

/// A message with the value of its key in the place of "{}".
std::string with_value(std::string message, const Place& place) {
  constexpr std::string_view kPlaceholder = "{}";
  const std::size_t at = message.find(kPlaceholder);
  if (at == std::string::npos) return message;
  const std::string_view value =
      place.value == nullptr ? "" : std::string_view(place.value->scalar);
  return message.replace(at, kPlaceholder.size(), head(value, kLongestQuote));
}

}  // namespace

RuleReader::RuleReader(const Node& rules, Section section, const Limits& limits, Reading& reading,
                       const ModelArchitecture* reader)
    : rules_(rules),
      section_(std::move(section)),
      limits_(limits),
      reading_(reading),
      reader_(reader) {}

void RuleReader::read_texts() {
  for (const Text& field : text_fields()) {
    const Found found = find(field.field);
    if (found.value == nullptr) continue;
    auto words =
        found.key.empty() ? std::optional(found.value->scalar) : fields(found).text(found.key);
    if (words) field.at(reading_.model) = *std::move(words);
  }
}

void RuleReader::read_choices() {
  for (const Choice& field : choices()) {
    const Found found = find(field.field);
    if (found.value != nullptr && !field.set(reading_.model, found.value->scalar)) {
      report(found, fmt::format("'{}' is not a value of {}", found.value->scalar, field.field));
    }
  }
}

void RuleReader::read_switches() {
  for (const Switch& field : switches()) {
    const Found found = find(field.field);
    if (found.value == nullptr) continue;
    const auto answer =
        found.key.empty() ? as_boolean(*found.value) : fields(found).boolean(found.key);
    if (answer) field.at(reading_.model) = *answer;
  }
}

void RuleReader::read_reals() {
  for (const Real& field : real_fields()) {
    const Node* rule = rules_.find(field.field);
    const Node* factors = rule == nullptr ? nullptr : rule->find("product");
    if (const auto value = factors == nullptr ? std::nullopt : product(*factors)) {
      field.at(reading_.model) = *value;
      continue;
    }
    const Found found = find(field.field);
    if (found.value == nullptr) continue;
    const auto number = found.key.empty() ? as_real(*found.value)
                                          : fields(found).real(found.key, -kMostReal, kMostReal);
    // Some configurations write -1 for none.
    if (number) field.at(reading_.model) = std::max(*number, 0.0);
  }
}

std::string RuleReader::text(std::string_view field) {
  const Found found = find(field);
  return found.value == nullptr ? std::string() : found.value->scalar;
}

RuleReader::Found RuleReader::find(std::string_view field) {
  const Node* rule = rules_.find(field);
  if (rule == nullptr) return {};
  if (rule->kind != Node::Kind::Mapping) return {section_, {}, rule};
  Found found = locate(*rule);
  if (found.key.empty()) {
    if (found.value != nullptr && found.value == rule->find("default")) assume(field, *rule);
    return found;
  }
  reading_.origins[std::string(field)] = {found.section.source, found.value->line,
                                          found.value->column,
                                          joined(found.section.path, found.key)};
  return translate(*rule, std::move(found));
}

RuleReader::Found RuleReader::locate(const Node& rule) const {
  for (const std::string& spelling : texts(rule, "keys")) {
    Place place = look_up(*section_.mapping, spelling);
    if (place.value == nullptr) continue;
    if (place.value->kind != Node::Kind::Null) {
      return {{place.mapping, section_.source, joined(section_.path, place.path)},
              std::move(place.key),
              place.value};
    }
    if (const Node* stands_for = rule.find("null")) return {section_, {}, stands_for};
    if (rule.find("of") != nullptr) return {};
  }
  return {section_, {}, rule.find("default")};
}

RuleReader::Found RuleReader::translate(const Node& rule, Found found) {
  const auto meaning = [&](std::string_view list) -> const Node* {
    const Node* words = rule.find(list);
    return words == nullptr ? nullptr : words->find(found.value->scalar);
  };
  if (const Node* message = meaning("refused")) {
    report(found, message->scalar);
    return {};
  }
  if (const Node* message = meaning("warned")) warn(found.key, message->scalar);
  const Node* words = rule.find("words");
  if (words == nullptr) return found;
  if (const Node* word = meaning("words")) {
    return word->kind == Node::Kind::Null ? Found{} : Found{found.section, {}, word};
  }
  if (is_set(rule, "open")) return found;
  const std::vector<std::string> allowed = keys_of(*words);
  report(found, fmt::format("must be one of {}", fmt::join(allowed, ", ")),
         did_you_mean(found.value->scalar, allowed));
  return {};
}

FieldReader RuleReader::fields(const Found& found) {
  return {*found.section.mapping, found.section.source, found.section.path, reading_.problems};
}

void RuleReader::report(const Found& found, std::string message, std::string hint) {
  fields(found).report(found.key, std::move(message), std::move(hint));
}

Location RuleReader::place_of(std::string_view field) const {
  const auto origin = reading_.origins.find(field);
  if (origin != reading_.origins.end()) return origin->second;
  return {section_.source, section_.mapping->line, section_.mapping->column, std::string(field)};
}

void RuleReader::report_missing(const Node& rule) {
  const std::string key = texts(rule, "keys").front();
  const auto known = known_keys(rules_);
  std::vector<std::string> candidates;
  for (const Node::Member& member : section_.mapping->members) {
    if (!known.contains(member.key)) candidates.push_back(member.key);
  }
  const std::vector<std::string> near = nearest(key, candidates, 1);
  Location where{section_.source, section_.mapping->line, section_.mapping->column,
                 joined(section_.path, key)};
  std::string hint;
  for (const Node::Member& member : section_.mapping->members) {
    if (near.empty() || member.key != near.front()) continue;
    where.line = member.line;
    where.column = member.column;
    hint = fmt::format("is '{}' a misspelling of it?", member.key);
    reading_.claimed.insert(member.key);
  }
  reading_.problems.push_back({"missing", std::move(where), std::move(hint)});
}

void RuleReader::check_conditions() {
  for (const std::string& key : texts(rules_, "booleans")) {
    FieldReader(*section_.mapping, section_.source, section_.path, reading_.problems).boolean(key);
  }
  const auto each = [&](std::string_view list, const auto& act) {
    const Node* conditions = rules_.find(list);
    if (conditions == nullptr) return;
    for (const Node& condition : conditions->items) {
      if (!holds(condition, *section_.mapping)) continue;
      const std::string& key = condition.find("key")->scalar;
      act(key, with_value(condition.find("message")->scalar, look_up(*section_.mapping, key)));
    }
  };
  each("not_drawn", [&](const std::string& key, const std::string& message) {
    const Place place = look_up(*section_.mapping, key);
    report({{place.mapping, section_.source, joined(section_.path, place.path)},
            place.key,
            place.value},
           message);
  });
  each("warned", [&](const std::string& key, const std::string& message) { warn(key, message); });
}

void RuleReader::warn(std::string_view key, std::string_view message) {
  reading_.model.warnings.push_back(fmt::format("{}: {}", key, message));
  reading_.model.unread.push_back({joined(section_.path, key), std::string(message)});
}

void RuleReader::assume(std::string_view field, const Node& rule) {
  const Node* reason = rule.find("assumed");
  if (reason == nullptr) return;
  reading_.model.warnings.push_back(reason->scalar);
  // The warning begins with the field, which stands beside the reason in any case.
  const std::string prefix = fmt::format("{}: ", field);
  const bool names_it = reason->scalar.starts_with(prefix);
  assumed_.insert_or_assign(std::string(field),
                            reason->scalar.substr(names_it ? prefix.size() : 0));
}

void RuleReader::note_assumptions() {
  const bool guess = is_guess(rules_);
  for (const RuleField& field : rule_fields()) {
    const Node* rule = rules_.find(field.name);
    // A type that is not known is told by whoever chose these rules.
    if (rule == nullptr || reading_.origins.contains(field.name) || field.name == "model_type") {
      continue;
    }
    const auto assumed = assumed_.find(field.name);
    std::string value = text_of_field(reading_.model, field.name);
    if (value.empty() || (assumed == assumed_.end() && !guess)) continue;
    reading_.model.assumptions.push_back(
        {std::string(field.name), std::move(value),
         assumed != assumed_.end() ? assumed->second : "no key that tviz knows gives it"});
  }
}

}  // namespace tviz
