// SPDX-License-Identifier: MIT
#include "layers.hpp"

#include <algorithm>
#include <array>

#include "components.hpp"
#include "wording.hpp"

namespace transformers {

namespace {

using tviz::FeedForward;
using tviz::LayerKind;
using tviz::ModelArchitecture;
using tviz::TokenMixer;

bool has_dense(const LayerKind& kind) {
  return kind.feed_forward == FeedForward::Dense ||
         kind.feed_forward == FeedForward::DenseAndExperts;
}

/// The layer's own number, else the model's, but 0 where it has no meaning.
std::int64_t filled(std::int64_t own, std::int64_t models, bool has_meaning) {
  if (!has_meaning) return 0;
  return own > 0 ? own : models;
}

LayerKind resolved(const ModelArchitecture& model, LayerKind kind) {
  const bool attends = kind.mixer == TokenMixer::Attention;
  const bool has_heads = attends || kind.cross_attention;
  kind.n_heads = filled(kind.n_heads, model.n_heads, has_heads);
  kind.n_key_value_heads = filled(kind.n_key_value_heads, model.n_key_value_heads, has_heads);
  kind.d_head = filled(kind.d_head, model.d_head, has_heads);
  kind.d_mlp = filled(kind.d_mlp, model.d_mlp, has_dense(kind));
  kind.kv_rank = filled(kind.kv_rank, model.latent.kv_rank, attends);
  kind.d_nope = filled(kind.d_nope, model.latent.d_nope, attends);
  if (kind.wide_mlp) kind.d_mlp *= 2;
  kind.wide_mlp = false;
  if (kind.feed_forward == FeedForward::Dense && kind.d_mlp == 0) {
    kind.feed_forward = FeedForward::None;
  }
  if (!attends) {
    kind.reach = tviz::AttentionReach::Global;
    kind.rotary = kind.key_value_maps = kind.value_map = kind.output_bias = true;
    kind.indexer = true;
  }
  if (kind.mixer == TokenMixer::None) kind.mixer_norm = true;
  return kind;
}

/// Which of the tensors of the model's family a layer has, a bit for each.
std::uint64_t own_tensors(const ModelArchitecture& model, std::int64_t layer) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < model.own_tensors.size(); ++i) {
    const std::vector<bool>& layers = model.own_tensors[i].layers;
    const auto index = static_cast<std::size_t>(layer);
    const bool has = layers.empty() || (index < layers.size() && layers[index]);
    if (has) bits |= std::uint64_t{1} << i;
  }
  return bits;
}

/// One of the things in which layers can differ: how it is called in one of them.
using Facet = LayerName (*)(const ModelArchitecture& model, const Layers& layers,
                            const LayerKind& kind);

template <class Predicate>
bool any(const Layers& layers, const Predicate& predicate) {
  return std::any_of(layers.kinds.begin(), layers.kinds.end(), predicate);
}

LayerName attention_name(const ModelArchitecture& model, const Layers& layers,
                         const LayerKind& kind) {
  const auto has_reach = [&](tviz::AttentionReach reach) {
    return any(layers, [&](const LayerKind& each) {
      return each.mixer == TokenMixer::Attention && each.reach == reach;
    });
  };
  if (!has_reach(tviz::AttentionReach::Global) || !has_reach(tviz::AttentionReach::Local)) {
    return {"attention", "attention"};
  }
  if (kind.reach == tviz::AttentionReach::Global) return {"global attention", "global"};
  return {"local attention, " + window(model), "local"};
}

LayerName name_of_mixer(const ModelArchitecture& model, const Layers& layers, const LayerKind& kind,
                        TokenMixer mixer) {
  switch (mixer) {
    case TokenMixer::Attention:
      return attention_name(model, layers, kind);
    case TokenMixer::Mamba:
      return {"Mamba", "Mamba"};
    case TokenMixer::Mamba2:
      return {"Mamba-2", "Mamba-2"};
    case TokenMixer::Rwkv:
      return {"RWKV", "RWKV"};
    case TokenMixer::GatedDeltaNet:
      return {"gated delta net", "delta net"};
    case TokenMixer::GatedLinearAttention:
      return {"gated linear attention", "linear attention"};
    case TokenMixer::ShortConvolution:
      return {"short convolution", "convolution"};
    case TokenMixer::Fourier:
      return {"Fourier transform", "Fourier"};
    case TokenMixer::MatrixLstm:
      return {"matrix LSTM", "mLSTM"};
    case TokenMixer::None:
      break;
  }
  return {};
}

LayerName mixer_name(const ModelArchitecture& model, const Layers& layers, const LayerKind& kind) {
  LayerName name = name_of_mixer(model, layers, kind, kind.mixer);
  const LayerName other = name_of_mixer(model, layers, kind, kind.parallel_mixer);
  if (other.name.empty()) return name;
  return {name.name + " and " + other.name, name.short_name + " and " + other.short_name};
}

LayerName cross_name(const ModelArchitecture& /*model*/, const Layers& /*layers*/,
                     const LayerKind& kind) {
  if (!kind.cross_attention) return {};
  return {"cross-attention", "cross-attention"};
}

LayerName feed_forward_name(const ModelArchitecture& /*model*/, const Layers& layers,
                            const LayerKind& kind) {
  switch (kind.feed_forward) {
    case FeedForward::Dense:
      if (any(layers, [](const LayerKind& each) {
            return each.feed_forward == FeedForward::Experts ||
                   each.feed_forward == FeedForward::DenseAndExperts;
          })) {
        return {"dense MLP", "dense"};
      }
      return {"MLP", "MLP"};
    case FeedForward::Experts:
      return {"mixture of experts", "mixture of experts"};
    case FeedForward::DenseAndExperts:
      return {"MLP and mixture of experts", "MLP and experts"};
    case FeedForward::None:
      break;
  }
  return {};
}

LayerName position_name(const ModelArchitecture& /*model*/, const Layers& /*layers*/,
                        const LayerKind& kind) {
  if (kind.rotary) return {};
  return {"without positions", "no positions"};
}

LayerName norm_name(const ModelArchitecture& /*model*/, const Layers& /*layers*/,
                    const LayerKind& kind) {
  if (kind.mixer_norm) return {};
  return {"without a first norm", "no first norm"};
}

LayerName key_value_name(const ModelArchitecture& /*model*/, const Layers& /*layers*/,
                         const LayerKind& kind) {
  if (!kind.key_value_maps) return {"keys and values of an earlier layer", "earlier keys"};
  if (!kind.value_map) return {"values from the keys", "values from keys"};
  return {};
}

LayerName latent_name(const ModelArchitecture& model, const Layers& /*layers*/,
                      const LayerKind& kind) {
  if (model.latent.kv_rank == 0 || kind.kv_rank == 0) return {};
  const std::string text = "latent of " + std::to_string(kind.kv_rank);
  return {text, text};
}

LayerName indexer_name(const ModelArchitecture& model, const Layers& /*layers*/,
                       const LayerKind& kind) {
  const bool attends = kind.mixer == TokenMixer::Attention;
  if (model.latent.n_index_heads == 0 || !attends || kind.indexer) return {};
  return {"without an indexer", "no indexer"};
}

LayerName own_tensors_name(const ModelArchitecture& model, const Layers& /*layers*/,
                           const LayerKind& kind) {
  std::string text;
  for (std::size_t i = 0; i < model.own_tensors.size(); ++i) {
    const bool has = ((kind.own_tensors >> i) & 1U) != 0;
    if (!has || model.own_tensors[i].layers.empty()) continue;
    text += (text.empty() ? "" : ", ") + model.own_tensors[i].says;
  }
  if (text.empty()) return {"plain", "plain"};
  return {text, text};
}

LayerName bias_name(const ModelArchitecture& model, const Layers& /*layers*/,
                    const LayerKind& kind) {
  if (!model.biases.attention_output || !kind.output_bias) return {};
  return {"bias of attention's output", "bias"};
}

LayerName heads_name(const ModelArchitecture& /*model*/, const Layers& /*layers*/,
                     const LayerKind& kind) {
  if (kind.n_heads == 0) return {};
  return {counted(kind.n_heads, "head") + " × " + std::to_string(kind.d_head),
          counted(kind.n_heads, "head")};
}

LayerName groups_name(const ModelArchitecture& /*model*/, const Layers& /*layers*/,
                      const LayerKind& kind) {
  if (kind.n_key_value_heads == 0) return {};
  const std::string text = counted(kind.n_key_value_heads, "key/value head");
  return {text, text};
}

LayerName width_name(const ModelArchitecture& /*model*/, const Layers& /*layers*/,
                     const LayerKind& kind) {
  if (kind.d_mlp == 0) return {};
  const std::string text = "MLP of " + std::to_string(kind.d_mlp);
  return {text, text};
}

void append(std::string& text, const std::string& more) {
  if (more.empty()) return;
  text += (text.empty() ? "" : ", ") + more;
}

/// A facet, and whether layers that lack the thing differ in it from those that have it.
struct NamedFacet {
  Facet name;
  bool counts_absence;
};

constexpr std::array<NamedFacet, 12> kFacets{{{mixer_name, true},
                                              {cross_name, true},
                                              {position_name, true},
                                              {norm_name, true},
                                              {key_value_name, true},
                                              {latent_name, false},
                                              {indexer_name, true},
                                              {bias_name, true},
                                              {heads_name, false},
                                              {groups_name, false},
                                              {feed_forward_name, true},
                                              {width_name, false}}};

/// Adds to `names` what a facet says, if it tells any two layers apart.
void add_facet(const ModelArchitecture& model, const Layers& layers, const NamedFacet& facet,
               std::vector<LayerName>& names) {
  std::vector<LayerName> found;
  for (const LayerKind& each : layers.kinds) found.push_back(facet.name(model, layers, each));
  const LayerName* first = nullptr;
  bool differ = false;
  for (const LayerName& each : found) {
    if (each.name.empty() && !facet.counts_absence) continue;
    if (first == nullptr) first = &each;
    differ = differ || each.name != first->name;
  }
  if (!differ) return;
  for (std::size_t i = 0; i < names.size(); ++i) {
    append(names[i].name, found[i].name);
    append(names[i].short_name, found[i].short_name);
  }
}

/// Whether no two kinds have the same name.
bool are_apart(const std::vector<LayerName>& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (names[i].name == names[j].name) return false;
    }
  }
  return true;
}

}  // namespace

Layers layers_of(const ModelArchitecture& model) {
  Layers layers;
  for (std::int64_t layer = 0; layer < model.n_layers; ++layer) {
    LayerKind kind = resolved(model, model.layer(layer));
    kind.own_tensors = own_tensors(model, layer);
    const auto place = std::find(layers.kinds.begin(), layers.kinds.end(), kind);
    layers.numbers.push_back(static_cast<std::size_t>(place - layers.kinds.begin()));
    if (place == layers.kinds.end()) layers.kinds.push_back(kind);
  }
  return layers;
}

ModelArchitecture at_layer(const ModelArchitecture& model, const LayerKind& kind) {
  ModelArchitecture here = model;
  here.layers.clear();
  here.encoders.clear();
  here.n_heads = kind.n_heads;
  here.n_key_value_heads = kind.n_key_value_heads;
  here.d_head = kind.d_head;
  here.d_mlp = kind.d_mlp;
  if (model.latent.kv_rank > 0 && kind.kv_rank > 0) here.latent.kv_rank = kind.kv_rank;
  if (kind.d_nope > 0) here.latent.d_nope = kind.d_nope;
  if (!kind.indexer) here.latent.n_index_heads = 0;
  here.own_tensors.clear();
  for (std::size_t i = 0; i < model.own_tensors.size(); ++i) {
    if (((kind.own_tensors >> i) & 1U) != 0) here.own_tensors.push_back(model.own_tensors[i]);
  }
  here.biases.attention_output = here.biases.attention_output && kind.output_bias;
  // Layers of a rotary model that are wider have as many rotary dimensions more.
  if (model.rotary_dim == model.d_head) here.rotary_dim = kind.d_head;
  if (kind.rotary) return here;
  here.positional_embedding = tviz::PositionalEmbedding::None;
  here.rotary_dim = 0;
  // modeling_mistral_large4.py: the rotary part of keys belongs to the other in such layers.
  here.latent.d_nope += here.latent.d_rope;
  here.latent.d_rope = 0;
  // modeling_llama4.py, Llama4TextAttention: no norm where there is no rotation.
  if (!model.query_key_norm_weights) here.query_key_norm = tviz::QueryKeyNorm::None;
  return here;
}

std::vector<LayerName> names_of(const ModelArchitecture& model, const Layers& layers) {
  std::vector<LayerName> names(layers.kinds.size());
  for (const NamedFacet& facet : kFacets) add_facet(model, layers, facet, names);
  // Words of a family's own are long: they are there where no others tell its layers apart.
  if (!are_apart(names)) add_facet(model, layers, {own_tensors_name, true}, names);
  return names;
}

}  // namespace transformers
