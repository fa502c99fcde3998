// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/document.hpp"

namespace tviz {

/// What is known of each kind of configuration (core/data/model_types.json): for each field
/// of ModelArchitecture a rule by which it is found. RuleReader applies the rules.
class ModelTypes {
 public:
  ModelTypes();  ///< Reads the data file that the library carries.

  /// The rules for a Hugging Face model_type, or nullptr.
  const Node* find(std::string_view model_type) const;
  /// The rules for a class name such as "GPT2LMHeadModel", or nullptr.
  const Node* find_architecture(std::string_view architecture) const;
  /// The rules for a dialect of our own: "transformer_lens", "dictionary".
  const Node& dialect(std::string_view name) const;
  /// The model types that Hugging Face has, in the order of the data file.
  std::vector<std::string> hugging_face_names() const;

 private:
  const Node& section(std::string_view name) const;

  Document data_;
};

/// The items of a rule's list as texts; empty if there is no such list.
std::vector<std::string> texts(const Node& rule, std::string_view key);

}  // namespace tviz
