// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/export.hpp"
#include "tviz/base/limits.hpp"

namespace tviz {

enum class Normalization { None, LayerNorm, RmsNorm };

/// How a model knows where a token stands. Only `Learned` adds a component to the
/// stream; rotary and ALiBi positions act inside attention.
enum class PositionalEmbedding { None, Learned, Rotary, Alibi };

/// Whether a layer's attention sees the whole context or a sliding window.
enum class AttentionReach { Global, Local };

/// Which linear maps add a bias. A LayerNorm always has one, an RMSNorm never.
struct BiasUse {
  bool query_key_value = true;
  bool attention_output = true;
  bool mlp = true;
  bool unembedding = false;
  friend bool operator==(const BiasUse&, const BiasUse&) = default;
};

/// The numbers and switches of a transformer, in TransformerLens's words: all that
/// a figure needs and nothing that a training run needs.
struct ModelArchitecture {
  std::string model_name = "Transformer";  ///< As asked for, e.g. "gpt2-small".
  std::string title{};                     ///< For the figure, e.g. "GPT-2 small"; may be empty.
  std::string kind = "decoder";            ///< Names the architecture plugin that builds the graph.

  std::int64_t n_layers = 0;
  std::int64_t d_model = 0;  ///< Width of the residual stream.
  std::int64_t n_heads = 0;
  std::int64_t n_key_value_heads = 0;  ///< Fewer than n_heads with GQA, 1 with MQA.
  std::int64_t d_head = 0;
  std::int64_t d_mlp = 0;  ///< Hidden width of the MLP; 0 in an attention-only model.
  std::int64_t d_vocab = 0;
  std::int64_t d_vocab_out = 0;  ///< Rows of the unembedding; d_vocab in nearly all models.
  std::int64_t n_ctx = 0;        ///< Context length in tokens; 0 if unknown.

  std::string act_fn = "gelu";
  Normalization normalization = Normalization::LayerNorm;
  PositionalEmbedding positional_embedding = PositionalEmbedding::Learned;
  std::int64_t rotary_dim = 0;     ///< Dimensions of a head that rotate; 0 without rotary.
  bool parallel_attn_mlp = false;  ///< Attention and MLP read the same state, one ⊕ a block.
  bool gated_mlp = false;
  bool tie_word_embeddings = false;  ///< The unembedding is the embedding transposed.
  BiasUse biases{};

  std::int64_t window_size = 0;                   ///< Of local attention, in tokens.
  std::vector<AttentionReach> attention_types{};  ///< One a layer; empty: all global.

  /// What was assumed while reading, in words for the user.
  std::vector<std::string> warnings{};

  bool attn_only() const { return d_mlp == 0; }
  AttentionReach reach(std::int64_t layer) const {
    return attention_types.empty() ? AttentionReach::Global
                                   : attention_types[static_cast<std::size_t>(layer)];
  }
  friend bool operator==(const ModelArchitecture&, const ModelArchitecture&) = default;
};

/// "LayerNorm", "RMSNorm", "none".
TVIZ_API std::string_view name_of(Normalization normalization);
/// "learned", "rotary", "alibi", "none".
TVIZ_API std::string_view name_of(PositionalEmbedding positions);
/// "global", "local".
TVIZ_API std::string_view name_of(AttentionReach reach);

/// Fills what follows from the rest (KV heads, output vocabulary) and throws Error
/// with every number that is out of range or contradicts another; `source` names
/// the input in the messages.
TVIZ_API void complete(ModelArchitecture& model, std::string_view source, const Limits& limits);

}  // namespace tviz
