// SPDX-License-Identifier: MIT
#include "compare/facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

namespace tviz {
namespace {

std::string yes_or_no(bool value) { return value ? "yes" : "no"; }

/// 0 stands for what a model lacks.
std::string count_or_none(std::int64_t value) { return value == 0 ? "none" : with_commas(value); }

std::string real(double value) { return fmt::format("{:.4g}", value); }

/// "3 layers (0–2)", "13 layers (0, 2, …, 24)", "layer 5".
std::string layer_list(const std::vector<std::size_t>& layers) {
  constexpr std::size_t kFewLayers = 3;
  if (layers.size() == 1) return fmt::format("layer {}", layers.front());
  const std::size_t step = layers[1] - layers[0];
  bool is_regular = step > 1 && layers.size() > kFewLayers;
  for (std::size_t i = 1; i < layers.size(); ++i) {
    is_regular = is_regular && layers[i] - layers[i - 1] == step;
  }
  if (is_regular) {
    return fmt::format("{} layers ({}, {}, …, {})", layers.size(), layers[0], layers[1],
                       layers.back());
  }
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < layers.size();) {
    std::size_t end = i;
    while (end + 1 < layers.size() && layers[end + 1] == layers[end] + 1) ++end;
    if (end >= i + 2) {
      parts.push_back(fmt::format("{}–{}", layers[i], layers[end]));
      i = end + 1;
    } else {
      parts.push_back(fmt::format("{}", layers[i]));
      ++i;
    }
  }
  return fmt::format("{} layers ({})", layers.size(), fmt::join(parts, ", "));
}

class FactList {
 public:
  explicit FactList(const ModelArchitecture& model) : model_(model) {}

  std::vector<ModelFact> run() && {
    add_model();
    add_embedding();
    add_attention();
    add_latent();
    add_mlp();
    add_experts();
    add_mixers();
    add_norms();
    add_positions();
    add_output();
    add_towers();
    return std::move(facts_);
  }

 private:
  void in(std::string_view part) { part_ = part; }
  void add(std::string name, std::string text) {
    facts_.push_back({std::move(name), part_, std::move(text)});
  }
  void count(std::string name, std::int64_t value) { add(std::move(name), count_or_none(value)); }
  void flag(std::string name, bool value) { add(std::move(name), yes_or_no(value)); }
  /// A factor that leaves everything as it is at `neutral`.
  void scale(std::string name, double value, double neutral = 1) {
    add(std::move(name), value == neutral ? "none" : real(value));
  }

  /// What a property is in each layer: one text if it is the same in all, else each with its
  /// layers.
  template <class Property>
  void by_layer(std::string name, Property property) {
    std::vector<std::string> order;
    std::map<std::string, std::vector<std::size_t>> layers;
    const auto count = static_cast<std::size_t>(std::max<std::int64_t>(model_.n_layers, 0));
    for (std::size_t i = 0; i < count; ++i) {
      const std::string text = property(model_.layer(static_cast<std::int64_t>(i)));
      if (!layers.contains(text)) order.push_back(text);
      layers[text].push_back(i);
    }
    if (order.size() == 1) return add(std::move(name), order.front());
    std::vector<std::string> parts;
    parts.reserve(order.size());
    for (const std::string& text : order) {
      parts.push_back(fmt::format("{} in {}", text, layer_list(layers[text])));
    }
    add(std::move(name), parts.empty() ? "none" : fmt::format("{}", fmt::join(parts, "; ")));
  }

  void add_model() {
    in("model");
    add("kind", model_.kind);
    count("layers", model_.n_layers);
    count("width of the stream (d_model)", model_.d_model);
    count("context", model_.n_ctx);
    flag("causal", model_.causal);
    flag("attention and MLP in parallel", model_.parallel_attn_mlp);
    flag("one norm for both in parallel", model_.shared_norm);
    flag("all layers share their weights", model_.shared_layers);
    flag("learned scale of what layers add", model_.layer_scale);
    flag("learned vectors on the stream", model_.residual_vectors);
    scale("scale of what layers add", model_.residual_scale);
    count("streams of hyper-connections", model_.hyper_connections.n_streams);
    flag("hyper-connections mix their streams", model_.hyper_connections.mixed);
    flag("learned exit of hyper-connections", model_.hyper_connections.learned_exit);
    add("loop", model_.loop.n_times > 1
                    ? fmt::format("layers {}–{}, {} times", model_.loop.first,
                                  model_.loop.first + model_.loop.n_layers - 1, model_.loop.n_times)
                    : "none");
    count("AltUp streams", model_.n_alt_streams);
    count("rank of the branch beside attention", model_.laurel_rank);
    for (const OwnTensors& own : model_.own_tensors) {
      add(fmt::format("{} of {}", own.says, own.of), describe(own));
    }
    for (const auto& [key, value] : model_.own_values) {
      add(key, std::visit([](const auto& each) { return fmt::format("{}", each); }, value));
    }
  }

  static std::string describe(const OwnTensors& own) {
    std::vector<std::string> texts;
    for (const auto& [name, shape] : own.shapes) {
      texts.push_back(fmt::format("{} ({})", name, fmt::join(shape, " × ")));
    }
    std::string text = fmt::format("{}", fmt::join(texts, ", "));
    std::vector<std::size_t> layers;
    for (std::size_t i = 0; i < own.layers.size(); ++i) {
      if (own.layers[i]) layers.push_back(i);
    }
    return layers.empty() ? text : fmt::format("{} in {}", text, layer_list(layers));
  }

  void add_embedding() {
    in("embedding");
    count("vocabulary", model_.d_vocab);
    scale("scale of the embedding", model_.embedding_scale);
    add("width of the embedding",
        model_.d_embedding == 0 ? "as the stream" : with_commas(model_.d_embedding));
    flag("map above the embedding", model_.embedding_map);
    count("token types", model_.n_token_types);
    count("width of embeddings of each layer", model_.d_per_layer);
    count("vocabulary of embeddings of each layer", model_.d_vocab_per_layer);
    flag("patches among the tokens", model_.patches_among_tokens);
    flag("embedding shared with the reader", model_.shared_embedding);
    add_patches();
  }

  void add_patches() {
    const PatchEmbedding& patches = model_.patches;
    count("size of images", patches.image_size);
    count("size of patches", patches.patch_size);
    count("frames of a patch", patches.frames);
    count("channels of images", patches.n_channels);
    flag("class token", patches.class_token);
    count("register tokens", patches.n_registers);
    flag("mask token", patches.mask_token);
    flag("bias of patches", patches.bias);
    count("positions of each axis", patches.n_axis_positions);
    count("rows of the spectrogram", patches.n_mels);
    count("channels that read the wave", patches.d_wave);
    flag("norms of these", patches.wave_norms);
    flag("plain weights of their positions", patches.plain_positions);
    flag("tensors of the family make the tokens", patches.listed);
    count("channels that read the plane", patches.d_plane);
  }

  /// A layer's own number, or the model's.
  static std::int64_t own_or(std::int64_t own, std::int64_t otherwise) {
    return own == 0 ? otherwise : own;
  }

  void add_attention() {
    in("attention");
    const ModelArchitecture& model = model_;
    by_layer("token mixer", [](const LayerKind& layer) {
      std::string text(name_of(layer.mixer));
      if (layer.parallel_mixer != TokenMixer::None) {
        text += fmt::format(" beside {}", name_of(layer.parallel_mixer));
      }
      return text + (layer.cross_attention ? " and cross-attention" : "");
    });
    by_layer("query heads", [&](const LayerKind& layer) {
      return fmt::format("{} × {}", own_or(layer.n_heads, model.n_heads),
                         own_or(layer.d_head, model.d_head));
    });
    by_layer("key/value heads", [&](const LayerKind& layer) {
      return fmt::format("{}", own_or(layer.n_key_value_heads, model.n_key_value_heads));
    });
    by_layer("attention window", [&](const LayerKind& layer) -> std::string {
      if (layer.reach == AttentionReach::Global) return "all tokens";
      return fmt::format("{} tokens", with_commas(model.window_size));
    });
    by_layer("keys and values of an earlier layer",
             [](const LayerKind& layer) { return yes_or_no(!layer.key_value_maps); });
    by_layer("own map of values",
             [](const LayerKind& layer) { return yes_or_no(layer.value_map); });
    by_layer("norm below the mixer",
             [](const LayerKind& layer) { return yes_or_no(layer.mixer_norm); });
    by_layer("bias of the output", [&](const LayerKind& layer) {
      return yes_or_no(model.biases.attention_output && layer.output_bias);
    });
    flag("biases of queries and values", model.biases.query_key_value);
    add("bias of keys", model.biases.key ? "as queries and values" : "no");
    add("norm of queries and keys", std::string(name_of(model.query_key_norm)));
    flag("weights of that norm", model.query_key_norm_weights);
    flag("norm before the output", model.attention_norm);
    const bool is_usual =
        model.score_scale == 0 ||
        std::abs(model.score_scale * std::sqrt(static_cast<double>(model.d_head)) - 1) < 1e-6;
    add("scale of the scores", is_usual ? "1/√d_head" : real(model.score_scale));
    scale("soft cap of the scores", model.attention_soft_cap, 0);
    flag("attention sinks", model.attention_sinks);
    add("gate on the heads", !model.attention_gate ? "none"
                             : model.per_head_gate
                                 ? fmt::format("{}, one for each head", model.gate_fn)
                                 : model.gate_fn);
    flag("square output map", model.square_output);
    flag("dynamic mask", model.dynamic_mask);
    flag("attention to both streams at once", model.merged_attention);
    flag("own maps of global tokens", model.global_maps);
    flag("gates of cross-attention", model.cross_gate);
    flag("norm of its queries and keys", model.cross_query_key_norm);
    count("tokens of the convolution of values", model.value_convolution);
    const MapGroups& groups = model.map_groups;
    add("groups of maps",
        fmt::format("{}, {}, {}, {}, {}, {}", groups.query, groups.key, groups.value,
                    groups.attention_output, groups.mlp_in, groups.mlp_out));
  }

  void add_latent() {
    const LatentAttention& latent = model_.latent;
    const ModelArchitecture& model = model_;
    count("latent of queries", latent.q_rank);
    by_layer("latent of keys and values", [&](const LayerKind& layer) {
      return count_or_none(own_or(layer.kv_rank, model.latent.kv_rank));
    });
    by_layer("dimensions without position", [&](const LayerKind& layer) {
      return count_or_none(own_or(layer.d_nope, model.latent.d_nope));
    });
    count("rotary dimensions of the shared key", latent.d_rope);
    count("dimensions of a value", latent.d_value);
    count("heads of the indexer", latent.n_index_heads);
    count("dimensions of the indexer", latent.d_index);
    by_layer("own indexer", [](const LayerKind& layer) { return yes_or_no(layer.indexer); });
    count("latent of outputs", latent.o_rank);
    count("groups of outputs", latent.o_groups);
  }

  void add_mlp() {
    in("MLP");
    const ModelArchitecture& model = model_;
    by_layer("feed-forward", [&](const LayerKind& layer) -> std::string {
      if (layer.feed_forward == FeedForward::Dense) {
        return model.experts.n_experts > 0 && model.layers.empty() ? "experts"
               : model.d_mlp == 0                                  ? "none"
                                                                   : "dense";
      }
      return std::string(name_of(layer.feed_forward));
    });
    by_layer("width of the MLP (d_mlp)", [&](const LayerKind& layer) {
      return count_or_none(own_or(layer.d_mlp, model.d_mlp) * (layer.wide_mlp ? 2 : 1));
    });
    add("activation", model.act_fn);
    flag("gated MLP", model.gated_mlp);
    flag("biases of the MLP", model.biases.mlp);
    add("bias of its first map", model.biases.mlp_in ? "as the last map" : "no");
    flag("a half MLP at both ends of a layer", model.half_step_mlps);
    flag("norm inside the MLP", model.mlp_norm);
    by_layer("norm on what it adds",
             [](const LayerKind& layer) { return yes_or_no(layer.mlp_post_norm); });
    count("adapters of languages", model.adapters.n_languages);
    count("width of these", model.adapters.d_hidden);
  }

  void add_experts() {
    const ExpertMixture& experts = model_.experts;
    in("experts");
    count("experts", experts.n_experts);
    count("experts of a token", experts.experts_per_token);
    count("width of an expert", experts.d_expert);
    count("width that experts read", experts.d_latent);
    count("shared experts", experts.n_shared_experts);
    count("width of shared experts", experts.d_shared);
    count("width inside the router", experts.d_router);
    flag("experts in attention", experts.in_attention);
    flag("gated shared expert", experts.gated_shared_expert);
    flag("bias of the router", experts.router_bias);
    flag("biases of experts", experts.biases);
    flag("biases of shared experts", experts.shared_biases);
  }

  void add_mixers() {
    const StateSpace& space = model_.state_space;
    in("state space");
    count("inner width", space.d_inner);
    count("state", space.d_state);
    count("convolution", space.d_conv);
    count("rank of Δ", space.dt_rank);
    count("heads", space.n_heads);
    count("groups", space.n_groups);
    flag("bias of the convolution", space.conv_bias);
    flag("bias of the projections", space.projection_bias);
    flag("norms on Δ, B and C", space.inner_norms);
    flag("norm after the gate", space.gated_norm);
    const ConvolutionModule& module = model_.convolution;
    in("convolution module");
    count("tokens", module.d_conv);
    count("channels", module.d_inner);
    flag("biases of its maps", module.bias);
    flag("bias of the convolution", module.channel_bias);
    add("norm", module.norm);
    in("short convolution");
    count("tokens", model_.short_convolution.d_conv);
    flag("biases", model_.short_convolution.bias);
    const LinearAttention& linear = model_.linear_attention;
    in("linear attention");
    count("key heads", linear.n_key_heads);
    count("value heads", linear.n_value_heads);
    count("dimensions of a key", linear.d_key);
    count("dimensions of a value", linear.d_value);
    count("convolution", linear.d_conv);
    count("rank of the gate", linear.gate_rank);
    flag("decay of each channel", linear.channel_decay);
  }

  void add_norms() {
    in("norms");
    add("norm", std::string(name_of(model_.normalization)));
    add("place of the norms", std::string(name_of(model_.norm_placement)));
    flag("learned weights", model_.learned_norms);
    flag("biases", model_.normalization == Normalization::LayerNorm && model_.learned_norms &&
                       model_.biases.norm);
    flag("weights of the norm after attention", model_.mixer_post_norm_weights);
    flag("norm that ends a layer", model_.closing_norm);
    flag("norm above the embedding", model_.embedding_norm);
    const Normalization last = model_.final_normalization;
    const bool as_others = last == Normalization::None || last == model_.normalization;
    add("last norm", !model_.final_norm ? "none"
                     : as_others        ? "as in the layers"
                                        : std::string(name_of(last)));
  }

  void add_positions() {
    in("positions");
    add("positions", std::string(name_of(model_.positional_embedding)));
    count("rotary dimensions of a head", model_.rotary_dim);
    by_layer("rotary", [&](const LayerKind& layer) {
      const bool is_rotary = model_.positional_embedding == PositionalEmbedding::Rotary;
      return is_rotary && !layer.rotary ? std::string("no") : std::string("as the model");
    });
    count("extra rows of positions", model_.extra_positions);
    flag("positions are parameters", model_.stored_positions);
    count("rows of relative positions", model_.n_relative_buckets);
    count("width of relative positions", model_.d_relative);
    flag("norm of relative positions", model_.relative_norm);
    flag("relative positions of each layer", model_.relative_per_layer);
    flag("keys of relative positions", model_.relative_keys);
    flag("queries of relative positions", model_.relative_queries);
    flag("vectors of relative positions", model_.relative_vectors);
  }

  void add_output() {
    in("output");
    add("output head", std::string(name_of(model_.output_head)));
    add("head that nothing reads", std::string(name_of(model_.unread_head)));
    add("unembedding", model_.tie_word_embeddings ? "tied to the embedding" : "its own");
    flag("bias of the unembedding", model_.biases.unembedding);
    flag("bias of the head's map", model_.biases.head);
    add("output vocabulary", model_.d_vocab_out == model_.d_vocab
                                 ? "as the vocabulary"
                                 : with_commas(model_.d_vocab_out));
    scale("scale of the logits", model_.logit_scale);
    scale("soft cap of the logits", model_.logit_soft_cap, 0);
    count("width of the head", model_.d_prediction);
    count("rank of the head", model_.d_head_rank);
    count("labels", model_.n_labels);
  }

  void add_projector() {
    const Projector& projector = model_.projector;
    in("projector");
    add("widths", fmt::format("{} → {} → {} → {} → {}", projector.d_in, projector.d_merged,
                              projector.d_hidden, projector.d_second, projector.d_out));
    count("tokens joined", projector.n_merged);
    count("lower projectors", projector.n_deepstack);
    count("learned tokens", projector.n_learned_tokens);
    add("activation", projector.act_fn.empty() ? "none" : projector.act_fn);
    add("norm", projector.norm ? std::string(name_of(projector.normalization)) : "none");
    flag("weights of the norm", projector.norm_weights);
    flag("norm sees joined tokens", projector.norm_joined);
    flag("inner norm", projector.inner_norm);
    flag("norm between the maps", projector.hidden_norm);
    flag("norm above", projector.out_norm);
    flag("shared", projector.shared);
    flag("gated", projector.gated);
    flag("biases", projector.bias);
    flag("bias of the first map", projector.merge_bias);
    const Resampler& latents = model_.resampler;
    in("resampler");
    count("latents", latents.n_latents);
    count("layers", latents.n_layers);
    add("heads", fmt::format("{} × {}", latents.n_heads, latents.d_head));
    count("key/value heads", latents.n_key_value_heads);
    count("width of the MLP", latents.d_mlp);
  }

  void add_towers() {
    add_projector();
    in("model");
    count("towers", static_cast<std::int64_t>(model_.encoders.size()));
    for (std::size_t i = 0; i < model_.encoders.size(); ++i) {
      for (ModelFact& fact : facts_of(model_.encoders[i])) {
        fact.part = fmt::format("tower {}: {}", i + 1, fact.part);
        facts_.push_back(std::move(fact));
      }
    }
  }

  const ModelArchitecture& model_;
  std::string part_;
  std::vector<ModelFact> facts_;
};

}  // namespace

std::string with_commas(std::int64_t number) {
  std::string digits = fmt::format("{}", number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits;
}

std::vector<ModelFact> facts_of(const ModelArchitecture& model) { return FactList(model).run(); }

}  // namespace tviz
