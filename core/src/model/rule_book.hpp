// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/document.hpp"

namespace tviz {

/// What is known of each kind of configuration: for each field of ModelArchitecture a rule by
/// which it is found. RuleReader applies the rules. They stand in the file that the library carries
/// (core/data/model_types.json), of which only the types that are asked for are read, and in files
/// that were added; those of a later file come before those of an earlier one.
class RuleBook {
 public:
  /// `added` is checked and outlives the book.
  explicit RuleBook(std::span<const Document> added = {}) : added_(added) {}

  /// The rules for a Hugging Face model_type, or for a dialect of our own ("transformer_lens",
  /// "dictionary"), with those of the type that it is `like`; nothing if it is not known.
  std::optional<Node> find(std::string_view model_type) const;
  /// The same for a name that a configuration gives: not for what carried types are made of, or
  /// towers, which have no `architectures`.
  std::optional<Node> find_named(std::string_view model_type) const;
  /// The model_type of a class name such as "GPT2LMHeadModel", or "".
  std::string type_of_class(std::string_view name) const;
  /// The rules for a configuration of an unknown type, chosen by its keys.
  Node guess(const Node& configuration) const;
  /// The rules for a file that is no Hugging Face configuration of a model, such as Meta's
  /// params.json or a configuration of GPT-NeoX, chosen by its keys; nothing if none fits.
  std::optional<Node> format(const Node& file) const;
  /// Fields that a dump of another library does not tell but the class of its original does.
  std::vector<std::string> facts() const { return words("facts"); }
  /// Those that hold of a tower of such a model too.
  std::vector<std::string> tower_facts() const { return words("tower_facts"); }
  /// Keys that change nothing in any family: "use_cache", "*dropout*", "residual_multiplier=1".
  std::vector<std::string> ignored() const { return words("ignored"); }
  /// Every type and dialect, for a check of what others are `like`.
  std::set<std::string, std::less<>> names() const;

 private:
  struct Carried;
  static const Carried& carried();
  std::optional<Node> find_added(std::string_view model_type, std::size_t files) const;
  std::optional<Node> find_carried(std::string_view model_type) const;
  std::vector<std::string> words(std::string_view section) const;
  Node whole(Node rules) const;
  std::optional<Node> first_that_fits(std::string_view section, const Node& configuration) const;

  std::span<const Document> added_;
};

/// The items of a rule's list as texts; empty if there is no such list.
std::vector<std::string> texts(const Node& rule, std::string_view key);

}  // namespace tviz
