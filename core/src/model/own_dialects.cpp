// SPDX-License-Identifier: MIT
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/conditions.hpp"
#include "model/configuration.hpp"
#include "model/doubts.hpp"

namespace tviz {
namespace {

/// What the class of a model tells, whose configuration is not at hand.
class Original {
 public:
  Original(const RuleBook& types, const std::string& class_name) : types_(types) {
    model_type_ = types.type_of_class(class_name);
    rules_ = types.find(model_type_);
    const Node* decoder = rules_ ? rules_->find("decoder") : nullptr;
    if (decoder != nullptr) rules_ = types.find(decoder->find("model_type")->scalar);
    Node classes{.kind = Node::Kind::Sequence};
    classes.items.push_back({.kind = Node::Kind::Scalar, .quoted = true, .scalar = class_name});
    silent_.members.push_back({"architectures", 0, 0, std::move(classes)});
  }

  bool is_known() const { return rules_.has_value(); }
  const std::string& model_type() const { return model_type_; }

  void apply(const ModelReader& reader, const std::string& source, Reading& reading) const {
    const Section section{&silent_, source, {}};
    const auto before = static_cast<std::ptrdiff_t>(reading.read_keys.size());
    reader.read(facts(types_.facts()), section, reading);
    // These are not keys of the text.
    reading.read_keys.erase(reading.read_keys.begin() + before, reading.read_keys.end());
    // Of a tower the class says what its maps are like.
    for (ModelArchitecture& encoder : reading.model.encoders) {
      Reading inner;
      inner.model = std::move(encoder);
      reader.read(facts(types_.tower_facts()), section, inner);
      encoder = std::move(inner.model);
    }
  }

 private:
  Node facts(const std::vector<std::string>& wanted) const {
    Node result{.kind = Node::Kind::Mapping};
    for (Node::Member& rule : resolved(*rules_, silent_).members) {
      if (std::find(wanted.begin(), wanted.end(), rule.key) != wanted.end()) {
        result.members.push_back(std::move(rule));
      }
    }
    return result;
  }

  const RuleBook& types_;
  std::string model_type_;
  std::optional<Node> rules_;
  Node silent_{.kind = Node::Kind::Mapping};
};

/// Without any of its main numbers a file is the configuration of something else.
void check_is_model(const Node& root, const std::string& source) {
  for (const std::string_view key : {"n_layers", "d_model", "n_heads", "d_vocab", "kind"}) {
    if (root.find(key) != nullptr) return;
  }
  if (root.members.empty()) return;
  throw Error(Problem{
      "this is no configuration of a model that tviz knows: it has no model_type, and none of the "
      "keys n_layers, d_model, n_heads and d_vocab",
      {source, root.line, root.column, {}},
      {}});
}

/// The text under a key; empty if there is none.
std::string text_of(const Node& mapping, std::string_view key) {
  const Node* node = mapping.find(key);
  return node == nullptr ? std::string() : node->scalar;
}

/// TransformerLens gives every map a bias and unties the unembedding, whatever the model
/// had. Where that model is known, its own facts count.
void apply_original(const Original& original, const ModelReader& reader, const std::string& source,
                    Reading& reading) {
  if (!original.is_known()) return;
  ModelArchitecture& model = reading.model;
  const bool was_tied = model.tie_word_embeddings;
  // Weights of norms that are folded into the next map are there in the model itself.
  model.learned_norms = true;
  model.biases = {};
  original.apply(reader, source, reading);
  model.tie_word_embeddings = model.tie_word_embeddings || was_tied;
}

}  // namespace

ModelArchitecture read_own_dialect(const Node& root, const std::string& source,
                                   const RuleBook& types, const Limits& limits) {
  // A dump of a TransformerLens configuration always has these two, even if null.
  const bool is_transformer_lens = root.find("normalization_type") != nullptr &&
                                   root.find("positional_embedding_type") != nullptr;
  check_is_model(root, source);
  const Node rules = *types.find(is_transformer_lens ? "transformer_lens" : "dictionary");
  const Section section{&root, source, {}};
  const ModelReader reader(types, limits);
  Reading reading;
  reader.read(rules, section, reading);
  apply_original(Original(types, text_of(root, "original_architecture")), reader, source, reading);
  // A bridge runs the modules of the original, which therefore have the names of its type.
  const Original bridged(types, text_of(root, "architecture"));
  apply_original(bridged, reader, source, reading);
  if (bridged.is_known()) reading.model.model_type = bridged.model_type();
  // What TransformerLens writes itself is spelt right. A key of an architecture of its own may be
  // near to one of these, which only its plugin can tell.
  const bool has_kind = root.find("kind") != nullptr;
  if (!is_transformer_lens && !has_kind) check_misspelt_keys(rules, section, reading);
  note_unread_keys(types, source, !is_transformer_lens && has_kind, reading);
  return finish(std::move(reading), root, source, limits);
}

}  // namespace tviz
