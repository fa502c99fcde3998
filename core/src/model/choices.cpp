// SPDX-License-Identifier: MIT
// Fields that hold one of several words, and those of a layer, which a pattern of words sets.
#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "model/fields.hpp"

namespace tviz {
namespace {

using Model = ModelArchitecture;

template <class Value, std::size_t N>
const Value* named(const std::array<Value, N>& values, std::string_view name) {
  const auto found = std::find_if(values.begin(), values.end(),
                                  [&](Value value) { return name_of(value) == name; });
  return found == values.end() ? nullptr : &*found;
}

constexpr std::array kNormalizations{Normalization::None, Normalization::LayerNorm,
                                     Normalization::RmsNorm};
constexpr std::array kPlacements{NormPlacement::Pre, NormPlacement::Post, NormPlacement::Sandwich,
                                 NormPlacement::OnStream};
constexpr std::array kPositions{PositionalEmbedding::None,       PositionalEmbedding::Learned,
                                PositionalEmbedding::Sinusoidal, PositionalEmbedding::Rotary,
                                PositionalEmbedding::Alibi,      PositionalEmbedding::Relative,
                                PositionalEmbedding::Shortformer};
constexpr std::array kQueryKeyNorms{QueryKeyNorm::None, QueryKeyNorm::PerHead,
                                    QueryKeyNorm::EachHead, QueryKeyNorm::WholeVector};
constexpr std::array kOutputHeads{
    OutputHead::None,           OutputHead::LanguageModel,   OutputHead::MaskedLanguageModel,
    OutputHead::Classifier,     OutputHead::TokenClassifier, OutputHead::Pooler,
    OutputHead::AttentionPooler};
constexpr std::array kUnreadHeads{OutputHead::None, OutputHead::Pooler,
                                  OutputHead::AttentionPooler};
constexpr std::array kReaches{AttentionReach::Global, AttentionReach::Local};
constexpr std::array kMixers{TokenMixer::None,
                             TokenMixer::Attention,
                             TokenMixer::Mamba,
                             TokenMixer::Mamba2,
                             TokenMixer::Rwkv,
                             TokenMixer::GatedDeltaNet,
                             TokenMixer::GatedLinearAttention,
                             TokenMixer::ShortConvolution,
                             TokenMixer::Fourier,
                             TokenMixer::MatrixLstm};
/// Attention is never the second: the heads of a layer are those of its first mixer.
constexpr std::array kParallelMixers{TokenMixer::None,
                                     TokenMixer::Mamba,
                                     TokenMixer::Mamba2,
                                     TokenMixer::Rwkv,
                                     TokenMixer::GatedDeltaNet,
                                     TokenMixer::GatedLinearAttention,
                                     TokenMixer::ShortConvolution};
constexpr std::array kFeedForwards{FeedForward::None, FeedForward::Dense, FeedForward::Experts,
                                   FeedForward::DenseAndExperts};

template <auto Member, const auto& Values, class Owner>
bool choose(Owner& owner, std::string_view name) {
  const auto* value = named(Values, name);
  if (value != nullptr) owner.*Member = *value;
  return value != nullptr;
}

template <const auto& Values>
std::vector<std::string> names() {
  std::vector<std::string> words;
  for (const auto value : Values) words.emplace_back(name_of(value));
  return words;
}

std::vector<std::string> truths() { return {"true", "false"}; }

std::vector<std::string> no_words() { return {}; }

bool choose_projector_norm(Model& model, std::string_view name) {
  return choose<&Projector::normalization, kNormalizations>(model.projector, name);
}

template <auto Member>
std::string_view word(const Model& model) {
  return name_of(model.*Member);
}

std::string_view projector_norm(const Model& model) {
  return name_of(model.projector.normalization);
}

template <auto Member>
std::string layer_word(const LayerKind& layer) {
  return std::string(name_of(layer.*Member));
}

template <auto Member>
std::string layer_truth(const LayerKind& layer) {
  return layer.*Member ? "true" : "false";
}

template <auto Member>
std::string layer_number(const LayerKind& layer) {
  return std::to_string(layer.*Member);
}

template <auto Member>
bool turn(LayerKind& layer, std::string_view word) {
  layer.*Member = word == "true";
  return word == "true" || word == "false";
}

template <auto Member>
bool number(LayerKind& layer, std::string_view word) {
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), layer.*Member);
  return error == std::errc{} && end == word.data() + word.size() && layer.*Member >= 0;
}

}  // namespace

std::span<const Choice> choices() {
  static constexpr std::array kChoices{
      Choice{"normalization", "The norms of the layers.",
             choose<&Model::normalization, kNormalizations, Model>, word<&Model::normalization>,
             names<kNormalizations>},
      Choice{"final_normalization", "The norm above the last layer; none: as in the layers.",
             choose<&Model::final_normalization, kNormalizations, Model>,
             word<&Model::final_normalization>, names<kNormalizations>},
      Choice{"projector.normalization", "The norm of the projector; none: as in the tower.",
             choose_projector_norm, projector_norm, names<kNormalizations>},
      Choice{"norm_placement", "Where the norms of a layer stand.",
             choose<&Model::norm_placement, kPlacements, Model>, word<&Model::norm_placement>,
             names<kPlacements>},
      Choice{"positional_embedding", "How the model knows the position of a token.",
             choose<&Model::positional_embedding, kPositions, Model>,
             word<&Model::positional_embedding>, names<kPositions>},
      Choice{"query_key_norm", "What queries and keys are normalized over.",
             choose<&Model::query_key_norm, kQueryKeyNorms, Model>, word<&Model::query_key_norm>,
             names<kQueryKeyNorms>},
      Choice{"output_head", "What stands above the last layer.",
             choose<&Model::output_head, kOutputHeads, Model>, word<&Model::output_head>,
             names<kOutputHeads>},
      Choice{"unread_head", "A head beside what stands above the last layer, which nothing reads.",
             choose<&Model::unread_head, kUnreadHeads, Model>, word<&Model::unread_head>,
             names<kUnreadHeads>}};
  return kChoices;
}

std::span<const LayerField> layer_fields() {
  static constexpr std::array kLayerFields{
      LayerField{"layers.mixer", "What moves information between the tokens of a layer.",
                 choose<&LayerKind::mixer, kMixers, LayerKind>, layer_word<&LayerKind::mixer>,
                 names<kMixers>},
      LayerField{"layers.parallel_mixer", "A second mixer that reads the same state.",
                 choose<&LayerKind::parallel_mixer, kParallelMixers, LayerKind>,
                 layer_word<&LayerKind::parallel_mixer>, names<kParallelMixers>},
      LayerField{"layers.reach", "How far a layer's attention sees.",
                 choose<&LayerKind::reach, kReaches, LayerKind>, layer_word<&LayerKind::reach>,
                 names<kReaches>},
      LayerField{"layers.cross_attention", "The layer also reads another stream.",
                 turn<&LayerKind::cross_attention>, layer_truth<&LayerKind::cross_attention>,
                 truths},
      LayerField{"layers.feed_forward", "What a layer does with each token alone.",
                 choose<&LayerKind::feed_forward, kFeedForwards, LayerKind>,
                 layer_word<&LayerKind::feed_forward>, names<kFeedForwards>},
      LayerField{"layers.n_heads", "Heads of each layer.", number<&LayerKind::n_heads>,
                 layer_number<&LayerKind::n_heads>, no_words},
      LayerField{"layers.n_key_value_heads", "Heads of keys and values of each layer.",
                 number<&LayerKind::n_key_value_heads>, layer_number<&LayerKind::n_key_value_heads>,
                 no_words},
      LayerField{"layers.d_head", "Width of a head in each layer.", number<&LayerKind::d_head>,
                 layer_number<&LayerKind::d_head>, no_words},
      LayerField{"layers.d_mlp", "Hidden width of each layer's MLP.", number<&LayerKind::d_mlp>,
                 layer_number<&LayerKind::d_mlp>, no_words},
      LayerField{"layers.kv_rank", "Width of the latent of keys and values in each layer.",
                 number<&LayerKind::kv_rank>, layer_number<&LayerKind::kv_rank>, no_words},
      LayerField{"layers.d_nope", "Dimensions of a key without position in each layer.",
                 number<&LayerKind::d_nope>, layer_number<&LayerKind::d_nope>, no_words},
      LayerField{"layers.indexer", "The layer has an indexer of its own, if the model has any.",
                 turn<&LayerKind::indexer>, layer_truth<&LayerKind::indexer>, truths},
      LayerField{"layers.rotary", "The layer rotates its queries and keys.",
                 turn<&LayerKind::rotary>, layer_truth<&LayerKind::rotary>, truths},
      LayerField{"layers.mixer_norm", "A norm stands before the layer's mixer.",
                 turn<&LayerKind::mixer_norm>, layer_truth<&LayerKind::mixer_norm>, truths},
      LayerField{"layers.key_value_maps", "The layer has keys and values of its own.",
                 turn<&LayerKind::key_value_maps>, layer_truth<&LayerKind::key_value_maps>, truths},
      LayerField{"layers.value_map", "The layer's values have a map of their own.",
                 turn<&LayerKind::value_map>, layer_truth<&LayerKind::value_map>, truths},
      LayerField{"layers.wide_mlp", "The layer's MLP is twice as wide as d_mlp.",
                 turn<&LayerKind::wide_mlp>, layer_truth<&LayerKind::wide_mlp>, truths},
      LayerField{"layers.mlp_post_norm", "A norm stands also after the layer's MLP or experts.",
                 turn<&LayerKind::mlp_post_norm>, layer_truth<&LayerKind::mlp_post_norm>, truths},
      LayerField{"layers.output_bias", "The output of the layer's attention has the bias.",
                 turn<&LayerKind::output_bias>, layer_truth<&LayerKind::output_bias>, truths}};
  return kLayerFields;
}

}  // namespace tviz
