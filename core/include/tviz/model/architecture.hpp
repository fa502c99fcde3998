// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "tviz/base/export.hpp"
#include "tviz/base/limits.hpp"

namespace tviz {

struct Document;

/// How activations are normalized (Ba et al. 2016; Zhang and Sennrich 2019).
enum class Normalization { None, LayerNorm, RmsNorm };

/// Where a layer's norms stand. In `OnStream` the norm lies on the residual stream itself,
/// after the ⊕ (Vaswani et al. 2017, BERT); in `Post` on the branch, before the ⊕ (OLMo 2).
enum class NormPlacement { Pre, Post, Sandwich, OnStream };

/// How a model knows where a token stands. `Learned` and `Sinusoidal` positions are added to
/// the stream; the others act inside attention: on queries and keys (`Rotary`, `Shortformer`)
/// or on the scores (`Alibi`, `Relative`).
enum class PositionalEmbedding { None, Learned, Sinusoidal, Rotary, Alibi, Relative, Shortformer };

/// Whether a layer's attention sees the whole context or a sliding window.
enum class AttentionReach { Global, Local };

/// What queries and keys are normalized over, if they are. In `PerHead` all heads share the norm's
/// weights, in `EachHead` each has its own.
enum class QueryKeyNorm { None, PerHead, EachHead, WholeVector };

/// What moves information between tokens in a layer.
enum class TokenMixer {
  None,
  Attention,
  Mamba,
  Mamba2,
  Rwkv,
  GatedDeltaNet,
  GatedLinearAttention,
  ShortConvolution,
  Fourier,
  MatrixLstm
};

/// What a layer does with each token alone.
enum class FeedForward { None, Dense, Experts, DenseAndExperts };

/// What stands above the last layer. A `Classifier` judges the whole input, a `TokenClassifier`
/// each token. A `Pooler` reads the first token, an `AttentionPooler` all of them by a query
/// (SigLIP).
enum class OutputHead {
  None,
  LanguageModel,
  MaskedLanguageModel,
  Classifier,
  TokenClassifier,
  Pooler,
  AttentionPooler
};

/// One layer of a model whose layers differ. A number that is 0 stands for the model's.
struct LayerKind {
  TokenMixer mixer = TokenMixer::Attention;
  /// Reads the same state as `mixer` and is added at the same ⊕ (Falcon-H1); never Attention.
  TokenMixer parallel_mixer = TokenMixer::None;
  AttentionReach reach = AttentionReach::Global;
  bool cross_attention = false;  ///< Also reads another stream, after `mixer`.
  FeedForward feed_forward = FeedForward::Dense;
  std::int64_t n_heads = 0;
  std::int64_t n_key_value_heads = 0;
  std::int64_t d_head = 0;
  std::int64_t d_mlp = 0;
  std::int64_t kv_rank = 0;  ///< Of latent attention (Dots 3), as is d_nope.
  std::int64_t d_nope = 0;
  bool rotary = true;      ///< False in the layers without positions of a rotary model (Llama 4).
  bool mixer_norm = true;  ///< False if nothing normalizes what `mixer` reads (ModernBERT's first).
  /// False if attention uses the keys and values of an earlier layer (Gemma 3n and 4).
  bool key_value_maps = true;
  bool value_map = true;       ///< False if the values are the keys before their norm (Gemma 4).
  bool wide_mlp = false;       ///< The MLP is twice as wide as d_mlp (Gemma 4).
  bool mlp_post_norm = false;  ///< A norm also on what the MLP or the experts add (AX-K1).
  bool output_bias = true;  ///< False if the output of attention has no bias where others have one.
  /// False if latent attention uses the choice of tokens of an earlier layer (GLM-5).
  bool indexer = true;
  /// Which of ModelArchitecture::own_tensors the layer has, a bit for each. Filled by layers_of().
  std::uint64_t own_tensors = 0;
  friend bool operator==(const LayerKind&, const LayerKind&) = default;
};

/// Which linear maps and norms add a bias.
struct BiasUse {
  bool query_key_value = true;
  bool key = true;  ///< False if queries and values have one but keys do not (Whisper).
  bool attention_output = true;
  bool mlp = true;
  bool mlp_in = true;  ///< False if only the last map of the MLP has one (GTE).
  bool head = true;    ///< Of the map below the unembedding of a masked language model.
  bool unembedding = false;
  bool norm = true;  ///< Of a LayerNorm; an RMSNorm never has one.
  friend bool operator==(const BiasUse&, const BiasUse&) = default;
};

/// Multi-head latent attention: queries, keys and values come from small latents
/// (DeepSeek-V2, section 2.1). If kv_rank is 0, attention has keys and values of its own, and may
/// still have latents of queries and outputs.
struct LatentAttention {
  std::int64_t q_rank = 0;         ///< 0: queries come from the stream directly.
  std::int64_t kv_rank = 0;        ///< Of the latent that keys and values share.
  std::int64_t d_nope = 0;         ///< Dimensions of a head's key without position.
  std::int64_t d_rope = 0;         ///< Rotary dimensions, one key for all heads.
  std::int64_t d_value = 0;        ///< Of a head's values; without kv_rank, 0 means d_head.
  std::int64_t n_index_heads = 0;  ///< Of the indexer that picks tokens; 0: there is none.
  std::int64_t d_index = 0;
  /// Of each group of heads, whose outputs go through a latent of their own (DeepSeek-V4); 0: none.
  std::int64_t o_rank = 0;
  std::int64_t o_groups = 1;
  friend bool operator==(const LatentAttention&, const LatentAttention&) = default;
};

/// A mixture of experts. Used if n_experts is not 0.
struct ExpertMixture {
  std::int64_t n_experts = 0;  ///< Routed ones.
  std::int64_t experts_per_token = 0;
  std::int64_t d_expert = 0;  ///< Hidden width of one routed expert.
  std::int64_t d_latent = 0;  ///< Width that routed experts read; 0: the stream's (Nemotron-H).
  std::int64_t n_shared_experts = 0;
  std::int64_t d_shared = 0;         ///< Hidden width of all shared experts together.
  std::int64_t d_router = 0;         ///< Width inside the router; 0: it is one map (ZAYA).
  bool in_attention = false;         ///< Queries and outputs have experts, too (JetMoE).
  bool gated_shared_expert = false;  ///< A learned gate weighs the shared expert (Qwen2-MoE).
  bool router_bias = false;          ///< Added to the router's scores.
  bool biases = false;               ///< Of the routed experts' linear maps.
  bool shared_biases = false;        ///< Of the shared experts'.
  friend bool operator==(const ExpertMixture&, const ExpertMixture&) = default;
};

/// A state-space mixer (Mamba, Mamba-2). Used by layers with such a mixer.
struct StateSpace {
  std::int64_t d_inner = 0;
  std::int64_t d_state = 0;
  std::int64_t d_conv = 0;
  std::int64_t dt_rank = 0;   ///< Mamba only.
  std::int64_t n_heads = 0;   ///< Mamba-2 only.
  std::int64_t n_groups = 0;  ///< Mamba-2 only: heads of a group share B and C.
  bool conv_bias = true;
  bool projection_bias = false;
  bool inner_norms = false;  ///< Norms on Δ, B and C (Jamba).
  bool gated_norm = true;    ///< Mamba-2 only: a norm after the gate; none in Falcon-H1.
  friend bool operator==(const StateSpace&, const StateSpace&) = default;
};

/// A gated convolution over a few tokens (LFM2). Used by layers with such a mixer.
struct ShortConvolution {
  std::int64_t d_conv = 0;  ///< Tokens that it sees.
  bool bias = false;        ///< Of the convolution and the maps before and after it.
  friend bool operator==(const ShortConvolution&, const ShortConvolution&) = default;
};

/// What a Conformer has between attention and its second MLP: a map to twice the width, a gate, a
/// convolution of each channel over a few tokens, a norm, an activation and a map back (Gulati et
/// al. 2020). Used if d_conv is not 0.
struct ConvolutionModule {
  std::int64_t d_conv = 0;         ///< Tokens that it sees.
  std::int64_t d_inner = 0;        ///< Channels that are convolved; 0: d_model.
  bool bias = false;               ///< Of the two maps.
  bool channel_bias = false;       ///< Of the convolution.
  std::string norm = "BatchNorm";  ///< A BatchNorm and a LayerNorm have a bias, an RMSNorm none.
  friend bool operator==(const ConvolutionModule&, const ConvolutionModule&) = default;
};

/// Linear maps that join the channels of a group only, as many groups as these say (SqueezeBERT).
struct MapGroups {
  std::int64_t query = 1;
  std::int64_t key = 1;
  std::int64_t value = 1;
  std::int64_t attention_output = 1;
  std::int64_t mlp_in = 1;
  std::int64_t mlp_out = 1;
  friend bool operator==(const MapGroups&, const MapGroups&) = default;
};

/// Small MLPs, one for each language, above the MLP of a layer: a text uses the one for its
/// language (X-MOD). Used if n_languages is not 0.
struct LanguageAdapters {
  std::int64_t n_languages = 0;
  std::int64_t d_hidden = 0;
  friend bool operator==(const LanguageAdapters&, const LanguageAdapters&) = default;
};

/// A linear attention with a matrix as its state (gated delta net, GLA, RWKV).
struct LinearAttention {
  std::int64_t n_key_heads = 0;
  std::int64_t n_value_heads = 0;
  std::int64_t d_key = 0;    ///< Of one head.
  std::int64_t d_value = 0;  ///< Of one head.
  std::int64_t d_conv = 0;   ///< 0: no convolution before.
  std::int64_t gate_rank = 0;
  /// In a delta net, each channel of a key has its own decay; this and the gate go through a map of
  /// gate_rank, if that is not 0 (Kimi Linear).
  bool channel_decay = false;
  friend bool operator==(const LinearAttention&, const LinearAttention&) = default;
};

/// How a vision or audio tower makes its tokens. Used if d_patch or n_mels is not 0.
struct PatchEmbedding {
  std::int64_t image_size = 0;  ///< Pixels of a side; 0 if any.
  std::int64_t patch_size = 0;  ///< Pixels of a side.
  std::int64_t frames = 1;      ///< Of a video that one patch spans.
  std::int64_t n_channels = 3;
  bool class_token = false;
  std::int64_t n_registers = 0;  ///< Learned tokens beside it (DeiT: 1, DINOv3: 4).
  bool mask_token = false;       ///< A learned vector stands for masked patches in training.
  bool bias = true;
  /// Rows of each of two tables of positions, one for each axis, beside rotary positions (Gemma 4).
  std::int64_t n_axis_positions = 0;
  std::int64_t n_mels = 0;  ///< Audio: rows of the spectrogram, read by two convolutions.
  /// Audio: channels of the seven convolutions that read the wave itself, with kernels of 10, 3,
  /// 3, 3, 3, 2 and 2 samples and no bias; a norm and a linear map into the stream follow, and
  /// a grouped convolution gives positions (wav2vec 2.0, HuBERT). 0: there are none.
  std::int64_t d_wave = 0;
  bool wave_norms = false;  ///< Each of these convolutions has a bias and a LayerNorm (OmniASR).
  /// The convolution that gives positions keeps its weights as they are, not as direction and size.
  bool plain_positions = false;
  /// Tensors of the family make the tokens; there is no embedding of patches or frames beside them.
  bool listed = false;
  /// Audio: channels of three two-dimensional convolutions that halve the spectrogram each, below a
  /// linear map into the stream (Qwen3-ASR). 0: there are two of one dimension.
  std::int64_t d_plane = 0;
  friend bool operator==(const PatchEmbedding&, const PatchEmbedding&) = default;
};

/// What carries the output of a tower into the stream of the decoder. Used if d_out is not 0.
struct Projector {
  std::int64_t d_in = 0;      ///< Width of the tower times n_merged.
  std::int64_t n_merged = 1;  ///< Tokens that are joined into one, after the norm.
  std::int64_t d_merged = 0;  ///< Width after a first map of the joined tokens; 0: none (Pixtral).
  bool merge_bias = false;    ///< That map has a bias (GLM-4.1V).
  bool inner_norm = false;    ///< A map of the same width and a LayerNorm follow it (GLM-4.1V).
  std::int64_t d_hidden = 0;  ///< 0: one linear map.
  bool hidden_norm = false;   ///< A LayerNorm in place of the activation between two maps (Ovis 2).
  std::int64_t d_second = 0;  ///< Width below a third map; 0: there are one or two.
  std::int64_t d_out = 0;
  bool out_norm = false;  ///< A norm above the last map, of the kind `normalization` (GIT).
  bool shared = false;    ///< The same weights as the projector of the tower before (Video-LLaVA).
  bool gated = false;     ///< The first of two maps has a gate (Aya Vision).
  std::string act_fn{};
  bool norm = false;
  bool norm_weights = true;                           ///< Of that norm; Gemma 4's has none.
  Normalization normalization = Normalization::None;  ///< Of that norm; None: as in the tower.
  bool norm_joined = false;  ///< The norm sees the tokens that are joined as one (InternVL).
  bool bias = true;
  /// Projectors of the same form that lower layers of the tower have, with a norm of width
  /// d_in (Qwen3-VL).
  std::int64_t n_deepstack = 0;
  std::int64_t n_learned_tokens = 0;  ///< Beside the tower's own (LLaVA-NeXT: the line break).
  friend bool operator==(const Projector&, const Projector&) = default;
};

/// Learned latents that read what the projector of a tower gives, layer by layer, and stand for it
/// in the decoder (Idefics 2). Used if n_latents is not 0.
struct Resampler {
  std::int64_t n_latents = 0;
  std::int64_t n_layers = 0;
  std::int64_t n_heads = 0;
  std::int64_t n_key_value_heads = 0;
  std::int64_t d_head = 0;
  std::int64_t d_mlp = 0;
  friend bool operator==(const Resampler&, const Resampler&) = default;
};

/// Residual streams that stand beside one another, of which each sublayer reads a mixture and to
/// which it adds by learned weights (Zhu et al. 2024). Used if n_streams is not 0.
struct HyperConnections {
  std::int64_t n_streams = 0;
  bool mixed = true;         ///< The streams are also mixed among one another (DeepSeek-V4).
  bool learned_exit = true;  ///< Learned weights join the streams above the last layer.
  friend bool operator==(const HyperConnections&, const HyperConnections&) = default;
};

/// Layers through which the stream passes several times, with the same weights. Used if n_times is
/// above 1.
struct DepthLoop {
  std::int64_t first = 0;  ///< Number of the first of them.
  std::int64_t n_layers = 0;
  std::int64_t n_times = 0;
  friend bool operator==(const DepthLoop&, const DepthLoop&) = default;
};

/// Learned tensors that a family has beside those that follow from the numbers and switches of
/// its model, as its rules list them.
struct OwnTensors {
  /// The path of the component that has them ("attn", "ln1", "embed"), "experts" for a mixture of
  /// them, or, for a box of their own, "entry" or "exit", below and above the blocks,
  /// "positions", which the blocks read, or "read_out", which reads the last state beside the head.
  std::string of;
  std::string says;   ///< In words for people: "convolutions of queries and keys".
  std::string label;  ///< Math markup of a box; attention and boxes of their own have one.
  /// Names and shapes.
  std::vector<std::pair<std::string, std::vector<std::int64_t>>> shapes{};
  std::vector<bool> layers{};  ///< Whether each layer has them; empty: all have.
  friend bool operator==(const OwnTensors&, const OwnTensors&) = default;
};

/// How many OwnTensors a model may have: LayerKind::own_tensors has a bit for each.
inline constexpr std::size_t kMostOwnTensors = 64;

/// A value that neither the configuration gives nor the code of a known model fixes.
struct Assumption {
  std::string field;   ///< Of ModelArchitecture: "d_mlp", "encoders[0].n_heads"; or "model_type".
  std::string value;   ///< What is drawn: "3072", "rotary".
  std::string reason;  ///< Why, in words for people.
  friend bool operator==(const Assumption&, const Assumption&) = default;
};

/// A key of the configuration that the figure does not show.
struct UnreadKey {
  std::string key;     ///< With the keys above it: "text_config.n_loops".
  std::string reason;  ///< Why, in words for people; empty if no rule reads it.
  /// For an architecture that declares the key: what stands there. None for a list or a map.
  std::optional<std::string> text{};
  bool quoted = false;   ///< The text is no number, whatever it looks like.
  std::string source{};  ///< The file; empty if no plugin can read the key.
  int line = 0;          ///< Of the key.
  int column = 0;
  int value_line = 0;  ///< Of what stands under it.
  int value_column = 0;
  /// Whether a file in tviz's own words has the key, in which a misspelt key is an error.
  bool in_own_words = false;
  /// Wherever they stand.
  friend bool operator==(const UnreadKey& a, const UnreadKey& b) {
    return a.key == b.key && a.reason == b.reason && a.text == b.text;
  }
};

/// A key that only one architecture knows, such as "n_loops", and what it may hold.
struct OwnKey {
  /// What a value is.
  enum class Type { Integer, Real, Boolean, Text };
  std::string key;  ///< As UnreadKey::key.
  Type type = Type::Integer;
  double least = 0;  ///< Of numbers.
  double most = 1e9;
};

/// What a configuration has under an OwnKey: a value of the key's type.
using OwnValue = std::variant<std::int64_t, double, bool, std::string>;

/// The numbers and switches of a transformer, in TransformerLens's words: all that a figure needs,
/// and nothing that only a training run needs.
struct ModelArchitecture {
  std::string model_name = "Transformer";  ///< As asked for, e.g. "gpt2-small".
  std::string title{};                     ///< For the figure, e.g. "GPT-2 small"; may be empty.
  /// Names the architecture plugin that builds the graph. Of the built-in ones: "decoder" (one
  /// stack that predicts tokens, whatever its layers are), "encoder" (one that reads tokens, an
  /// image or sound as a whole), "encoder_decoder" (`encoders` has the encoder, the rest is the
  /// decoder), "multimodal" (a decoder that gets the output of `encoders` as tokens or through
  /// cross-attention), "dual_encoder" (CLIP: the rest is the text tower, `encoders` the image's).
  std::string kind = "decoder";
  /// The Hugging Face model_type of its configuration, which tells what the model's code calls
  /// its modules: "gpt_neox"; empty for dimensions that belong to no such model.
  std::string model_type{};

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
  NormPlacement norm_placement = NormPlacement::Pre;
  PositionalEmbedding positional_embedding = PositionalEmbedding::Learned;
  std::int64_t rotary_dim = 0;       ///< Dimensions of a head that rotate; 0 without rotary.
  std::int64_t extra_positions = 0;  ///< Rows of learned positions beyond n_ctx (OPT: 2).
  bool parallel_attn_mlp = false;    ///< Attention and MLP read the same state, one ⊕ per block.
  bool shared_norm = false;          ///< In a parallel block: one norm for both (GPT-J).
  bool gated_mlp = false;
  bool tie_word_embeddings = false;  ///< The unembedding is the embedding transposed.
  BiasUse biases{};

  bool causal = true;         ///< False in encoders: a token sees those after it.
  bool learned_norms = true;  ///< False if norms have no weights (OLMo 1).
  bool final_norm = true;     ///< A norm above the last layer.
  Normalization final_normalization = Normalization::None;  ///< None: as in the layers.
  /// False if the norm on what attention adds has no weights (Muse Spark).
  bool mixer_post_norm_weights = true;
  bool mlp_norm = false;        ///< A norm inside the MLP, before its last map (SoLU, BitNet).
  bool attention_norm = false;  ///< A norm on the heads' outputs, before W_O (BitNet).
  bool layer_scale = false;     ///< A learned vector multiplies all that a layer adds (InternVL).
  bool embedding_norm = false;  ///< A norm above the embedding (Bloom, BERT).
  /// The embedding is followed by a map though it is as wide as the stream (FNet).
  bool embedding_map = false;
  /// The output of attention has a map of d_model · d_model, whatever the heads give (Helium).
  bool square_output = false;
  /// Learned vectors multiply the stream at each ⊕ of a layer (Doge).
  bool residual_vectors = false;
  /// A layer begins with an MLP and ends with another; each is added by half (Conformer).
  bool half_step_mlps = false;
  bool closing_norm = false;  ///< A norm on the stream ends each layer (Conformer).
  /// Attention takes keys and values from this stream and from the one that a layer with
  /// cross-attention would read, by the same maps (T5Gemma 2).
  bool merged_attention = false;
  /// A map of the values and a rate for each head decide which keys are seen (Doge).
  bool dynamic_mask = false;
  /// Patches of an image, mapped by one linear map, stand among the tokens (Fuyu).
  bool patches_among_tokens = false;
  QueryKeyNorm query_key_norm = QueryKeyNorm::None;
  /// False in Llama 4, whose norm has no weights and is left out if `rotary` is false.
  bool query_key_norm_weights = true;
  /// What multiplies the scores; 0: 1 / √d_head. 1 in GPT-Neo and T5, 1 / √144 in Gemma 2 27B.
  double score_scale = 0;
  double embedding_scale = 1;      ///< What multiplies the token embedding (Gemma: √d_model).
  double residual_scale = 1;       ///< What multiplies all that a layer adds (Granite, MiniCPM).
  double logit_scale = 1;          ///< What multiplies the logits (Cohere, Granite, T5).
  bool attention_sinks = false;    ///< A learned score for attending to nothing (gpt-oss).
  bool attention_gate = false;     ///< A gate on the heads' outputs (Qwen3-Next).
  bool per_head_gate = false;      ///< That gate is one number for each head (Laguna).
  double attention_soft_cap = 0;   ///< Of the scores, by tanh; 0: none.
  double logit_soft_cap = 0;       ///< Of the logits; 0: none.
  bool shared_layers = false;      ///< All layers use the same weights (ALBERT).
  bool shared_embedding = false;   ///< Of an encoder: its token embedding is its reader's (T5).
  std::int64_t d_embedding = 0;    ///< Width of the token embedding if not d_model (ALBERT).
  std::int64_t n_token_types = 0;  ///< Rows of BERT's token type embedding.
  std::int64_t n_relative_buckets = 0;  ///< Of a table of relative positions (T5).
  std::int64_t d_relative = 0;  ///< Width of that table's rows; 0: one number per head (DeBERTa).
  bool relative_norm = false;   ///< A norm on that table's rows (DeBERTa-v2).
  bool relative_per_layer = false;  ///< Each layer has a table of its own (UMT5).
  bool relative_keys = false;       ///< Attention has a map from that table to keys (DeBERTa).
  bool relative_queries = false;    ///< And one to queries.
  /// Heads have learned vectors for content, distance and segment, which keys are compared with
  /// beside the queries (XLNet).
  bool relative_vectors = false;
  /// Learned gates weigh what a layer with cross-attention adds (Llama 3.2).
  bool cross_gate = false;
  bool cross_query_key_norm = false;  ///< Cross-attention normalizes its queries and keys.
  bool global_maps = false;  ///< Tokens with global attention have maps of their own (Longformer).
  std::int64_t value_convolution = 0;  ///< Tokens that a convolution of values sees; 0: none.
  /// Width of a second embedding of each token, which every layer has of its own (Gemma 3n and 4);
  /// 0: there is none.
  std::int64_t d_per_layer = 0;
  std::int64_t d_vocab_per_layer = 0;  ///< Its rows.
  /// Streams of which AltUp predicts and corrects all but one (Baykal et al. 2023, Gemma 3n); 0:
  /// none.
  std::int64_t n_alt_streams = 0;
  std::int64_t laurel_rank = 0;  ///< Of a linear branch beside attention (Gemma 3n); 0: none.
  /// Sinusoidal or rotary positions are parameters of the model's code, though never trained.
  bool stored_positions = false;
  /// The activation function of the gate on the heads' outputs.
  std::string gate_fn = "sigmoid";
  /// Width that a masked language model's head maps to, if not the embedding's (RemBERT).
  std::int64_t d_prediction = 0;
  /// Width between two maps that such a head consists of, without biases and norm; 0: it is one map
  /// and a norm (UltraBERT).
  std::int64_t d_head_rank = 0;
  OutputHead output_head = OutputHead::LanguageModel;
  /// A head that reads the last state beside what stands above it, and that nothing else reads:
  /// SigLIP's pooler below a decoder. Pooler, AttentionPooler or None.
  OutputHead unread_head = OutputHead::None;
  std::int64_t n_labels = 0;  ///< Of a classifier.

  std::int64_t window_size = 0;  ///< Of local attention, in tokens.
  LatentAttention latent{};
  ExpertMixture experts{};
  StateSpace state_space{};
  ShortConvolution short_convolution{};
  ConvolutionModule convolution{};
  MapGroups map_groups{};
  LanguageAdapters adapters{};
  LinearAttention linear_attention{};
  HyperConnections hyper_connections{};
  DepthLoop loop{};
  std::vector<OwnTensors> own_tensors{};
  PatchEmbedding patches{};
  Projector projector{};            ///< Above this tower, into the stream that reads it.
  Resampler resampler{};            ///< Above the projector of this tower.
  std::vector<LayerKind> layers{};  ///< One per layer; empty: all are LayerKind{}.
  /// Towers whose output this model reads: the encoder of T5 (through cross-attention), the
  /// vision tower of LLaVA (as tokens). At most one level deep.
  std::vector<ModelArchitecture> encoders{};

  /// By the keys that the architecture declares (Architecture::own_keys()), of those that the
  /// configuration has.
  std::map<std::string, OwnValue, std::less<>> own_values{};

  /// A graph file, which takes the place of the architecture plugin, or the configuration of an
  /// adapter (PEFT), which adds to the graph of that; or nullptr.
  std::shared_ptr<const Document> graph{};

  /// What was assumed while reading, in words for the user.
  std::vector<std::string> warnings{};
  std::vector<Assumption> assumptions{};
  std::vector<UnreadKey> unread{};

  /// Whether no layer has an MLP.
  bool attn_only() const { return d_mlp == 0 && experts.n_experts == 0; }
  /// The kind of a layer. A graph may have more layers than its model; those are LayerKind{}.
  LayerKind layer(std::int64_t number) const {
    const auto index = static_cast<std::size_t>(number);
    return index < layers.size() ? layers[index] : LayerKind{};
  }
  /// The value of a key of the architecture's own, or `otherwise` if the configuration has none.
  /// T is the key's type: std::int64_t, double, bool or std::string.
  template <class T>
  T own_value(std::string_view key, T otherwise) const {
    const auto found = own_values.find(key);
    return found == own_values.end() ? std::move(otherwise) : std::get<T>(found->second);
  }
  friend bool operator==(const ModelArchitecture&, const ModelArchitecture&) = default;
};

/// "LayerNorm", "RMSNorm", "none".
TVIZ_API std::string_view name_of(Normalization normalization);
/// "pre", "post", "sandwich", "on_stream".
TVIZ_API std::string_view name_of(NormPlacement placement);
/// "none", "learned", "sinusoidal", "rotary", "alibi", "relative", "shortformer".
TVIZ_API std::string_view name_of(PositionalEmbedding positions);
/// "global", "local".
TVIZ_API std::string_view name_of(AttentionReach reach);
/// "none", "attention", "mamba", "mamba2", "rwkv", "gated_delta_net", "gated_linear_attention",
/// "short_convolution", "fourier", "matrix_lstm".
TVIZ_API std::string_view name_of(TokenMixer mixer);
/// "none", "dense", "experts", "dense_and_experts".
TVIZ_API std::string_view name_of(FeedForward feed_forward);

/// "none", "per_head", "each_head", "whole_vector".
TVIZ_API std::string_view name_of(QueryKeyNorm norm);
/// "none", "language_model", "masked_language_model", "classifier", "token_classifier", "pooler",
/// "attention_pooler".
TVIZ_API std::string_view name_of(OutputHead head);

/// What a figure must not hide, in one line for people: "drawn from a guess: model type 'yuan' is
/// not known; 2 keys not read: n_loops, gate_rank; 1 hook not placed: transformer.h.0.foo". Empty
/// if the configuration accounts for everything and every hook is placed.
TVIZ_API std::string doubts_of(const ModelArchitecture& model,
                               const std::vector<std::string>& unplaced_hooks = {});

/// Throws Error with each assumption and each key that the figure does not show; `source` names the
/// input in the messages.
TVIZ_API void check_no_doubts(const ModelArchitecture& model, std::string_view source);

/// Fills what follows from the rest (KV heads, output vocabulary) and throws Error
/// with every number that is out of range or contradicts another; `source` names
/// the input in the messages.
TVIZ_API void complete(ModelArchitecture& model, std::string_view source, const Limits& limits);

}  // namespace tviz
