// SPDX-License-Identifier: MIT
#include "sae_rules.hpp"

#include <charconv>

#include "pattern.hpp"
#include "placeholders.hpp"
#include "tviz/base/spelling.hpp"

namespace transformer_lens {

namespace {

std::vector<std::string> words(const tviz::Node& node, std::string_view key) {
  std::vector<std::string> words;
  if (const tviz::Node* list = node.find(key); list != nullptr) {
    for (const tviz::Node& item : list->items) words.push_back(item.scalar);
  }
  return words;
}

std::string word(const tviz::Node& node, std::string_view key) {
  const tviz::Node* value = node.find(key);
  return value == nullptr ? std::string() : value->scalar;
}

bool fits(const std::string& pattern, std::string_view text) {
  return pattern.empty() || match(pattern, text).has_value();
}

std::int64_t number(std::string_view digits) {
  std::int64_t number = -1;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

/// The hook points of a rule whose pattern the id has.
std::vector<std::string> filled(const SaeRule& rule, const Captures& captures,
                                const SaeContext& context) {
  const bool is_above = !rule.above_last.empty() && number(captures.layer) == context.n_layers;
  std::vector<std::string> hooks = is_above ? rule.above_last : rule.hooks;
  for (std::string& hook : hooks) {
    replace(hook, "{layer}", captures.layer);
    replace(hook, "{last}", std::to_string(context.n_layers - 1));
    replace(hook, "{hook}", captures.hook);
  }
  return hooks;
}

}  // namespace

SaeRules::SaeRules(const tviz::Document& document) {
  for (const tviz::Node& node : document.root.find("rules")->items) {
    rules_.push_back({.pattern = word(node, "pattern"),
                      .release = word(node, "release"),
                      .model = word(node, "model"),
                      .hooks = words(node, "hooks"),
                      .above_last = words(node, "above_last")});
  }
  for (const tviz::Node& node : document.root.find("suffixes")->items) {
    suffixes_.push_back({word(node, "name"), word(node, "features") == "true"});
  }
}

std::vector<std::vector<std::string>> SaeRules::readings(std::string_view id,
                                                         const SaeContext& context) const {
  // Patterns try every way to divide a text, and no id is as long as this.
  constexpr std::size_t kLongestId = 256;
  std::vector<std::vector<std::string>> readings;
  if (id.size() > kLongestId) return readings;
  const std::string model = tviz::lower_case(context.model);
  for (const SaeRule& rule : rules_) {
    if (!fits(rule.release, context.release) || !fits(rule.model, model)) continue;
    if (const auto captures = match(rule.pattern, id)) {
      readings.push_back(filled(rule, *captures, context));
    }
  }
  return readings;
}

const SaeSuffix* SaeRules::suffix_of(std::string_view name) const {
  for (const SaeSuffix& suffix : suffixes_) {
    if (name.ends_with(suffix.name)) return &suffix;
  }
  return nullptr;
}

}  // namespace transformer_lens
