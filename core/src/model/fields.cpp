// SPDX-License-Identifier: MIT
#include "model/fields.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace tviz {
namespace {

using Model = ModelArchitecture;

/// The member at the end of a path of members, e.g. <&Model::latent, &LatentAttention::q_rank>.
template <auto... Path>
auto& member(Model& model) {
  return (model.*....*Path);
}

template <auto... Path>
constexpr Dimension width(std::string_view field, std::int64_t least = 0) {
  return {field, member<Path...>, least, &Limits::width, "width"};
}

template <auto... Path>
constexpr Dimension heads(std::string_view field, std::int64_t least = 0) {
  return {field, member<Path...>, least, &Limits::heads, "heads"};
}

template <auto... Path>
constexpr Dimension experts(std::string_view field) {
  return {field, member<Path...>, 0, &Limits::experts, "experts"};
}

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
                                    QueryKeyNorm::WholeVector};
constexpr std::array kOutputHeads{OutputHead::None, OutputHead::LanguageModel,
                                  OutputHead::MaskedLanguageModel, OutputHead::Classifier,
                                  OutputHead::Pooler};
constexpr std::array kReaches{AttentionReach::Global, AttentionReach::Local};
constexpr std::array kMixers{TokenMixer::None,
                             TokenMixer::Attention,
                             TokenMixer::Mamba,
                             TokenMixer::Mamba2,
                             TokenMixer::Rwkv,
                             TokenMixer::GatedDeltaNet,
                             TokenMixer::GatedLinearAttention};
constexpr std::array kFeedForwards{FeedForward::None, FeedForward::Dense, FeedForward::Experts,
                                   FeedForward::DenseAndExperts};

template <auto Member, const auto& Values, class Owner>
bool choose(Owner& owner, std::string_view name) {
  const auto* value = named(Values, name);
  if (value != nullptr) owner.*Member = *value;
  return value != nullptr;
}

bool choose_projector_norm(Model& model, std::string_view name) {
  return choose<&Projector::normalization, kNormalizations>(model.projector, name);
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

std::span<const Dimension> dimensions() {
  using Latent = LatentAttention;
  using Mixture = ExpertMixture;
  using State = StateSpace;
  using Linear = LinearAttention;
  using Patches = PatchEmbedding;
  static constexpr std::array kDimensions{
      Dimension{"n_layers", member<&Model::n_layers>, 1, &Limits::layers, "layers"},
      width<&Model::d_model>("d_model", 1),
      heads<&Model::n_heads>("n_heads", 1),
      heads<&Model::n_key_value_heads>("n_key_value_heads", 1),
      width<&Model::latent, &Latent::q_rank>("latent.q_rank"),
      width<&Model::latent, &Latent::kv_rank>("latent.kv_rank"),
      width<&Model::latent, &Latent::d_nope>("latent.d_nope"),
      width<&Model::latent, &Latent::d_rope>("latent.d_rope"),
      width<&Model::latent, &Latent::d_value>("latent.d_value"),
      heads<&Model::latent, &Latent::n_index_heads>("latent.n_index_heads"),
      width<&Model::latent, &Latent::d_index>("latent.d_index"),
      width<&Model::d_head>("d_head", 1),
      width<&Model::d_mlp>("d_mlp"),
      width<&Model::d_vocab>("d_vocab", 1),
      width<&Model::d_vocab_out>("d_vocab_out", 1),
      width<&Model::patches, &Patches::image_size>("patches.image_size"),
      width<&Model::patches, &Patches::patch_size>("patches.patch_size"),
      width<&Model::patches, &Patches::frames>("patches.frames"),
      width<&Model::patches, &Patches::n_channels>("patches.n_channels"),
      width<&Model::patches, &Patches::n_mels>("patches.n_mels"),
      width<&Model::patches, &Patches::d_wave>("patches.d_wave"),
      width<&Model::n_ctx>("n_ctx"),
      width<&Model::rotary_dim>("rotary_dim"),
      width<&Model::extra_positions>("extra_positions"),
      width<&Model::d_embedding>("d_embedding"),
      width<&Model::n_token_types>("n_token_types"),
      width<&Model::n_relative_buckets>("n_relative_buckets"),
      width<&Model::d_relative>("d_relative"),
      width<&Model::n_labels>("n_labels"),
      width<&Model::window_size>("window_size"),
      experts<&Model::experts, &Mixture::n_experts>("experts.n_experts"),
      experts<&Model::experts, &Mixture::experts_per_token>("experts.experts_per_token"),
      width<&Model::experts, &Mixture::d_expert>("experts.d_expert"),
      experts<&Model::experts, &Mixture::n_shared_experts>("experts.n_shared_experts"),
      width<&Model::experts, &Mixture::d_shared>("experts.d_shared"),
      width<&Model::state_space, &State::d_inner>("state_space.d_inner"),
      heads<&Model::state_space, &State::n_heads>("state_space.n_heads"),
      width<&Model::state_space, &State::d_state>("state_space.d_state"),
      width<&Model::state_space, &State::d_conv>("state_space.d_conv"),
      width<&Model::state_space, &State::dt_rank>("state_space.dt_rank"),
      heads<&Model::state_space, &State::n_groups>("state_space.n_groups"),
      heads<&Model::linear_attention, &Linear::n_key_heads>("linear_attention.n_key_heads"),
      heads<&Model::linear_attention, &Linear::n_value_heads>("linear_attention.n_value_heads"),
      width<&Model::linear_attention, &Linear::d_key>("linear_attention.d_key"),
      width<&Model::linear_attention, &Linear::d_value>("linear_attention.d_value"),
      width<&Model::linear_attention, &Linear::d_conv>("linear_attention.d_conv"),
      width<&Model::linear_attention, &Linear::gate_rank>("linear_attention.gate_rank"),
      width<&Model::projector, &Projector::n_merged>("projector.n_merged"),
      width<&Model::projector, &Projector::n_deepstack>("projector.n_deepstack"),
      width<&Model::projector, &Projector::d_in>("projector.d_in"),
      width<&Model::projector, &Projector::d_out>("projector.d_out"),
      width<&Model::projector, &Projector::d_hidden>("projector.d_hidden"),
  };
  return kDimensions;
}

std::span<const Switch> switches() {
  static constexpr std::array kSwitches{
      Switch{"parallel_attn_mlp", member<&Model::parallel_attn_mlp>},
      Switch{"shared_norm", member<&Model::shared_norm>},
      Switch{"gated_mlp", member<&Model::gated_mlp>},
      Switch{"tie_word_embeddings", member<&Model::tie_word_embeddings>},
      Switch{"biases.query_key_value", member<&Model::biases, &BiasUse::query_key_value>},
      Switch{"biases.key", member<&Model::biases, &BiasUse::key>},
      Switch{"biases.attention_output", member<&Model::biases, &BiasUse::attention_output>},
      Switch{"biases.mlp", member<&Model::biases, &BiasUse::mlp>},
      Switch{"biases.unembedding", member<&Model::biases, &BiasUse::unembedding>},
      Switch{"biases.norm", member<&Model::biases, &BiasUse::norm>},
      Switch{"causal", member<&Model::causal>},
      Switch{"learned_norms", member<&Model::learned_norms>},
      Switch{"final_norm", member<&Model::final_norm>},
      Switch{"mlp_norm", member<&Model::mlp_norm>},
      Switch{"embedding_norm", member<&Model::embedding_norm>},
      Switch{"query_key_norm_weights", member<&Model::query_key_norm_weights>},
      Switch{"scaled_scores", member<&Model::scaled_scores>},
      Switch{"attention_sinks", member<&Model::attention_sinks>},
      Switch{"attention_gate", member<&Model::attention_gate>},
      Switch{"relative_norm", member<&Model::relative_norm>},
      Switch{"shared_layers", member<&Model::shared_layers>},
      Switch{"shared_embedding", member<&Model::shared_embedding>},
      Switch{"experts.gated_shared_expert",
             member<&Model::experts, &ExpertMixture::gated_shared_expert>},
      Switch{"experts.router_bias", member<&Model::experts, &ExpertMixture::router_bias>},
      Switch{"experts.biases", member<&Model::experts, &ExpertMixture::biases>},
      Switch{"state_space.conv_bias", member<&Model::state_space, &StateSpace::conv_bias>},
      Switch{"state_space.projection_bias",
             member<&Model::state_space, &StateSpace::projection_bias>},
      Switch{"state_space.inner_norms", member<&Model::state_space, &StateSpace::inner_norms>},
      Switch{"patches.class_token", member<&Model::patches, &PatchEmbedding::class_token>},
      Switch{"patches.bias", member<&Model::patches, &PatchEmbedding::bias>},
      Switch{"projector.norm", member<&Model::projector, &Projector::norm>},
      Switch{"projector.bias", member<&Model::projector, &Projector::bias>},
  };
  return kSwitches;
}

std::span<const Text> text_fields() {
  static constexpr std::array kTexts{
      Text{"model_name", member<&Model::model_name>},
      Text{"title", member<&Model::title>},
      Text{"kind", member<&Model::kind>},
      Text{"model_type", member<&Model::model_type>},
      Text{"act_fn", member<&Model::act_fn>},
      Text{"projector.act_fn", member<&Model::projector, &Projector::act_fn>}};
  return kTexts;
}

std::span<const Real> real_fields() {
  static constexpr std::array kReals{Real{"attention_soft_cap", member<&Model::attention_soft_cap>},
                                     Real{"logit_soft_cap", member<&Model::logit_soft_cap>}};
  return kReals;
}

std::span<const Choice> choices() {
  static constexpr std::array kChoices{
      Choice{"normalization", choose<&Model::normalization, kNormalizations, Model>},
      Choice{"final_normalization", choose<&Model::final_normalization, kNormalizations, Model>},
      Choice{"projector.normalization", choose_projector_norm},
      Choice{"norm_placement", choose<&Model::norm_placement, kPlacements, Model>},
      Choice{"positional_embedding", choose<&Model::positional_embedding, kPositions, Model>},
      Choice{"query_key_norm", choose<&Model::query_key_norm, kQueryKeyNorms, Model>},
      Choice{"output_head", choose<&Model::output_head, kOutputHeads, Model>}};
  return kChoices;
}

std::span<const LayerField> layer_fields() {
  static constexpr std::array kLayerFields{
      LayerField{"layers.mixer", choose<&LayerKind::mixer, kMixers, LayerKind>},
      LayerField{"layers.reach", choose<&LayerKind::reach, kReaches, LayerKind>},
      LayerField{"layers.cross_attention", turn<&LayerKind::cross_attention>},
      LayerField{"layers.feed_forward", choose<&LayerKind::feed_forward, kFeedForwards, LayerKind>},
      LayerField{"layers.n_heads", number<&LayerKind::n_heads>},
      LayerField{"layers.n_key_value_heads", number<&LayerKind::n_key_value_heads>},
      LayerField{"layers.d_head", number<&LayerKind::d_head>},
      LayerField{"layers.d_mlp", number<&LayerKind::d_mlp>},
      LayerField{"layers.rotary", turn<&LayerKind::rotary>}};
  return kLayerFields;
}

const Dimension* find_dimension(std::string_view field) {
  const auto all = dimensions();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Dimension& each) { return each.field == field; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace tviz
