// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/fields.hpp"
#include "tviz/base/document.hpp"
#include "tviz/base/error.hpp"
#include "tviz/model/architecture.hpp"

namespace tviz {

/// A map of a configuration and the keys of it that rules read.
struct ReadKeys {
  const Node* mapping;
  std::string path;  ///< "" for the root, else "text_config".
  std::set<std::string, std::less<>> keys;
};

/// What reading one configuration has found so far.
struct Reading {
  ModelArchitecture model;
  std::vector<Problem> problems;
  /// Where the text gives a field of the model, by the field's name.
  std::map<std::string, Location, std::less<>> origins;
  /// Keys that were taken for a misspelling.
  std::set<std::string, std::less<>> claimed;
  /// For each map of the configuration that was read.
  std::vector<ReadKeys> read_keys;
};

/// A map of a configuration and where it stands.
struct Section {
  const Node* mapping;
  std::string source;
  std::string path;  ///< "" for the root, else "text_config".
};

/// Finds fields in a configuration by the rules of its kind. A rule is a value that always
/// holds, or a map:
///   keys      spellings of the field, the first one present counts; "a.b" is b in the map a
///   null      the value that an explicit null stands for
///   default   the value if no key is present
///   assumed   the warning if the default, or the result of a calculation, is taken
///   required  it is an error if none of these gives a value
///   words     what the values of the text mean (null: as if the key were absent); no other value
///             is allowed, unless `open`
///   refused, warned   values of the text with the error or warning they cause
///   count     keys of a list or map whose length is the value
///   sum       keys of a list of numbers whose sum is the value
/// and for numbers, if no key is present, steps of a calculation, in their order:
///   of        a field (of the reader of this tower: "reader.d_model") or a rule to begin with
///   plus, minus, times, over, share, multiple_of   with a number, a field or a rule; `share` is
///   from 0
///             to 1, `over` must divide unless `rounded` is "up"
///   squared, doubled   the latter once for each stage before
///   below     a field: a value that is not below it counts as 0
/// and for numbers that need not be whole:
///   product   factors, each `of` a field or a rule to a `power`, if all of these are above 0
/// How fields of single layers are found is said in layers.cpp, conditions in conditions.hpp.
class RuleReader {
 public:
  /// All arguments outlive the reader. `rules` are free of conditions; `reader` is the model
  /// that reads the tower, or nullptr.
  RuleReader(const Node& rules, Section section, const Limits& limits, Reading& reading,
             const ModelArchitecture* reader = nullptr);

  /// Sets each field for which there is a rule and a value. A wrong value is a problem.
  void read_texts();
  void read_choices();
  void read_switches();
  void read_reals();
  void read_dimensions();
  /// Of the layers, which must be as many as the model's n_layers.
  void read_layers();
  /// Of the family's own; after all other numbers and the layers.
  void read_tensors();

  /// Adds to the model's assumptions what no key gave.
  void note_assumptions();
  /// Applies the lists `not_drawn` (errors) and `warned` of the rules, and checks that the keys
  /// in their list `booleans` are true or false.
  void check_conditions();
  /// The text under a field of the rules that the model does not have.
  std::string text(std::string_view field);

  const Section& section() const { return section_; }

 private:
  /// Where a value stands: under a key of the text, or in the rules (no key).
  struct Found {
    Section section{nullptr, {}, {}};
    std::string key;
    const Node* value = nullptr;
  };

  const Node* rule(std::string_view field) const { return rules_.find(field); }
  Found find(std::string_view field);
  Found locate(const Node& rule) const;
  Found translate(const Node& rule, Found found);
  std::optional<std::int64_t> integer(const Dimension& dimension);
  std::optional<std::int64_t> in_range(const Dimension& dimension, const Found& found);
  std::optional<std::int64_t> largest(const Dimension& dimension, const Found& found);
  std::optional<std::int64_t> calculated(std::string_view field, const Node& rule);
  std::optional<std::int64_t> start(const Node& of);
  std::optional<std::int64_t> divided(const Node& rule, std::int64_t dividend, const Node& over);
  std::optional<double> operand(const Node& node);
  std::optional<double> product(const Node& factors);
  std::optional<std::int64_t> whole(const Node& node);
  /// The stages of a network that repeats a pattern with other sizes.
  struct Stage {
    std::size_t number = 0;  ///< From 0.
    std::size_t item = 0;    ///< Its place in the lists of the configuration.
  };
  void add_shapes(const Node& shapes, const std::string& prefix, OwnTensors& tensors);
  void add_stages(const Node& each, OwnTensors& tensors);
  const Node* item_of(const Node& list, const Node& rule) const;
  double doubling() const;
  std::vector<std::int64_t> shape(const Node& sizes, const std::string& name);
  std::optional<std::int64_t> value_of(std::string_view field) const;
  std::optional<std::int64_t> of_list(const Node& rule) const;
  std::optional<std::int64_t> counted(const Node& rule) const;
  std::optional<std::int64_t> summed(const Node& rule) const;
  bool is_wanted(const Dimension& dimension) const;
  FieldReader fields(const Found& found);
  void report(const Found& found, std::string message, std::string hint = {});
  Location place_of(std::string_view field) const;
  void report_missing(const Node& rule);
  void warn(std::string_view key, std::string_view message);
  void assume(std::string_view field, const Node& rule);

  std::vector<std::string> layer_words(std::string_view field, const Node& rule);
  std::vector<std::string> spread(const Node& rule, const Found& found);
  bool append(const Node& rule, const Node& words, std::int64_t times,
              std::vector<std::string>& list);
  Node word_in(const Node& map, const Node& item);
  std::vector<std::string> patterned(const Node& rule);
  bool selects(const Node& step, std::int64_t layer);
  void warn_of_no_experts(const std::vector<LayerKind>& layers);
  void read_own_numbers(std::vector<LayerKind>& layers);
  bool take_own_number(const std::string& key, const Node& value, LayerKind& layer) const;
  void mark_as_read(const std::string& key);
  bool lists(const Node& listed, std::int64_t layer) const;

  const Node& rules_;
  Section section_;
  const Limits& limits_;
  Reading& reading_;
  const ModelArchitecture* reader_;
  std::optional<Stage> stage_;  ///< While tensors are read that each stage has.
  std::map<std::string, std::string, std::less<>> assumed_;  ///< Reasons by field.
};

/// Keys that no rule mentions, but that are near to one that is: each is a problem. `rules` may
/// hold conditions.
void check_misspelt_keys(const Node& rules, const Section& section, Reading& reading);

/// Every key that the rules mention, and those that change nothing: "rope_parameters.rope_theta",
/// "*_token_id", "residual_multiplier=1". Not the keys of what lies in other maps.
std::set<std::string, std::less<>> known_keys(const Node& rules);

}  // namespace tviz
