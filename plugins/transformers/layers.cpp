// SPDX-License-Identifier: MIT
#include "layers.hpp"

#include <algorithm>

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
  if (kind.feed_forward == FeedForward::Dense && kind.d_mlp == 0) {
    kind.feed_forward = FeedForward::None;
  }
  if (!attends) {
    kind.reach = tviz::AttentionReach::Global;
    kind.rotary = true;
  }
  return kind;
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

LayerName mixer_name(const ModelArchitecture& model, const Layers& layers, const LayerKind& kind) {
  switch (kind.mixer) {
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
    case TokenMixer::None:
      break;
  }
  return {};
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

/// Facets of layers that have the thing at all; two that lack it do not differ in it.
bool differs(const ModelArchitecture& model, const Layers& layers, Facet facet, bool ignore_none) {
  std::vector<std::string> names;
  for (const LayerKind& each : layers.kinds) {
    std::string name = facet(model, layers, each).name;
    if (!ignore_none || !name.empty()) names.push_back(std::move(name));
  }
  return !names.empty() && std::any_of(names.begin(), names.end(),
                                       [&](const auto& each) { return each != names[0]; });
}

}  // namespace

Layers layers_of(const ModelArchitecture& model) {
  Layers layers;
  for (std::int64_t layer = 0; layer < model.n_layers; ++layer) {
    const LayerKind kind = resolved(model, model.layer(layer));
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
  // Layers of a rotary model that are wider have as many rotary dimensions more.
  if (model.rotary_dim == model.d_head) here.rotary_dim = kind.d_head;
  if (kind.rotary) return here;
  here.positional_embedding = tviz::PositionalEmbedding::None;
  here.rotary_dim = 0;
  // modeling_llama4.py, Llama4TextAttention: no norm where there is no rotation.
  if (!model.query_key_norm_weights) here.query_key_norm = tviz::QueryKeyNorm::None;
  return here;
}

LayerName name_of(const ModelArchitecture& model, const Layers& layers, std::size_t kind) {
  LayerName name;
  if (layers.kinds.size() < 2) return name;
  const LayerKind& here = layers.kinds[kind];
  const auto add = [&](Facet facet, bool ignore_none) {
    if (!differs(model, layers, facet, ignore_none)) return;
    const LayerName more = facet(model, layers, here);
    append(name.name, more.name);
    append(name.short_name, more.short_name);
  };
  add(mixer_name, false);
  add(cross_name, false);
  add(position_name, false);
  add(heads_name, true);
  add(groups_name, true);
  add(feed_forward_name, false);
  add(width_name, true);
  return name;
}

}  // namespace transformers
