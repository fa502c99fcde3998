// SPDX-License-Identifier: MIT
#include "tviz/model/architecture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/dimensions.hpp"
#include "tviz/base/error.hpp"

namespace tviz {
namespace {

/// Counts of parameters are kept in 64 bits; well below their end is enough for anybody.
constexpr double kMostParameters = 1e18;

/// A bound from above for the number of parameters; in floating point, which cannot overflow.
double parameter_bound(const ModelArchitecture& model) {
  const auto real = [](std::int64_t value) { return static_cast<double>(value) + 1; };
  const double attention = 4 * real(model.d_model) * real(model.n_heads) * real(model.d_head);
  const double mlp = 3 * real(model.d_model) * real(model.d_mlp);
  const double ends = real(model.d_vocab) + real(model.d_vocab_out) + real(model.n_ctx);
  return real(model.n_layers) * (attention + mlp + 8 * real(model.d_model)) +
         ends * real(model.d_model);
}

void check_ranges(const ModelArchitecture& model, const Limits& limits, std::vector<Fault>& found) {
  for (const Dimension& dimension : kDimensions) {
    if (auto message = range_fault(dimension, model.*dimension.value, limits)) {
      found.push_back({std::string(dimension.field), *std::move(message)});
    }
  }
}

void check_heads(const ModelArchitecture& model, std::vector<Fault>& found) {
  if (model.n_heads % model.n_key_value_heads != 0) {
    found.push_back({"n_key_value_heads", fmt::format("must divide n_heads ({}), got {}",
                                                      model.n_heads, model.n_key_value_heads)});
  }
  const bool is_rotary = model.positional_embedding == PositionalEmbedding::Rotary;
  if (!is_rotary && model.rotary_dim != 0) {
    found.push_back({"rotary_dim",
                     fmt::format("must be 0 without rotary positions, got {}", model.rotary_dim)});
  }
  if (is_rotary && model.rotary_dim > model.d_head) {
    found.push_back({"rotary_dim", fmt::format("must be at most d_head ({}), got {}", model.d_head,
                                               model.rotary_dim)});
  }
}

void check_layers(const ModelArchitecture& model, std::vector<Fault>& found) {
  const auto& layers = model.layers;
  if (!layers.empty() && std::cmp_not_equal(layers.size(), model.n_layers)) {
    found.push_back({"layers", fmt::format("must have {} entries, one a layer, got {}",
                                           model.n_layers, layers.size())});
  }
  const bool any_local = std::any_of(layers.begin(), layers.end(), [](const LayerKind& layer) {
    return layer.reach == AttentionReach::Local;
  });
  if (any_local && model.window_size == 0) {
    found.push_back({"window_size", "local attention needs a window"});
  }
}

void check_texts(const ModelArchitecture& model, const Limits& limits, std::vector<Fault>& found) {
  const std::pair<const char*, const std::string&> texts[] = {{"model_name", model.model_name},
                                                              {"title", model.title},
                                                              {"kind", model.kind},
                                                              {"act_fn", model.act_fn}};
  for (const auto& [field, text] : texts) {
    if (text.size() > limits.text_bytes) {
      found.push_back(
          {field, fmt::format("longer than {} bytes (limit text_bytes)", limits.text_bytes)});
    }
  }
}

}  // namespace

std::string_view name_of(Normalization normalization) {
  switch (normalization) {
    case Normalization::LayerNorm:
      return "LayerNorm";
    case Normalization::RmsNorm:
      return "RMSNorm";
    case Normalization::None:
      break;
  }
  return "none";
}

std::string_view name_of(PositionalEmbedding positions) {
  switch (positions) {
    case PositionalEmbedding::Learned:
      return "learned";
    case PositionalEmbedding::Sinusoidal:
      return "sinusoidal";
    case PositionalEmbedding::Rotary:
      return "rotary";
    case PositionalEmbedding::Alibi:
      return "alibi";
    case PositionalEmbedding::Relative:
      return "relative";
    case PositionalEmbedding::Shortformer:
      return "shortformer";
    case PositionalEmbedding::None:
      break;
  }
  return "none";
}

std::string_view name_of(NormPlacement placement) {
  switch (placement) {
    case NormPlacement::Post:
      return "post";
    case NormPlacement::Sandwich:
      return "sandwich";
    case NormPlacement::OnStream:
      return "on_stream";
    case NormPlacement::Pre:
      break;
  }
  return "pre";
}

std::string_view name_of(AttentionReach reach) {
  return reach == AttentionReach::Local ? "local" : "global";
}

std::string_view name_of(TokenMixer mixer) {
  switch (mixer) {
    case TokenMixer::Attention:
      return "attention";
    case TokenMixer::Mamba:
      return "mamba";
    case TokenMixer::Mamba2:
      return "mamba2";
    case TokenMixer::Rwkv:
      return "rwkv";
    case TokenMixer::GatedDeltaNet:
      return "gated_delta_net";
    case TokenMixer::GatedLinearAttention:
      return "gated_linear_attention";
    case TokenMixer::None:
      break;
  }
  return "none";
}

std::string_view name_of(FeedForward feed_forward) {
  switch (feed_forward) {
    case FeedForward::Dense:
      return "dense";
    case FeedForward::Experts:
      return "experts";
    case FeedForward::DenseAndExperts:
      return "dense_and_experts";
    case FeedForward::None:
      break;
  }
  return "none";
}

std::optional<std::string> range_fault(const Dimension& dimension, std::int64_t value,
                                       const Limits& limits) {
  if (value < dimension.least) {
    return fmt::format("must be at least {}, got {}", dimension.least, value);
  }
  if (value > limits.*dimension.most) {
    return fmt::format("must be at most {}, got {} (limit {})", limits.*dimension.most, value,
                       dimension.limit);
  }
  return std::nullopt;
}

void derive(ModelArchitecture& model) {
  const auto fill = [](std::int64_t& value, std::int64_t from) {
    if (value == 0) value = from;
  };
  fill(model.n_key_value_heads, model.n_heads);
  fill(model.d_vocab_out, model.d_vocab);
  if (model.n_heads > 0 && model.d_model % model.n_heads == 0) {
    fill(model.d_head, model.d_model / model.n_heads);
  }
  if (model.positional_embedding == PositionalEmbedding::Rotary) {
    fill(model.rotary_dim, model.d_head);
  }
}

std::vector<Fault> faults(const ModelArchitecture& model, const Limits& limits) {
  std::vector<Fault> found;
  check_ranges(model, limits, found);
  check_texts(model, limits, found);
  // The rest compares numbers, which says nothing if they are wrong in themselves.
  if (!found.empty()) return found;
  check_heads(model, found);
  check_layers(model, found);
  if (model.parallel_attn_mlp && model.attn_only()) {
    found.push_back({"parallel_attn_mlp", "needs an MLP, but d_mlp is 0"});
  }
  if (parameter_bound(model) > kMostParameters) {
    found.push_back({"d_model", fmt::format("makes more than {:.0e} parameters", kMostParameters)});
  }
  return found;
}

void complete(ModelArchitecture& model, std::string_view source, const Limits& limits) {
  derive(model);
  std::vector<Problem> problems;
  for (Fault& fault : faults(model, limits)) {
    problems.push_back(
        {std::move(fault.message), {std::string(source), 0, 0, std::move(fault.field)}, {}});
  }
  throw_if_any(std::move(problems));
}

}  // namespace tviz
