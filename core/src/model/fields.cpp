// SPDX-License-Identifier: MIT
#include "model/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tviz {
namespace {

using Model = ModelArchitecture;

/// The member at the end of a path of members, e.g. <&Model::latent, &LatentAttention::q_rank>.
template <auto... Path>
auto& member(Model& model) {
  return (model.*....*Path);
}

template <auto... Path>
constexpr Dimension width(std::string_view field, std::string_view meaning,
                          std::int64_t least = 0) {
  return {field, meaning, member<Path...>, least, &Limits::width, "width"};
}

template <auto... Path>
constexpr Dimension heads(std::string_view field, std::string_view meaning,
                          std::int64_t least = 0) {
  return {field, meaning, member<Path...>, least, &Limits::heads, "heads"};
}

template <auto... Path>
constexpr Dimension experts(std::string_view field, std::string_view meaning) {
  return {field, meaning, member<Path...>, 0, &Limits::experts, "experts"};
}

}  // namespace

std::span<const Dimension> dimensions() {
  using Latent = LatentAttention;
  using Mixture = ExpertMixture;
  using State = StateSpace;
  using Linear = LinearAttention;
  using Patches = PatchEmbedding;
  static constexpr std::array kDimensions{
      Dimension{"n_layers", "Number of layers.", member<&Model::n_layers>, 1, &Limits::layers,
                "layers"},
      width<&Model::d_model>("d_model", "Width of the residual stream.", 1),
      heads<&Model::n_heads>("n_heads", "Attention heads of a layer.", 1),
      heads<&Model::n_key_value_heads>(
          "n_key_value_heads",
          "Heads of keys and values: fewer than n_heads with grouped queries, 1 with multi-query.",
          1),
      width<&Model::latent, &Latent::q_rank>(
          "latent.q_rank",
          "Width of the latent of the queries; 0 if they come from the stream directly."),
      width<&Model::latent, &Latent::kv_rank>(
          "latent.kv_rank",
          "Width of the latent that keys and values share; 0 without latent attention."),
      width<&Model::latent, &Latent::d_nope>("latent.d_nope",
                                             "Dimensions of a head's key without position."),
      width<&Model::latent, &Latent::d_rope>("latent.d_rope",
                                             "Rotary dimensions of the key that all heads share."),
      width<&Model::latent, &Latent::d_value>("latent.d_value", "Width of a head's values."),
      heads<&Model::latent, &Latent::n_index_heads>(
          "latent.n_index_heads", "Heads of the indexer that picks tokens; 0 without one."),
      width<&Model::latent, &Latent::d_index>("latent.d_index", "Width of the indexer's heads."),
      width<&Model::latent, &Latent::o_rank>(
          "latent.o_rank", "Width of the latent of a group of heads' outputs; 0 without one."),
      heads<&Model::latent, &Latent::o_groups>("latent.o_groups",
                                               "Groups of heads with such a latent each.", 1),
      width<&Model::d_head>("d_head", "Width of a head.", 1),
      width<&Model::d_mlp>("d_mlp", "Hidden width of the MLP; 0 without one."),
      width<&Model::d_vocab>("d_vocab", "Size of the vocabulary.", 1),
      width<&Model::d_vocab_out>("d_vocab_out", "Rows of the unembedding, if not d_vocab.", 1),
      width<&Model::patches, &Patches::image_size>("patches.image_size",
                                                   "Side of an image in pixels; 0 for any size."),
      width<&Model::patches, &Patches::patch_size>("patches.patch_size",
                                                   "Side of a patch in pixels."),
      width<&Model::patches, &Patches::frames>("patches.frames",
                                               "Frames of a video that one patch spans."),
      width<&Model::patches, &Patches::n_axis_positions>(
          "patches.n_axis_positions",
          "Rows of each of two tables of positions, one for each axis, beside rotary ones."),
      width<&Model::patches, &Patches::n_registers>("patches.n_registers",
                                                    "Learned tokens beside the class token."),
      width<&Model::patches, &Patches::n_channels>("patches.n_channels", "Channels of an image."),
      width<&Model::patches, &Patches::n_mels>(
          "patches.n_mels", "Rows of the spectrogram that an audio tower reads."),
      width<&Model::patches, &Patches::d_wave>(
          "patches.d_wave", "Channels of the convolutions that read the wave itself."),
      width<&Model::patches, &Patches::d_plane>(
          "patches.d_plane", "Channels of three convolutions that halve the spectrogram; 0: none."),
      width<&Model::n_ctx>("n_ctx", "Context length in tokens; 0 if unknown."),
      width<&Model::rotary_dim>("rotary_dim", "Dimensions of a head that rotate."),
      width<&Model::extra_positions>("extra_positions", "Rows of learned positions beyond n_ctx."),
      width<&Model::d_embedding>("d_embedding", "Width of the token embedding, if not d_model."),
      width<&Model::d_prediction>(
          "d_prediction", "Width of a masked language model's head, if not the embedding's."),
      width<&Model::d_head_rank>(
          "d_head_rank", "Width between the two maps of such a head; 0 for one map and a norm."),
      width<&Model::n_token_types>("n_token_types", "Rows of the token type embedding."),
      width<&Model::n_relative_buckets>("n_relative_buckets",
                                        "Rows of the table of relative positions."),
      width<&Model::d_relative>("d_relative",
                                "Width of that table's rows; 0 for one number a head."),
      width<&Model::value_convolution>("value_convolution",
                                       "Tokens that a convolution beside attention sees; 0: none."),
      width<&Model::convolution, &ConvolutionModule::d_conv>(
          "convolution.d_conv", "Tokens that a Conformer's convolution sees; 0 without one."),
      width<&Model::convolution, &ConvolutionModule::d_inner>("convolution.d_inner",
                                                              "Its channels, if not d_model."),
      Dimension{"loop.first", "First of the layers that the stream passes several times.",
                member<&Model::loop, &DepthLoop::first>, 0, &Limits::layers, "layers"},
      Dimension{"loop.n_layers", "How many layers these are.",
                member<&Model::loop, &DepthLoop::n_layers>, 0, &Limits::layers, "layers"},
      Dimension{"loop.n_times", "How often the stream passes them; 0 for once.",
                member<&Model::loop, &DepthLoop::n_times>, 0, &Limits::layers, "layers"},
      heads<&Model::hyper_connections, &HyperConnections::n_streams>(
          "hyper_connections.n_streams",
          "Residual streams that each sublayer reads a mixture of; 0 for a single one."),
      heads<&Model::n_alt_streams>(
          "n_alt_streams", "Streams of which AltUp predicts and corrects all but one; 0: none."),
      width<&Model::laurel_rank>("laurel_rank",
                                 "Rank of a linear branch beside attention; 0: none."),
      width<&Model::d_per_layer>("d_per_layer",
                                 "Width of an embedding that each layer has of its own; 0: none."),
      width<&Model::d_vocab_per_layer>("d_vocab_per_layer", "Rows of that embedding."),
      width<&Model::n_labels>("n_labels", "Labels of a classifier."),
      width<&Model::window_size>("window_size", "Tokens that local attention sees."),
      experts<&Model::experts, &Mixture::n_experts>("experts.n_experts",
                                                    "Routed experts of a layer; 0 without any."),
      experts<&Model::experts, &Mixture::experts_per_token>("experts.experts_per_token",
                                                            "Experts that each token is sent to."),
      width<&Model::experts, &Mixture::d_expert>("experts.d_expert",
                                                 "Hidden width of a routed expert."),
      width<&Model::experts, &Mixture::d_latent>("experts.d_latent",
                                                 "Width that routed experts read, if not d_model."),
      experts<&Model::experts, &Mixture::n_shared_experts>("experts.n_shared_experts",
                                                           "Experts that every token is sent to."),
      width<&Model::experts, &Mixture::d_shared>("experts.d_shared",
                                                 "Hidden width of all shared experts together."),
      width<&Model::experts, &Mixture::d_router>("experts.d_router",
                                                 "Width inside the router; 0 for one map."),
      width<&Model::state_space, &State::d_inner>("state_space.d_inner",
                                                  "Inner width of a state-space mixer."),
      heads<&Model::state_space, &State::n_heads>("state_space.n_heads",
                                                  "Heads of a Mamba-2 mixer."),
      width<&Model::state_space, &State::d_state>("state_space.d_state",
                                                  "Width of the state of a channel."),
      width<&Model::state_space, &State::d_conv>("state_space.d_conv",
                                                 "Tokens that the convolution before it sees."),
      width<&Model::state_space, &State::dt_rank>(
          "state_space.dt_rank", "Rank of the map to the time step; only for Mamba."),
      heads<&Model::state_space, &State::n_groups>(
          "state_space.n_groups", "Groups of heads that share B and C; only for Mamba-2."),
      width<&Model::short_convolution, &ShortConvolution::d_conv>(
          "short_convolution.d_conv", "Tokens that a short convolution sees."),
      heads<&Model::linear_attention, &Linear::n_key_heads>("linear_attention.n_key_heads",
                                                            "Heads of keys of a linear attention."),
      heads<&Model::linear_attention, &Linear::n_value_heads>(
          "linear_attention.n_value_heads", "Heads of values of a linear attention."),
      width<&Model::linear_attention, &Linear::d_key>("linear_attention.d_key",
                                                      "Width of a head's keys."),
      width<&Model::linear_attention, &Linear::d_value>("linear_attention.d_value",
                                                        "Width of a head's values."),
      width<&Model::linear_attention, &Linear::d_conv>(
          "linear_attention.d_conv", "Tokens that the convolution before it sees; 0 without one."),
      heads<&Model::map_groups, &MapGroups::query>(
          "map_groups.query", "Groups of channels that the map to queries keeps apart.", 1),
      heads<&Model::map_groups, &MapGroups::key>("map_groups.key", "The same of the map to keys.",
                                                 1),
      heads<&Model::map_groups, &MapGroups::value>("map_groups.value",
                                                   "The same of the map to values.", 1),
      heads<&Model::map_groups, &MapGroups::attention_output>(
          "map_groups.attention_output", "The same of the output of attention.", 1),
      heads<&Model::map_groups, &MapGroups::mlp_in>("map_groups.mlp_in",
                                                    "The same of the map into the MLP.", 1),
      heads<&Model::map_groups, &MapGroups::mlp_out>("map_groups.mlp_out",
                                                     "The same of the map out of the MLP.", 1),
      width<&Model::adapters, &LanguageAdapters::n_languages>(
          "adapters.n_languages", "Languages with an adapter of their own; 0 without adapters."),
      width<&Model::adapters, &LanguageAdapters::d_hidden>("adapters.d_hidden",
                                                           "Hidden width of an adapter."),
      width<&Model::linear_attention, &Linear::gate_rank>("linear_attention.gate_rank",
                                                          "Rank of the map to the gate."),
      width<&Model::projector, &Projector::n_merged>("projector.n_merged",
                                                     "Tokens of the tower that are joined to one."),
      width<&Model::projector, &Projector::n_deepstack>("projector.n_deepstack",
                                                        "Further projectors of lower layers."),
      width<&Model::projector, &Projector::n_learned_tokens>(
          "projector.n_learned_tokens", "Learned vectors among the tower's tokens."),
      width<&Model::projector, &Projector::d_merged>(
          "projector.d_merged", "Width after a first map of joined tokens; 0 without one."),
      width<&Model::projector, &Projector::d_in>("projector.d_in",
                                                 "Width that the projector reads."),
      width<&Model::projector, &Projector::d_out>("projector.d_out",
                                                  "Width that it writes: the reader's stream."),
      width<&Model::projector, &Projector::d_hidden>("projector.d_hidden",
                                                     "Hidden width; 0 for one linear map."),
      width<&Model::resampler, &Resampler::n_latents>(
          "resampler.n_latents", "Learned latents that read the projector's output; 0: none."),
      Dimension{"resampler.n_layers", "Layers in which they read it.",
                member<&Model::resampler, &Resampler::n_layers>, 0, &Limits::layers, "layers"},
      heads<&Model::resampler, &Resampler::n_heads>("resampler.n_heads", "Heads of such a layer."),
      heads<&Model::resampler, &Resampler::n_key_value_heads>(
          "resampler.n_key_value_heads", "Heads of keys and values of such a layer."),
      width<&Model::resampler, &Resampler::d_head>("resampler.d_head", "Width of these heads."),
      width<&Model::resampler, &Resampler::d_mlp>("resampler.d_mlp",
                                                  "Hidden width of such a layer's gated MLP."),
      width<&Model::projector, &Projector::d_second>("projector.d_second",
                                                     "Width below a third map; 0 without one."),
  };
  return kDimensions;
}

std::span<const Switch> switches() {
  static constexpr std::array kSwitches{
      Switch{"parallel_attn_mlp", "Attention and MLP read the same state.",
             member<&Model::parallel_attn_mlp>},
      Switch{"shared_norm", "In a parallel block, one norm for both.", member<&Model::shared_norm>},
      Switch{"gated_mlp", "The MLP has a gate.", member<&Model::gated_mlp>},
      Switch{"tie_word_embeddings", "The unembedding is the embedding transposed.",
             member<&Model::tie_word_embeddings>},
      Switch{"biases.query_key_value", "Queries, keys and values have a bias.",
             member<&Model::biases, &BiasUse::query_key_value>},
      Switch{"biases.key", "Keys have a bias, if queries have one.",
             member<&Model::biases, &BiasUse::key>},
      Switch{"biases.attention_output", "The output of attention has a bias.",
             member<&Model::biases, &BiasUse::attention_output>},
      Switch{"biases.mlp", "The maps of the MLP have a bias.",
             member<&Model::biases, &BiasUse::mlp>},
      Switch{"biases.mlp_in", "All maps of the MLP have that bias, not only the last.",
             member<&Model::biases, &BiasUse::mlp_in>},
      Switch{"biases.head", "The map below a masked language model's unembedding has a bias.",
             member<&Model::biases, &BiasUse::head>},
      Switch{"biases.unembedding", "The unembedding has a bias.",
             member<&Model::biases, &BiasUse::unembedding>},
      Switch{"biases.norm", "LayerNorms have a bias.", member<&Model::biases, &BiasUse::norm>},
      Switch{"causal", "No token sees the tokens after it.", member<&Model::causal>},
      Switch{"learned_norms", "Norms have weights.", member<&Model::learned_norms>},
      Switch{"final_norm", "A norm stands above the last layer.", member<&Model::final_norm>},
      Switch{"mixer_post_norm_weights", "The norm on what attention adds has weights.",
             member<&Model::mixer_post_norm_weights>},
      Switch{"mlp_norm", "A norm stands inside the MLP.", member<&Model::mlp_norm>},
      Switch{"attention_norm", "A norm stands on the heads' outputs.",
             member<&Model::attention_norm>},
      Switch{"layer_scale", "A learned vector multiplies all that a layer adds.",
             member<&Model::layer_scale>},
      Switch{"embedding_norm", "A norm stands above the embedding.",
             member<&Model::embedding_norm>},
      Switch{"embedding_map", "A map follows the embedding though it is as wide as the stream.",
             member<&Model::embedding_map>},
      Switch{"square_output", "The output of attention has a square map, whatever the heads give.",
             member<&Model::square_output>},
      Switch{"residual_vectors", "Learned vectors multiply the stream at each sum of a layer.",
             member<&Model::residual_vectors>},
      Switch{"half_step_mlps", "A layer begins and ends with an MLP that is added by half.",
             member<&Model::half_step_mlps>},
      Switch{"closing_norm", "A norm on the stream ends each layer.", member<&Model::closing_norm>},
      Switch{"merged_attention", "Attention reads this stream and another at once.",
             member<&Model::merged_attention>},
      Switch{"convolution.bias", "The maps of a Conformer's convolution have a bias.",
             member<&Model::convolution, &ConvolutionModule::bias>},
      Switch{"convolution.channel_bias", "That convolution itself has a bias.",
             member<&Model::convolution, &ConvolutionModule::channel_bias>},
      Switch{"dynamic_mask", "A map of the values decides which keys a head sees.",
             member<&Model::dynamic_mask>},
      Switch{"patches_among_tokens", "Patches with a linear map of their own stand among tokens.",
             member<&Model::patches_among_tokens>},
      Switch{"query_key_norm_weights", "The norms of queries and keys have weights.",
             member<&Model::query_key_norm_weights>},
      Switch{"attention_sinks", "A learned score lets a head attend to nothing.",
             member<&Model::attention_sinks>},
      Switch{"attention_gate", "A gate weighs the heads' outputs.", member<&Model::attention_gate>},
      Switch{"per_head_gate", "That gate is one number for each head.",
             member<&Model::per_head_gate>},
      Switch{"relative_norm", "A norm on the rows of the table of relative positions.",
             member<&Model::relative_norm>},
      Switch{"relative_per_layer", "Each layer has a table of relative positions.",
             member<&Model::relative_per_layer>},
      Switch{"relative_keys", "Attention maps that table to keys.", member<&Model::relative_keys>},
      Switch{"relative_queries", "Attention maps that table to queries.",
             member<&Model::relative_queries>},
      Switch{"relative_vectors",
             "Heads have learned vectors for content, distance and segment beside the queries.",
             member<&Model::relative_vectors>},
      Switch{"cross_gate", "Learned gates weigh what a layer with cross-attention adds.",
             member<&Model::cross_gate>},
      Switch{"cross_query_key_norm", "Cross-attention normalizes its queries and keys.",
             member<&Model::cross_query_key_norm>},
      Switch{"hyper_connections.mixed", "Residual streams are mixed among one another, too.",
             member<&Model::hyper_connections, &HyperConnections::mixed>},
      Switch{"hyper_connections.learned_exit",
             "Learned weights join the residual streams above the last layer.",
             member<&Model::hyper_connections, &HyperConnections::learned_exit>},
      Switch{"global_maps", "Tokens with global attention have maps of their own.",
             member<&Model::global_maps>},
      Switch{"stored_positions",
             "Sinusoidal or rotary positions are parameters of the model's code.",
             member<&Model::stored_positions>},
      Switch{"shared_layers", "All layers use the same weights.", member<&Model::shared_layers>},
      Switch{"shared_embedding", "An encoder uses the token embedding of its reader.",
             member<&Model::shared_embedding>},
      Switch{"experts.gated_shared_expert", "A learned gate weighs the shared expert.",
             member<&Model::experts, &ExpertMixture::gated_shared_expert>},
      Switch{"experts.in_attention", "Queries and the output of attention have experts, too.",
             member<&Model::experts, &ExpertMixture::in_attention>},
      Switch{"experts.router_bias", "A bias is added to the router's scores.",
             member<&Model::experts, &ExpertMixture::router_bias>},
      Switch{"experts.biases", "The maps of the experts have biases.",
             member<&Model::experts, &ExpertMixture::biases>},
      Switch{"experts.shared_biases", "The maps of the shared experts have biases.",
             member<&Model::experts, &ExpertMixture::shared_biases>},
      Switch{"linear_attention.channel_decay", "Each channel of a key has its own decay.",
             member<&Model::linear_attention, &LinearAttention::channel_decay>},
      Switch{"state_space.conv_bias", "The convolution has a bias.",
             member<&Model::state_space, &StateSpace::conv_bias>},
      Switch{"state_space.projection_bias", "The projections have a bias.",
             member<&Model::state_space, &StateSpace::projection_bias>},
      Switch{"state_space.inner_norms", "Norms stand on the time step, B and C.",
             member<&Model::state_space, &StateSpace::inner_norms>},
      Switch{"state_space.gated_norm", "A norm stands after the gate; only for Mamba-2.",
             member<&Model::state_space, &StateSpace::gated_norm>},
      Switch{"short_convolution.bias", "A short convolution and its maps have a bias.",
             member<&Model::short_convolution, &ShortConvolution::bias>},
      Switch{"patches.class_token", "A learned token stands before the patches.",
             member<&Model::patches, &PatchEmbedding::class_token>},
      Switch{"patches.mask_token", "A learned vector stands for masked patches in training.",
             member<&Model::patches, &PatchEmbedding::mask_token>},
      Switch{"patches.bias", "The embedding of patches has a bias.",
             member<&Model::patches, &PatchEmbedding::bias>},
      Switch{"patches.listed", "Tensors of the family, and no others, make the tokens.",
             member<&Model::patches, &PatchEmbedding::listed>},
      Switch{"patches.wave_norms", "Each convolution of the wave has a bias and a LayerNorm.",
             member<&Model::patches, &PatchEmbedding::wave_norms>},
      Switch{"patches.plain_positions", "The convolution of positions keeps its weights whole.",
             member<&Model::patches, &PatchEmbedding::plain_positions>},
      Switch{"projector.norm", "The projector begins with a norm.",
             member<&Model::projector, &Projector::norm>},
      Switch{"projector.norm_weights", "That norm has weights.",
             member<&Model::projector, &Projector::norm_weights>},
      Switch{"projector.norm_joined", "That norm sees joined tokens as one.",
             member<&Model::projector, &Projector::norm_joined>},
      Switch{"projector.merge_bias", "The first map of joined tokens has a bias.",
             member<&Model::projector, &Projector::merge_bias>},
      Switch{"projector.inner_norm", "A map and a LayerNorm follow it.",
             member<&Model::projector, &Projector::inner_norm>},
      Switch{"projector.gated", "The first of two maps has a gate.",
             member<&Model::projector, &Projector::gated>},
      Switch{"projector.hidden_norm", "A LayerNorm stands between its two maps.",
             member<&Model::projector, &Projector::hidden_norm>},
      Switch{"projector.out_norm", "A norm stands above its last map.",
             member<&Model::projector, &Projector::out_norm>},
      Switch{"projector.shared", "Its weights are those of the tower before.",
             member<&Model::projector, &Projector::shared>},
      Switch{"projector.bias", "Its maps have a bias.",
             member<&Model::projector, &Projector::bias>},
  };
  return kSwitches;
}

std::span<const Text> text_fields() {
  static constexpr std::array kTexts{
      Text{"model_name", "The model's name.", member<&Model::model_name>},
      Text{"title", "The title of the figure.", member<&Model::title>},
      Text{"kind",
           "The plugin that builds the graph: decoder, encoder, encoder_decoder, multimodal, "
           "dual_encoder.",
           member<&Model::kind>},
      Text{"model_type", "The model_type whose code names the modules.",
           member<&Model::model_type>},
      Text{"act_fn", "The activation function of the MLP.", member<&Model::act_fn>},
      Text{"gate_fn", "The activation function of the gate on the heads' outputs.",
           member<&Model::gate_fn>},
      Text{"convolution.norm",
           "The norm in a Conformer's convolution: BatchNorm, LayerNorm, RMSNorm.",
           member<&Model::convolution, &ConvolutionModule::norm>},
      Text{"projector.act_fn", "The activation function of the projector.",
           member<&Model::projector, &Projector::act_fn>}};
  return kTexts;
}

std::span<const Real> real_fields() {
  static constexpr std::array kReals{
      Real{"attention_soft_cap", "The bound of the scores by tanh; 0 for none.",
           member<&Model::attention_soft_cap>},
      Real{"logit_soft_cap", "The bound of the logits by tanh; 0 for none.",
           member<&Model::logit_soft_cap>},
      Real{"score_scale", "What multiplies the scores; 0 for one over the root of d_head.",
           member<&Model::score_scale>},
      Real{"embedding_scale", "What multiplies the token embedding.",
           member<&Model::embedding_scale>},
      Real{"residual_scale", "What multiplies all that a layer adds to the stream.",
           member<&Model::residual_scale>},
      Real{"logit_scale", "What multiplies the logits.", member<&Model::logit_scale>}};
  return kReals;
}

std::string text_of_field(const ModelArchitecture& model, std::string_view field) {
  // The tables give places in a model to write to; this one only reads.
  Model& places = const_cast<Model&>(model);
  for (const Switch& each : switches()) {
    if (each.field == field) return each.at(places) ? "true" : "false";
  }
  for (const Choice& each : choices()) {
    if (each.field == field) return std::string(each.word(model));
  }
  for (const Text& each : text_fields()) {
    if (each.field == field) return each.at(places);
  }
  for (const Real& each : real_fields()) {
    if (each.field == field) return each.at(places) == 0 ? "" : fmt::format("{}", each.at(places));
  }
  const Dimension* dimension = find_dimension(field);
  const std::int64_t number = dimension == nullptr ? 0 : dimension->of(model);
  return number == 0 ? "" : std::to_string(number);
}

const Dimension* find_dimension(std::string_view field) {
  const auto all = dimensions();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Dimension& each) { return each.field == field; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace tviz
