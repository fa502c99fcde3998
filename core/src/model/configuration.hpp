// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "model/rule_book.hpp"
#include "model/rules.hpp"
#include "tviz/base/document.hpp"
#include "tviz/base/limits.hpp"
#include "tviz/model/architecture.hpp"

namespace tviz {

/// Fills a model with every field that the rules find in a section. Rules may also say
///   decoder   {keys, model_type, rules, always}: first the model under one of these keys is read,
///   by
///             the rules of its own type or of this one, of which `rules` replace some; `always`
///             replace some of any type. Without such a key it is the section itself
///   encoders  list of {keys, model_types, rules, outer}: towers that the model reads, each
///             under one of these keys (without keys: the section itself), by the rules of its
///             own type if it is listed, else of the first; `rules` replace those of the type,
///             `outer` are applied to the section that the tower lies in. A tower without its
///             key is left out, with the warning `lacking`.
class ModelReader {
 public:
  /// Both outlive the reader.
  ModelReader(const RuleBook& types, const Limits& limits) : types_(types), limits_(limits) {}

  /// `rules` may have conditions. `reader` is the model that reads this tower, `depth` counts the
  /// models that this one lies in. Throws Error if there are too many: rules that somebody added
  /// may read one section again and again.
  void read(const Node& rules, const Section& section, Reading& reading,
            const ModelArchitecture* reader = nullptr, int depth = 0) const;

 private:
  void read_decoder(const Node& rule, const Section& section, Reading& reading, int depth) const;
  void read_encoder(const Node& rule, const Section& section, Reading& reading, int depth) const;

  const RuleBook& types_;
  const Limits& limits_;
};

/// The finished model; throws Error with all problems, each at its place in the text, or at
/// the start of `root` if the text does not give the field.
ModelArchitecture finish(Reading reading, const Node& root, const std::string& source,
                         const Limits& limits);

/// Reads a Hugging Face config.json, whose root is a map. The model has no name yet.
ModelArchitecture read_hugging_face(const Node& root, const std::string& source,
                                    const RuleBook& types, const Limits& limits);

/// Reads a configuration without a model_type by the rules of its format (RuleBook::format()).
ModelArchitecture read_other_format(const Node& format, const Node& root, const std::string& source,
                                    const RuleBook& types, const Limits& limits);

/// Reads a TransformerLens configuration or a plain dictionary, whose root is a map.
ModelArchitecture read_own_dialect(const Node& root, const std::string& source,
                                   const RuleBook& types, const Limits& limits);

}  // namespace tviz
