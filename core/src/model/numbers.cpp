// SPDX-License-Identifier: MIT
// How rules find numbers.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "model/conditions.hpp"
#include "model/rule_book.hpp"
#include "model/rules.hpp"
#include "tviz/model/rule_language.hpp"

namespace tviz {
namespace {

/// Beyond it a calculation has no meaning and could overflow.
constexpr double kMost = 1e15;

}  // namespace

void RuleReader::read_dimensions() {
  for (const Dimension& dimension : dimensions()) {
    if (rules_.find(dimension.field) == nullptr || !is_wanted(dimension)) continue;
    dimension.at(reading_.model) = integer(dimension).value_or(0);
  }
}

/// Without rotary positions nobody rotates, whatever a dump says of it.
bool RuleReader::is_wanted(const Dimension& dimension) const {
  return dimension.field != "rotary_dim" ||
         reading_.model.positional_embedding == PositionalEmbedding::Rotary;
}

std::optional<std::int64_t> RuleReader::integer(const Dimension& dimension) {
  const Node& rule = *rules_.find(dimension.field);
  const Found found = find(dimension.field);
  std::optional<std::int64_t> value;
  if (!found.key.empty()) {
    value = in_range(dimension, found);
  } else if (const auto listed = of_list(rule)) {
    value = listed;
  } else if (found.value != nullptr) {
    value = as_integer(*found.value);
  } else {
    if (is_set(rule, "required")) report_missing(rule);
    value = calculated(dimension.field, rule);
  }
  const Node* below = rule.find("below");
  if (below == nullptr || !value) return value;
  const std::int64_t bound = value_of(below->scalar).value_or(0);
  return bound > 0 && *value >= bound ? 0 : value;
}

std::optional<std::int64_t> RuleReader::in_range(const Dimension& dimension, const Found& found) {
  if (found.value->kind == Node::Kind::Sequence && !found.value->items.empty()) {
    return largest(dimension, found);
  }
  const std::optional<std::int64_t> value = fields(found).integer(found.key);
  if (!value) return std::nullopt;
  if (auto fault = range_fault(dimension, *value, limits_)) {
    report(found, *std::move(fault));
    return std::nullopt;
  }
  return value;
}

/// Where layers differ a list gives the number of each; a rule "layers.…" reads it.
std::optional<std::int64_t> RuleReader::largest(const Dimension& dimension, const Found& found) {
  std::int64_t most = 0;
  for (const Node& item : found.value->items) {
    const auto number = as_integer(item);
    if (!number || *number < 0 || *number > limits_.*dimension.most) {
      report(found, fmt::format("must be whole numbers from 0 to {}, one per layer",
                                limits_.*dimension.most));
      return std::nullopt;
    }
    most = std::max(most, *number);
  }
  return most;
}

std::optional<std::int64_t> RuleReader::of_list(const Node& rule) const {
  if (rule.find("count") != nullptr) return counted(rule);
  return rule.find("sum") == nullptr ? std::nullopt : summed(rule);
}

std::optional<std::int64_t> RuleReader::counted(const Node& rule) const {
  for (const std::string& key : texts(rule, "count")) {
    const Node* value = look_up(*section_.mapping, key).value;
    if (value == nullptr || value->kind == Node::Kind::Null) continue;
    return static_cast<std::int64_t>(value->items.size() + value->members.size());
  }
  return std::nullopt;
}

std::optional<std::int64_t> RuleReader::summed(const Node& rule) const {
  for (const std::string& key : texts(rule, "sum")) {
    const Node* value = look_up(*section_.mapping, key).value;
    if (value == nullptr) continue;
    double sum = 0;
    for (const Node& item : value->items) sum += as_real(item).value_or(0);
    return sum >= 0 && sum < kMost ? std::optional(static_cast<std::int64_t>(sum)) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::int64_t> RuleReader::calculated(std::string_view field, const Node& rule) {
  std::optional<std::int64_t> value;
  for (const Node::Member& step : rule.members) {
    if (step.key == "of") {
      value = start(step.value);
      if (!value || *value == 0) return std::nullopt;
      continue;
    }
    if (!value) continue;
    if (step.key == "over") value = divided(rule, *value, step.value);
    const bool is_step = step.key == "minus" || step.key == "squared" || step.key == "doubled" ||
                         step.key == "plus" || step.key == "times" || step.key == "share" ||
                         step.key == "multiple_of";
    if (!is_step) continue;
    double result = static_cast<double>(*value);
    const auto number = step.key == "squared"   ? std::optional(result)
                        : step.key == "doubled" ? std::optional(doubling())
                                                : operand(step.value);
    if (!number) return std::nullopt;
    if (step.key == "plus") result += *number;
    if (step.key == "minus") result -= *number;
    if (step.key == "times" || step.key == "share" || step.key == "squared" ||
        step.key == "doubled") {
      result *= *number;
    }
    if (step.key == "multiple_of") result = std::ceil(result / *number) * *number;
    if (!(std::abs(result) < kMost)) return std::nullopt;
    value = static_cast<std::int64_t>(result);
  }
  if (value) assume(field, rule);
  return value;
}

std::optional<std::int64_t> RuleReader::start(const Node& of) {
  if (of.kind != Node::Kind::Mapping) return value_of(of.scalar);
  return whole(of);
}

std::optional<std::int64_t> RuleReader::divided(const Node& rule, std::int64_t dividend,
                                                const Node& over) {
  const auto divisor = operand(over);
  if (!divisor || *divisor < 1) return std::nullopt;
  const auto by = static_cast<std::int64_t>(*divisor);
  if (dividend % by == 0) return dividend / by;
  const Node* rounded = rule.find("rounded");
  if (rounded != nullptr) return dividend / by + (rounded->scalar == "up" ? 1 : 0);
  const std::vector<std::string> keys = texts(rule, "keys");
  reading_.problems.push_back(
      {fmt::format("must be a multiple of {} ({}), got {}", place_of(over.scalar).field, by,
                   dividend),
       place_of(rule.find("of")->scalar),
       keys.empty() ? std::string() : fmt::format("or give {}", keys.front())});
  return std::nullopt;
}

std::optional<double> RuleReader::operand(const Node& node) {
  if (node.find("of") != nullptr && locate(node).key.empty()) {
    const auto value = calculated({}, node);
    return value ? std::optional(static_cast<double>(*value)) : std::nullopt;
  }
  if (const auto listed = of_list(node)) return static_cast<double>(*listed);
  if (node.kind != Node::Kind::Mapping) {
    if (const auto number = as_real(node)) return number;
    const auto value = value_of(node.scalar);
    return value ? std::optional(static_cast<double>(*value)) : std::nullopt;
  }
  const Found found = locate(node);
  if (!found.key.empty() && found.value->kind == Node::Kind::Sequence &&
      (stage_ || node.find("shift") != nullptr)) {
    const Node* item = item_of(*found.value, node);
    return item == nullptr ? std::nullopt : as_real(*item);
  }
  if (!found.key.empty()) {
    const Node* most = node.find("most");
    const double bound = most == nullptr ? kMost : as_real(*most).value_or(kMost);
    return fields(found).real(found.key, 0, bound);
  }
  return found.value == nullptr ? std::nullopt : as_real(*found.value);
}

/// Two to the number of the stage whose tensors are read.
double RuleReader::doubling() const {
  return stage_ ? std::ldexp(1.0, static_cast<int>(stage_->number)) : 1.0;
}

/// The number that a list has for this stage, or so many places away. Beyond its ends, the default
/// or else the item at that end.
const Node* RuleReader::item_of(const Node& list, const Node& rule) const {
  const Node* shift = rule.find("shift");
  const std::int64_t place = static_cast<std::int64_t>(stage_.value_or(Stage{}).item) +
                             (shift == nullptr ? 0 : as_integer(*shift).value_or(0));
  if (list.items.empty()) return rule.find("default");
  const auto last = static_cast<std::int64_t>(list.items.size()) - 1;
  const std::int64_t nearest = std::clamp<std::int64_t>(place, 0, last);
  const Node* otherwise = place == nearest ? nullptr : rule.find("default");
  return otherwise != nullptr ? otherwise : &list.items[static_cast<std::size_t>(nearest)];
}

std::optional<double> RuleReader::product(const Node& factors) {
  double result = 1;
  for (const Node& factor : factors.items) {
    const auto base = operand(*factor.find("of"));
    if (!base || !(*base > 0)) return std::nullopt;
    const Node* power = factor.find("power");
    result *= std::pow(*base, power == nullptr ? 1 : as_real(*power).value_or(1));
  }
  return result;
}

std::optional<std::int64_t> RuleReader::whole(const Node& node) {
  const auto number = operand(node);
  return number ? std::optional(static_cast<std::int64_t>(*number)) : std::nullopt;
}

std::optional<std::int64_t> RuleReader::value_of(std::string_view field) const {
  const bool of_reader = field.starts_with(kOfReader);
  if (of_reader) field.remove_prefix(kOfReader.size());
  const Dimension* dimension = find_dimension(field);
  if (dimension == nullptr || (of_reader && reader_ == nullptr)) return std::nullopt;
  return dimension->of(of_reader ? *reader_ : reading_.model);
}

}  // namespace tviz
