// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/json_spans.hpp"
#include "tviz/base/document.hpp"

namespace tviz {

/// What is known of each kind of configuration (core/data/model_types.json): for each field
/// of ModelArchitecture a rule by which it is found. RuleReader applies the rules. Of the file
/// only the types that are asked for are read.
class ModelTypes {
 public:
  ModelTypes();  ///< Of the data file that the library carries.

  /// The rules for a Hugging Face model_type, or for a dialect of our own ("transformer_lens",
  /// "dictionary"), with those of the type that it is `like`; nothing if it is not known.
  std::optional<Node> find(std::string_view model_type) const;
  /// The same for a name that a configuration gives: not for what other types are made of, or
  /// towers, which have no `architectures`.
  std::optional<Node> find_named(std::string_view model_type) const;
  /// The model_type of a class name such as "GPT2LMHeadModel", or "".
  std::string type_of_class(std::string_view name) const;
  /// The rules for a configuration of an unknown type, chosen by its keys.
  Node guess(const Node& configuration) const;
  /// Fields that a dump of another library does not tell but the class of its original does.
  std::vector<std::string> facts() const { return words("facts"); }
  /// Those that hold of a tower of such a model too.
  std::vector<std::string> tower_facts() const { return words("tower_facts"); }

 private:
  std::vector<std::string> words(std::string_view section) const;
  Node whole(Node rules) const;

  std::vector<JsonSpan> sections_;
  std::vector<JsonSpan> types_;
  std::vector<JsonSpan> dialects_;
};

/// The items of a rule's list as texts; empty if there is no such list.
std::vector<std::string> texts(const Node& rule, std::string_view key);

}  // namespace tviz
