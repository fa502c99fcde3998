// SPDX-License-Identifier: MIT
#include "parameters.hpp"

namespace tviz::test {
namespace {

using Count = std::int64_t;

Count if_so(bool used, Count size) { return used ? size : 0; }

Count linear(Count in, Count out, bool bias) { return in * out + if_so(bias, out); }

Count norm(const ModelArchitecture& m, Normalization kind, Count width) {
  if (kind == Normalization::None || !m.learned_norms) return 0;
  return width * (kind == Normalization::LayerNorm && m.biases.norm ? 2 : 1);
}

Count latent_attention(const ModelArchitecture& m) {
  const LatentAttention& l = m.latent;
  const Count d_query = m.n_heads * (l.d_nope + l.d_rope);
  Count count =
      l.q_rank == 0 ? m.d_model * d_query : m.d_model * l.q_rank + l.q_rank + l.q_rank * d_query;
  count += m.d_model * (l.kv_rank + l.d_rope) + l.kv_rank;
  count += l.kv_rank * m.n_heads * (l.d_nope + l.d_value) + m.n_heads * l.d_value * m.d_model;
  if (l.n_index_heads > 0) {
    count += l.q_rank * l.n_index_heads * l.d_index + m.d_model * l.d_index + 2 * l.d_index +
             m.d_model * l.n_index_heads;
  }
  return count;
}

Count attention(const ModelArchitecture& m, const LayerKind& layer) {
  if (m.latent.kv_rank > 0) return latent_attention(m);
  const Count heads = layer.n_heads > 0 ? layer.n_heads : m.n_heads;
  const Count groups = layer.n_key_value_heads > 0 ? layer.n_key_value_heads : m.n_key_value_heads;
  const Count d_head = layer.d_head > 0 ? layer.d_head : m.d_head;
  const bool bias = m.biases.query_key_value;
  Count count = linear(m.d_model, heads * d_head, bias) +
                linear(m.d_model, groups * d_head, bias && m.biases.key) +
                linear(m.d_model, groups * d_head, bias) +
                linear(heads * d_head, m.d_model, m.biases.attention_output);
  if (m.attention_gate) count += m.d_model * heads * (m.per_head_gate ? 1 : d_head);
  if (m.attention_norm) count += norm(m, m.normalization, heads * d_head);
  if (m.relative_keys) count += linear(m.d_model, heads * d_head, bias && m.biases.key);
  if (m.relative_queries) count += linear(m.d_model, heads * d_head, bias);
  if (m.relative_per_layer) count += m.n_relative_buckets * heads;
  count += if_so(m.attention_sinks, heads);
  if (!m.query_key_norm_weights) return count;
  const Normalization kind = m.normalization;
  if (m.query_key_norm == QueryKeyNorm::None) return count;
  if (m.query_key_norm == QueryKeyNorm::PerHead) return count + 2 * norm(m, kind, d_head);
  return count + norm(m, kind, heads * d_head) + norm(m, kind, groups * d_head);
}

Count mamba(const ModelArchitecture& m) {
  const StateSpace& s = m.state_space;
  return linear(m.d_model, 2 * s.d_inner, s.projection_bias) + s.d_inner * s.d_conv +
         if_so(s.conv_bias, s.d_inner) + s.d_inner * (s.dt_rank + 2 * s.d_state) +
         linear(s.dt_rank, s.d_inner, true) + s.d_inner * s.d_state + s.d_inner +
         linear(s.d_inner, m.d_model, s.projection_bias) +
         if_so(s.inner_norms, s.dt_rank + 2 * s.d_state);
}

Count mamba2(const ModelArchitecture& m) {
  const StateSpace& s = m.state_space;
  const Count convolved = s.d_inner + 2 * s.n_groups * s.d_state;
  return linear(m.d_model, s.d_inner + convolved + s.n_heads, s.projection_bias) +
         convolved * s.d_conv + if_so(s.conv_bias, convolved) + 3 * s.n_heads +
         if_so(s.gated_norm, s.d_inner) + linear(s.d_inner, m.d_model, s.projection_bias);
}

/// Input, output and two gates; each channel is convolved alone.
Count short_convolution(const ModelArchitecture& m) {
  const ShortConvolution& c = m.short_convolution;
  return linear(m.d_model, 3 * m.d_model, c.bias) + linear(c.d_conv, m.d_model, c.bias) +
         linear(m.d_model, m.d_model, c.bias);
}

Count gated_delta_net(const ModelArchitecture& m) {
  const LinearAttention& a = m.linear_attention;
  const Count keys = a.n_key_heads * a.d_key;
  const Count values = a.n_value_heads * a.d_value;
  return m.d_model * (2 * keys + 2 * values) + m.d_model * 2 * a.n_value_heads +
         (2 * keys + values) * a.d_conv + 2 * a.n_value_heads + a.d_value + values * m.d_model;
}

/// With an output gate; the forget gate goes through a bottleneck and has a bias.
Count gated_linear_attention(const ModelArchitecture& m) {
  const LinearAttention& a = m.linear_attention;
  const Count keys = a.n_key_heads * a.d_key;
  const Count values = a.n_value_heads * a.d_value;
  return m.d_model * (2 * keys + 2 * values) + m.d_model * a.gate_rank +
         linear(a.gate_rank, keys, true) + a.d_value + values * m.d_model +
         (2 * keys + values) * a.d_conv;
}

/// Time mixing of RWKV-4: decay, bonus and three mixtures beside four maps.
Count rwkv(const ModelArchitecture& m) { return 5 * m.d_model + 4 * m.d_model * m.d_model; }

Count mixer(const ModelArchitecture& m, const LayerKind& layer, TokenMixer kind) {
  switch (kind) {
    case TokenMixer::None:
      return 0;
    case TokenMixer::Attention:
      return attention(m, layer);
    case TokenMixer::Mamba:
      return mamba(m);
    case TokenMixer::Mamba2:
      return mamba2(m);
    case TokenMixer::Rwkv:
      return rwkv(m);
    case TokenMixer::GatedDeltaNet:
      return gated_delta_net(m);
    case TokenMixer::GatedLinearAttention:
      return gated_linear_attention(m);
    case TokenMixer::ShortConvolution:
      return short_convolution(m);
    case TokenMixer::Fourier:
    case TokenMixer::MatrixLstm:
      break;
  }
  return 0;
}

Count mlp(const ModelArchitecture& m, Count hidden, bool bias) {
  const Count into = m.gated_mlp ? 2 * hidden : hidden;
  return m.d_model * (into + hidden) + if_so(bias, into + m.d_model);
}

Count experts(const ModelArchitecture& m, bool active) {
  const ExpertMixture& e = m.experts;
  const Count used = active ? e.experts_per_token : e.n_experts;
  ModelArchitecture inner = m;
  if (e.d_latent > 0) inner.d_model = e.d_latent;
  Count count = m.d_model * e.n_experts + if_so(e.router_bias, e.n_experts) +
                used * mlp(inner, e.d_expert, e.biases) + 2 * m.d_model * e.d_latent;
  if (e.d_shared > 0)
    count += mlp(m, e.d_shared, e.shared_biases) + if_so(e.gated_shared_expert, m.d_model);
  return count;
}

Count feed_forward(const ModelArchitecture& m, const LayerKind& layer, bool active) {
  const Count hidden = (layer.d_mlp > 0 ? layer.d_mlp : m.d_mlp) * (layer.wide_mlp ? 2 : 1);
  Count dense = hidden == 0 ? 0 : mlp(m, hidden, m.biases.mlp && m.biases.mlp_in);
  if (m.mlp_norm) dense += norm(m, m.normalization, hidden);
  if (hidden > 0 && m.biases.mlp && !m.biases.mlp_in) dense += m.d_model;
  if (m.act_fn == "xielu") dense += 2;
  if (layer.mixer == TokenMixer::Rwkv) dense += 2 * m.d_model + m.d_model * m.d_model;
  switch (layer.feed_forward) {
    case FeedForward::None:
      return 0;
    case FeedForward::Dense:
      return dense;
    case FeedForward::Experts:
      return experts(m, active);
    case FeedForward::DenseAndExperts:
      return dense + experts(m, active);
  }
  return 0;
}

Count layer_parameters(const ModelArchitecture& m, const LayerKind& layer, bool active) {
  const bool has_mlp = layer.feed_forward != FeedForward::None && !m.attn_only();
  const int parts = (layer.mixer != TokenMixer::None ? 1 : 0) + (layer.cross_attention ? 1 : 0) +
                    (has_mlp ? 1 : 0);
  int norms = m.norm_placement == NormPlacement::Sandwich ? 2 * parts : parts;
  if (m.parallel_attn_mlp && m.shared_norm) norms = 1;
  if (!layer.mixer_norm) --norms;
  if (layer.mlp_post_norm) ++norms;
  Count count = norms * norm(m, m.normalization, m.d_model) + mixer(m, layer, layer.mixer) +
                mixer(m, layer, layer.parallel_mixer);
  if (layer.cross_attention) {
    ModelArchitecture plain = m;
    plain.relative_per_layer = false;
    count += attention(plain, {});
  }
  if (m.layer_scale) count += parts * m.d_model;
  if (m.d_per_layer > 0) count += (2 * m.d_per_layer + 1) * m.d_model;
  // Llama 3.2 Vision: norms of queries and keys, and a gate for each ⊕.
  if (layer.cross_attention && layer.mixer == TokenMixer::None) count += 2 * m.d_head + 2;
  return count + (has_mlp ? feed_forward(m, layer, active) : 0);
}

Count patches(const ModelArchitecture& m) {
  const PatchEmbedding& p = m.patches;
  Count count = 0;
  if (p.patch_size > 0) {
    count += linear(p.patch_size * p.patch_size * p.frames * p.n_channels, m.d_model, p.bias);
  }
  if (p.n_mels > 0)
    count += linear(3 * p.n_mels, m.d_model, true) + linear(3 * m.d_model, m.d_model, true);
  if (p.d_wave > 0) {
    const Count d = p.d_wave;
    constexpr Count kKernel = 128;  // Of the convolution that gives positions, in 16 groups.
    count += d * 10 + 2 * d + d * d * (4 * 3 + 2 * 2) + 2 * d + linear(d, m.d_model, true) +
             m.d_model * (m.d_model / 16) * kKernel + kKernel + m.d_model;
  }
  return count + (p.n_registers + if_so(p.class_token, 1) + if_so(p.mask_token, 1)) * m.d_model;
}

Count projector(const ModelArchitecture& m) {
  const Projector& p = m.projector;
  if (p.d_out == 0) return 0;
  const Count d_from = p.d_merged > 0 ? p.d_merged : p.d_in;
  const Count maps = p.d_hidden == 0
                         ? linear(d_from, p.d_out, p.bias)
                         : linear(d_from, p.d_hidden, p.bias) + linear(p.d_hidden, p.d_out, p.bias);
  const Normalization kind =
      p.normalization == Normalization::None ? m.normalization : p.normalization;
  const Count gate = p.gated ? linear(d_from, p.d_hidden, p.bias) : 0;
  const Count merging = p.d_merged == 0 ? 0 : linear(p.d_in, p.d_merged, p.merge_bias);
  const Count inner = p.inner_norm ? p.d_merged * p.d_merged + 2 * p.d_merged : 0;
  return maps + gate + merging + inner + p.n_learned_tokens * p.d_out +
         (p.norm ? norm(m, kind, p.norm_joined ? p.d_in : p.d_in / p.n_merged) : 0) +
         p.n_deepstack * (maps + norm(m, kind, p.d_in));
}

Count entry(const ModelArchitecture& m) {
  const Count d_embedding = m.d_embedding > 0 ? m.d_embedding : m.d_model;
  Count count = m.shared_embedding ? 0 : m.d_vocab * d_embedding;
  // OPT's narrow embedding is projected without a bias, ALBERT's with one.
  const bool is_wide = d_embedding != m.d_model;
  const Count d_entry = is_wide && !m.causal ? d_embedding : m.d_model;
  if (is_wide)
    count += linear(d_embedding, m.d_model, !m.causal) + if_so(m.causal, d_embedding * m.d_model);
  if (m.positional_embedding == PositionalEmbedding::Learned ||
      m.positional_embedding == PositionalEmbedding::Shortformer) {
    count += (m.n_ctx + m.extra_positions) * d_entry;
  }
  if (m.positional_embedding == PositionalEmbedding::Sinusoidal && m.stored_positions) {
    count += (m.n_ctx + m.extra_positions) * d_entry;
  }
  if (m.positional_embedding == PositionalEmbedding::Rotary && m.stored_positions) {
    count += m.n_ctx * m.d_head;
  }
  if (m.n_relative_buckets > 0 && !m.relative_per_layer) {
    count += m.n_relative_buckets * (m.d_relative > 0 ? m.d_relative : m.n_heads);
    if (m.relative_norm) count += norm(m, m.normalization, m.d_relative);
  }
  count += m.n_token_types * d_entry + patches(m);
  return count + (m.embedding_norm ? norm(m, m.normalization, d_entry) : 0);
}

Count exit(const ModelArchitecture& m) {
  const Count d_embedding = m.d_embedding > 0 ? m.d_embedding : m.d_model;
  const Normalization kind =
      m.final_normalization == Normalization::None ? m.normalization : m.final_normalization;
  Count count = m.final_norm ? norm(m, kind, m.d_model) : 0;
  const Count d_prediction = m.d_prediction > 0 ? m.d_prediction : d_embedding;
  const Count unembedding = if_so(!m.tie_word_embeddings, d_prediction * m.d_vocab_out) +
                            if_so(m.biases.unembedding, m.d_vocab_out);
  switch (m.output_head) {
    case OutputHead::None:
      return count;
    case OutputHead::LanguageModel:
      return count + unembedding;
    case OutputHead::MaskedLanguageModel:
      return count + linear(m.d_model, d_prediction, m.biases.head) +
             norm(m, Normalization::LayerNorm, d_prediction) + unembedding;
    case OutputHead::TokenClassifier:
    case OutputHead::Classifier:
      return count + linear(m.d_model, m.n_labels, true);
    case OutputHead::AttentionPooler:
      return count + linear(m.d_model, 4 * m.d_model, true) + 4 * m.d_model +
             linear(m.d_model, 2 * m.d_mlp, false) + m.d_mlp;
    case OutputHead::Pooler:
      return count + linear(m.d_model, m.d_model, true);
  }
  return count;
}

/// The pooler of a tower, which its decoder does not read.
Count unread_head(const ModelArchitecture& m) {
  if (m.unread_head == OutputHead::None) return 0;
  ModelArchitecture alone = m;
  alone.final_norm = false;
  alone.output_head = m.unread_head;
  return exit(alone);
}

Count counted(const ModelArchitecture& m, bool active) {
  Count count = entry(m) + exit(m) + unread_head(m) + projector(m);
  if (m.kind == "dual_encoder") ++count;  // The temperature of CLIP's logits.
  const Count n_layers = m.shared_layers ? 1 : m.n_layers;
  for (Count i = 0; i < n_layers; ++i) count += layer_parameters(m, m.layer(i), active);
  for (const ModelArchitecture& tower : m.encoders) count += counted(tower, active);
  return count;
}

}  // namespace

std::int64_t parameters(const ModelArchitecture& model) { return counted(model, false); }

std::int64_t active_parameters(const ModelArchitecture& model) { return counted(model, true); }

}  // namespace tviz::test
