// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "flow.hpp"
#include "tviz/base/document.hpp"
#include "tviz/graph/graph.hpp"

namespace transformer_lens {

/// Where a row of the table holds. What is empty holds everywhere; lists are words with spaces.
struct Conditions {
  std::string path;           ///< Of the component, inside its block: "ln1".
  std::string architectures;  ///< Graph kinds: "decoder encoder".
  std::string placements;     ///< Place::placement: "pre sandwich".
  std::string positions;      ///< Of the model: "alibi".
  std::string heads;          ///< OutputHead of the model: "masked_language_model".
  std::string layer;          ///< "first": of the first block only.
  std::string without;        ///< The block, or what is outside the blocks, has no such component.
};

/// What one tensor is called. In names, "{block}" stands for the path of the block, "{path}" for
/// that of the component and "{expert}" for the number of each of its experts.
struct Row {
  std::string kind;  ///< Of the component, or "stream" for the residual stream.
  std::string site;
  Conditions conditions;
  std::string name;   ///< Empty: TransformerLens has no hook there.
  std::string needs;  ///< The option without which it never fires; empty: it always fires.
  std::vector<std::string> shape;  ///< Words or numbers, where it is not the tensor's.
  bool repeats_heads = false;      ///< Keys and values are copied for each head of the queries.
  bool listed = true;              ///< False if it exists with the option only.
};

/// Where a tensor lies, as far as conditions ask.
struct Surroundings {
  const tviz::Graph& graph;
  const tviz::Block* block = nullptr;  ///< nullptr outside the blocks.
  std::function<bool(std::string_view path)> has;
};

/// The names of this dialect (hook_names.json).
class HookTable {
 public:
  HookTable();  ///< Reads the table that the plugin carries.
  /// Reads another of the same form.
  explicit HookTable(const tviz::Document& document);

  /// The rows of a tensor: the first of those that name it, and all of the hook points that exist
  /// there and never fire because the model lacks what they belong to.
  std::vector<const Row*> find(const Place& place, const Surroundings& surroundings) const;
  /// Whether TransformerLens loads this stream: of some multimodal models it loads the text model
  /// alone.
  bool is_loaded(const tviz::Graph& graph, const tviz::Stream& stream) const;
  /// All rows that have a name.
  std::vector<Row> rows() const;

 private:
  std::string text_alone_;  ///< Types of such models.
  std::vector<Row> points_;
  std::vector<Row> dead_points_;
};

}  // namespace transformer_lens
