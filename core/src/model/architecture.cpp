// SPDX-License-Identifier: MIT
#include "tviz/model/architecture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "model/fields.hpp"
#include "model/model_title.hpp"
#include "tviz/base/error.hpp"

namespace tviz {
namespace {

/// Counts of parameters are kept in 64 bits; well below their end is enough for anybody.
constexpr double kMostParameters = 1e18;

double real(std::int64_t value) { return static_cast<double>(value) + 1; }

/// A bound from above for the number of parameters of one layer.
double layer_bound(const ModelArchitecture& model) {
  const LatentAttention& latent = model.latent;
  const ExpertMixture& experts = model.experts;
  const StateSpace& state = model.state_space;
  const LinearAttention& linear = model.linear_attention;
  std::int64_t d_mlp = model.d_mlp;
  std::int64_t heads_width = model.n_heads * model.d_head;
  for (const LayerKind& layer : model.layers) {
    d_mlp = std::max(d_mlp, layer.d_mlp);
    heads_width = std::max(
        heads_width, std::max(layer.n_heads, model.n_heads) * std::max(layer.d_head, model.d_head));
  }
  const double attention =
      4 * real(heads_width) + 4 * real(latent.q_rank + latent.kv_rank) +
      real(latent.o_rank) * real(latent.o_groups) +
      2 * real(latent.n_index_heads) * real(latent.d_index) +
      4 * real(state.d_inner + state.d_state + state.dt_rank) +
      real(model.short_convolution.d_conv) + 4 * real(model.d_model) +
      3 * real(std::max(model.convolution.d_inner, model.d_model)) +
      real(model.convolution.d_conv) +
      6 * real(linear.n_value_heads + linear.n_key_heads) * real(linear.d_key + linear.d_value);
  const double latents = real(latent.q_rank + latent.kv_rank) * real(model.n_heads) *
                         real(latent.d_nope + latent.d_rope + latent.d_value);
  const double mixture = real(experts.n_experts) * 3 * real(experts.d_expert) +
                         3 * real(experts.d_shared) + real(experts.n_experts) +
                         2 * real(experts.d_latent);
  return real(model.d_model) * (attention + 6 * real(d_mlp) + mixture + 16) + latents;
}

/// The same for the tensors of its family, as if all layers had them.
double own_bound(const ModelArchitecture& model) {
  double bound = 0;
  for (const OwnTensors& tensors : model.own_tensors) {
    for (const auto& [name, shape] : tensors.shapes) {
      double size = real(model.n_layers);
      for (const std::int64_t each : shape) size *= real(each);
      bound += size;
    }
  }
  return bound;
}

/// A bound from above for all parameters; in floating point, which cannot overflow.
double parameter_bound(const ModelArchitecture& model) {
  const double ends = real(model.d_vocab) + real(model.d_vocab_out) + real(model.n_ctx) +
                      real(model.patches.patch_size) * real(model.patches.patch_size) *
                          real(model.patches.n_channels) * real(model.patches.frames);
  const Projector& projector = model.projector;
  return real(model.n_layers) * layer_bound(model) + ends * real(model.d_model) + own_bound(model) +
         real(projector.n_deepstack) * (real(projector.d_in) + real(projector.d_out)) *
             (real(projector.d_hidden) + real(projector.d_out));
}

bool has_attention(const ModelArchitecture& model) {
  return model.layers.empty() ||
         std::any_of(model.layers.begin(), model.layers.end(), [](const LayerKind& layer) {
           return layer.mixer == TokenMixer::Attention || layer.cross_attention;
         });
}

/// What reads an image or sound has no vocabulary.
bool has_tokens(const ModelArchitecture& model) {
  const PatchEmbedding& patches = model.patches;
  return model.patches_among_tokens ||
         (!patches.listed && patches.patch_size == 0 && patches.n_mels == 0 && patches.d_wave == 0);
}

/// Whether a number that need not be given is missing because nothing needs it.
bool may_be_missing(const ModelArchitecture& model, std::string_view field) {
  if (field.starts_with("d_vocab")) return !has_tokens(model);
  const bool is_of_heads = field == "n_heads" || field == "n_key_value_heads" || field == "d_head";
  return is_of_heads && !has_attention(model);
}

void check_ranges(const ModelArchitecture& model, const Limits& limits, std::vector<Fault>& found) {
  for (const Dimension& dimension : dimensions()) {
    const std::int64_t value = dimension.of(model);
    if (value == 0 && may_be_missing(model, dimension.field)) continue;
    if (auto message = range_fault(dimension, value, limits)) {
      found.push_back({std::string(dimension.field), *std::move(message)});
    }
  }
}

/// Of one layer's own numbers, or the model's.
void check_heads_of(const ModelArchitecture& model, const LayerKind& layer,
                    std::vector<Fault>& found) {
  const std::int64_t n_heads = layer.n_heads > 0 ? layer.n_heads : model.n_heads;
  const std::int64_t n_key_value_heads =
      layer.n_key_value_heads > 0 ? layer.n_key_value_heads : model.n_key_value_heads;
  if (n_key_value_heads > 0 && n_heads % n_key_value_heads != 0) {
    found.push_back({"n_key_value_heads",
                     fmt::format("must divide n_heads ({}), got {}", n_heads, n_key_value_heads)});
  }
}

void check_rotation(const ModelArchitecture& model, std::vector<Fault>& found) {
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

void check_layers(const ModelArchitecture& model, const Limits& limits, std::vector<Fault>& found) {
  const auto& layers = model.layers;
  if (!layers.empty() && std::cmp_not_equal(layers.size(), model.n_layers)) {
    found.push_back({"layers", fmt::format("must have {} entries, one per layer, got {}",
                                           model.n_layers, layers.size())});
  }
  const auto any = [&](const auto& is_so) {
    return std::any_of(layers.begin(), layers.end(), is_so);
  };
  const auto has_mixer = [&](TokenMixer mixer) {
    return any([&](const LayerKind& layer) {
      return layer.mixer == mixer || layer.parallel_mixer == mixer;
    });
  };
  if (any([](const LayerKind& layer) { return layer.reach == AttentionReach::Local; }) &&
      model.window_size == 0) {
    found.push_back({"window_size", "local attention needs a window"});
  }
  if ((has_mixer(TokenMixer::Mamba) || has_mixer(TokenMixer::Mamba2)) &&
      model.state_space.d_inner == 0) {
    found.push_back({"state_space.d_inner", "must be at least 1, got 0"});
  }
  const bool is_linear =
      has_mixer(TokenMixer::GatedDeltaNet) || has_mixer(TokenMixer::GatedLinearAttention);
  if (is_linear && model.linear_attention.n_value_heads == 0) {
    found.push_back({"linear_attention.n_value_heads", "must be at least 1, got 0"});
  }
  if (has_mixer(TokenMixer::ShortConvolution) && model.short_convolution.d_conv == 0) {
    found.push_back({"short_convolution.d_conv", "must be at least 1, got 0"});
  }
  if (any([&](const LayerKind& layer) {
        return layer.n_heads > limits.heads || layer.n_key_value_heads > limits.heads ||
               layer.d_head > limits.width || layer.d_mlp > limits.width;
      })) {
    found.push_back({"layers", "a number for one of the layers exceeds its limit"});
  }
}

void check_experts(const ModelArchitecture& model, std::vector<Fault>& found) {
  const ExpertMixture& experts = model.experts;
  if (experts.n_experts == 0) return;
  if (experts.experts_per_token > experts.n_experts) {
    found.push_back(
        {"experts.experts_per_token", fmt::format("must be at most {} (n_experts), got {}",
                                                  experts.n_experts, experts.experts_per_token)});
  }
  if (experts.experts_per_token == 0) {
    found.push_back({"experts.experts_per_token", "must be at least 1, got 0"});
  }
  if (experts.d_expert == 0) found.push_back({"experts.d_expert", "must be at least 1, got 0"});
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

bool is_absolute_path(std::string_view text) {
  const bool has_drive = text.size() > 2 && text[1] == ':' && (text[2] == '\\' || text[2] == '/');
  return has_drive || text.starts_with('/') || text.starts_with('~') || text.starts_with("\\\\");
}

/// What a name tells that is the path of a folder on somebody's computer: the last part, or the
/// model in Hugging Face's cache ("models--openai-community--gpt2/snapshots/607a30d7…").
std::string without_folders(const std::string& name) {
  if (!is_absolute_path(name)) return name;
  std::string cached = name_in_cache(name);
  if (!cached.empty()) return cached;
  std::string last;
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t end = std::min(name.find_first_of("/\\", at), name.size());
    if (end > at) last = name.substr(at, end - at);
    at = end + 1;
  }
  return last.empty() ? "Transformer" : last;
}

}  // namespace

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
  model.model_name = without_folders(model.model_name);
  model.title = without_folders(model.title);
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
  if (model.embedding_map) fill(model.d_embedding, model.d_model);
  if (!model.embedding_map && model.d_embedding == model.d_model) model.d_embedding = 0;
  if (model.experts.d_shared == 0) model.experts.n_shared_experts = 0;
  for (ModelArchitecture& encoder : model.encoders) {
    // modeling_encoder_decoder.py: a map only between different widths.
    const bool is_needless = encoder.projector.d_out == encoder.d_model;
    if (model.kind == "encoder_decoder" && is_needless) encoder.projector = {};
    // modeling_vision_encoder_decoder.py: cross-attention reads the last states, not what is
    // pooled.
    const bool pools = encoder.output_head == OutputHead::Pooler ||
                       encoder.output_head == OutputHead::AttentionPooler;
    if (model.kind == "encoder_decoder" && pools) {
      encoder.unread_head = std::exchange(encoder.output_head, OutputHead::None);
    }
    derive(encoder);
  }
}

std::vector<Fault> faults(const ModelArchitecture& model, const Limits& limits) {
  std::vector<Fault> found;
  check_ranges(model, limits, found);
  check_texts(model, limits, found);
  // The rest compares numbers, which says nothing if they are wrong in themselves.
  if (!found.empty()) return found;
  if (has_attention(model)) {
    check_heads_of(model, {}, found);
    check_rotation(model, found);
  }
  for (const LayerKind& layer : model.layers) {
    if (found.empty()) check_heads_of(model, layer, found);
  }
  check_layers(model, limits, found);
  if (model.latent.o_groups > 0 && model.n_heads % model.latent.o_groups != 0) {
    found.push_back({"latent.o_groups", "must divide n_heads"});
  }
  const DepthLoop& loop = model.loop;
  if (loop.n_times > 1 && (loop.n_layers < 1 || loop.first + loop.n_layers > model.n_layers)) {
    found.push_back({"loop.n_layers", "must be layers of the model"});
  }
  check_experts(model, found);
  if (model.parallel_attn_mlp && model.attn_only()) {
    found.push_back({"parallel_attn_mlp", "needs an MLP, but d_mlp is 0"});
  }
  if (parameter_bound(model) > kMostParameters) {
    found.push_back({"d_model", fmt::format("makes more than {:.0e} parameters", kMostParameters)});
  }
  for (std::size_t i = 0; i < model.encoders.size(); ++i) {
    for (Fault& fault : faults(model.encoders[i], limits)) {
      fault.field = fmt::format("encoders[{}].{}", i, fault.field);
      found.push_back(std::move(fault));
    }
  }
  return found;
}

void complete(ModelArchitecture& model, std::string_view source, const Limits& limits) {
  derive(model);
  // A graph file says itself what the figure has, and may leave out every number.
  if (model.graph != nullptr) return;
  std::vector<Problem> problems;
  for (Fault& fault : faults(model, limits)) {
    problems.push_back(
        {std::move(fault.message), {std::string(source), 0, 0, std::move(fault.field)}, {}});
  }
  throw_if_any(std::move(problems));
}

}  // namespace tviz
