// SPDX-License-Identifier: MIT
#include <utility>

#include "model/configuration.hpp"

namespace tviz {

ModelArchitecture read_dimensions(const Node& root, const std::string& source,
                                  const ModelTypes& types, const Limits& limits) {
  // A dump of a TransformerLens configuration always has these two, even if null.
  const bool is_transformer_lens = root.find("normalization_type") != nullptr &&
                                   root.find("positional_embedding_type") != nullptr;
  Reading reading;
  RuleReader rules(types.dialect(is_transformer_lens ? "transformer_lens" : "dictionary"), root,
                   source, limits, reading);
  read_fields(rules, reading);
  // TransformerLens gives every map a bias and unties the unembedding, whatever the model
  // had. Where that model is known, its own facts count.
  const std::string original = rules.text("original_architecture");
  if (const Node* type = types.find_architecture(original)) {
    const Node silent{.kind = Node::Kind::Mapping};
    RuleReader facts(*type, silent, source, limits, reading);
    read_facts(facts, reading);
  }
  // Of TransformerLens's 80 keys most mean nothing for a figure.
  if (!is_transformer_lens) rules.check_unknown_keys();
  return finish(std::move(reading), root, source, limits);
}

}  // namespace tviz
