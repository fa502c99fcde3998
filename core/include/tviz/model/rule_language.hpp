// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/export.hpp"

namespace tviz {

/// The maps of a rules file. Each takes words of its own; Family and Branch take fields, too.
enum class RuleMap {
  File,         ///< The whole of a file that a user gives.
  CarriedFile,  ///< The whole of the built-in file.
  Family,       ///< All rules of one model_type.
  Branch,       ///< Rules that replace others: `then`, `else`, `rules`, `outer`.
  Number,       ///< A rule for a number. The next five are rules, too.
  Real,
  Switch,
  Choice,
  Text,
  Layers,        ///< A rule for what differs from layer to layer.
  NumberLookup,  ///< In the place of a number: where the configuration has it.
  WordLookup,    ///< The same for a layer's word.
  ListLookup,    ///< The same for a list of layers.
  Period,        ///< Words of layers that repeat.
  Step,          ///< One step of a pattern of layers.
  Power,         ///< One factor of a product.
  Condition,     ///< A condition of `when`.
  Remark,        ///< A condition with a message.
  Tensors,       ///< Learned tensors of the family's own.
  Stages,        ///< Those that a network has once for each item of a list.
  Decoder,
  Encoder,
  Guess  ///< What an unknown configuration is read as.
};

/// What may stand under a word.
enum class RuleValue {
  Text,
  Texts,    ///< A list, which may be empty.
  Keys,     ///< A list of keys of the configuration, at least one.
  Scalars,  ///< A list of texts, numbers, true and false, at least one.
  Boolean,
  True,
  Number,
  Own,        ///< What the field of the rule takes; of layers, for all of them.
  Words,      ///< A map from words of the configuration to what the field takes, or null.
  Messages,   ///< A map from words of the configuration to texts.
  LayerWord,  ///< What one layer has.
  Start,      ///< A number field, a NumberLookup, or a Number that is calculated.
  Addend,     ///< That, or a whole number.
  Factor,     ///< That, or a number from 0 on.
  Divisor,    ///< That, or a number from 1 on.
  Share,      ///< That, or a number from 0 to 1.
  Rounding,   ///< "up" or "down".
  Powers,     ///< A list of Power, at least one.
  NumberField,
  FieldNames,
  FamilyName,
  FamilyNames,  ///< At least one.
  Family,
  Families,  ///< A map from names to Family.
  Rules,     ///< A Branch.
  List,      ///< A ListLookup.
  Steps,
  Conditions,
  Remarks,
  Decoder,
  Encoders,
  Guesses,
  Layers,       ///< A list of words, one per layer.
  TensorsList,  ///< A list of Tensors.
  Component,    ///< Where tensors belong: one of components_with_tensors().
  Stages,
  Shapes,  ///< A map from names of tensors to lists of sizes, each of which is an Addend.
  Truths   ///< A rule for layers that says true or false of each.
};

/// A word of the rule language: what `core/data/model_types.json` and files like it may say.
struct RuleWord {
  std::string_view name;
  unsigned maps;  ///< A bit for each RuleMap in which it may stand.
  RuleValue value;
  std::string_view meaning;  ///< One line for people.
  bool required = false;
  bool gives = false;  ///< A map without any of the words that give a value is a mistake.
  /// It means nothing without one of these beside it.
  std::array<std::string_view, 2> needs{};

  /// Whether the word may stand in a map of this kind.
  bool stands_in(RuleMap map) const { return (maps >> static_cast<unsigned>(map) & 1U) != 0; }
};

/// A field of ModelArchitecture or of its layers, for which rules can be given.
struct RuleField {
  std::string_view name;  ///< "d_head", "biases.mlp", "layers.reach".
  RuleMap rule;  ///< The form of a rule for it: Number, Real, Switch, Choice, Text, Layers.
  std::vector<std::string> words;  ///< Its values, if it takes words.
  std::string_view meaning;        ///< One line for people.
};

/// In rules for a tower, the beginning of the name of a number of the model that reads it:
/// "reader.d_model".
inline constexpr std::string_view kOfReader = "reader.";

/// All words of the rule language. The checker of rules files and their JSON Schema are made from
/// them.
TVIZ_API std::span<const RuleWord> rule_words();

/// The components that may have tensors of a family's own: "attn", "ln1", "entry".
TVIZ_API std::span<const std::string_view> components_with_tensors();

/// All fields, in the order in which they are read: a number can be calculated from those before
/// it.
TVIZ_API std::vector<RuleField> rule_fields();

/// What to call a map in a message: "a rule for a number".
TVIZ_API std::string_view name_of(RuleMap map);

}  // namespace tviz
