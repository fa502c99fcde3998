// SPDX-License-Identifier: MIT
// One stack of layers on its residual stream.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tviz/graph/builder.hpp"

namespace transformers {

/// How a stack and its parts are called.
struct StackNames {
  std::string stream{};   ///< "residual", "encoder".
  std::string title{};    ///< "Encoder"; empty for a stack that is alone.
  std::string blocks{};   ///< What paths of blocks begin with: "blocks", "encoder".
  std::string outside{};  ///< What other paths begin with, so that no two are equal: "encoder_".
  /// The word for its number of tokens in shapes.
  std::string length = "seq_len";
};

/// The names of a stack that is alone, which are TransformerLens's.
StackNames alone();
/// TransformerLens's for T5: "encoder.0.attn", "encoder_final_ln".
StackNames encoder_names();
StackNames decoder_names();
/// Of a tower whose output a decoder reads: "vision.0.attn" or "audio.0.attn".
StackNames tower_names(const tviz::ModelArchitecture& tower);

/// Writes one stream: what is below its blocks, the blocks, what is above them. Call the parts in
/// this order; between them components of one's own can be added with the builder.
class Stack {
 public:
  /// References must outlive the stack.
  Stack(const tviz::ModelArchitecture& model, StackNames names, tviz::GraphBuilder& builder);

  /// Begins the stream with tokens or patches, embeddings and positions.
  void add_entry();
  /// Cross-attention reads a stream of width `d_source` (0: as wide as this one, for a decoder that
  /// is drawn without its encoder) and `source_length` is the word for its number of tokens.
  void add_blocks(std::int64_t d_source = 0, const std::string& source_length = "source_len");
  /// The final norm and the head. A stack that another reads needs no output of its own.
  void add_exit(bool read_by_another = false);

 private:
  void add_token_entry();
  void add_patch_entry();
  void add_positions();
  void add_unread_head();
  void add_read_out(std::vector<tviz::Component> boxes, const std::string& norm_path);
  void add_head(bool read_by_another);
  tviz::Component named(tviz::Component component) const;
  tviz::Component final_norm_component() const;
  tviz::Component masked_head_norm() const;
  void exit(tviz::Component component);

  const tviz::ModelArchitecture& model_;
  StackNames names_;
  tviz::GraphBuilder& builder_;
  bool has_exit_ = false;
};

}  // namespace transformers
