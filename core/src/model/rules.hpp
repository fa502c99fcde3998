// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/dimensions.hpp"
#include "tviz/base/document.hpp"
#include "tviz/base/error.hpp"
#include "tviz/model/architecture.hpp"

namespace tviz {

/// What reading one configuration has found so far.
struct Reading {
  ModelArchitecture model;
  std::vector<Problem> problems;
  /// Where the text gives a field of the model, by the field's name.
  std::map<std::string, Location, std::less<>> origins;
};

/// Finds fields in a configuration by the rules of its kind. A rule is a value that always
/// holds, or a map:
///   keys      spellings of the field, the first one present counts
///   null      the value that an explicit null stands for
///   default   the value if no key is present
///   of        a field to derive the value from otherwise, by `times`, `over`, or `share`
///             (itself a rule, for a number from 0 to 1)
///   required  it is an error if none of these gives a value
///   words     what the values of the text mean; no other value is allowed
///   refused, warned   values of the text with the error or warning they cause
class RuleReader {
 public:
  /// All arguments outlive the reader. `mapping` is a map.
  RuleReader(const Node& rules, const Node& mapping, const std::string& source,
             const Limits& limits, Reading& reading);

  /// Each returns nothing (or `fallback`) if there is no value, or a wrong one (a problem then).
  std::optional<std::int64_t> integer(const Dimension& dimension);
  bool boolean(std::string_view field, bool fallback = false);
  std::string text(std::string_view field, std::string fallback = {});
  /// Of each layer: a word for all, a list, {period: list}, or [[list, count], ...].
  std::vector<AttentionReach> attention_types();

  /// Applies the lists `not_drawn` (errors) and `warned` of the rules.
  void check_conditions();
  /// Keys that no rule mentions: near to one that is, an error; otherwise a warning.
  void check_unknown_keys();

 private:
  /// Where a value stands: under a key of the text, or in the rules (no key).
  struct Found {
    std::string key;
    const Node* value = nullptr;
  };

  Found find(std::string_view field);
  Found locate(const Node& rule) const;
  Found translate(const Node& rule, Found found);
  std::optional<std::int64_t> derived(const Node& rule);
  std::optional<std::int64_t> divided(const Node& rule, const Dimension& of, const Dimension& over);
  double share(const Node& rule);
  std::int64_t value_of(const Dimension& dimension) const;
  Location place_of(std::string_view field) const;
  void report_missing(const Node& rule);
  bool holds(const Node& condition, const Node& value) const;
  void warn(std::string_view key, std::string_view message);
  std::vector<AttentionReach> spread(const std::string& key, const Node& value, bool may_be_longer);
  bool append(const Node& words, std::int64_t times, std::vector<AttentionReach>& types) const;

  const Node& rules_;
  const Node& mapping_;
  const std::string& source_;
  const Limits& limits_;
  Reading& reading_;
  FieldReader fields_;
  std::set<std::string, std::less<>> known_;    ///< Keys that the rules mention.
  std::set<std::string, std::less<>> claimed_;  ///< Keys that were taken for a misspelling.
};

}  // namespace tviz
