// SPDX-License-Identifier: MIT
// What shapes say of attention and MLPs. A map may have its input on either axis: PyTorch's Linear
// has it on the last, GPT-2's Conv1D on the first.
#include "model/part_sizes.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>

namespace tviz {
namespace {

/// In the order of preference.
constexpr std::array<std::int64_t, 7> kUsualHeadWidths{128, 64, 96, 80, 256, 32, 16};
/// Models whose queries are narrower have heads of 64, most often.
constexpr std::int64_t kNarrow = 2048;
constexpr std::size_t kAxesOfStackedExperts = 3;

/// A vector's length; 0 if the module has none.
std::int64_t length_of(const LayerModule* module) {
  if (module == nullptr) return 0;
  const auto& shape = module->tensors.front().entry->shape;
  return shape.size() == 1 ? shape.front() : 0;
}

/// A fused map gives queries, keys and values one after the other.
void read_fused(std::int64_t fused, std::int64_t output_in, std::int64_t width,
                AttentionSizes& sizes) {
  if (fused == 0) return;
  sizes.query_width = output_in > 0 ? output_in : width;
  const std::int64_t rest = fused - sizes.query_width;
  if (rest > 0 && rest % 2 == 0) sizes.key_value_width = rest / 2;
}

/// Queries have d_nope + d_rope numbers a head, the map of keys and values d_nope + d_value, the
/// heads' outputs d_value; d_rope is what the latent's map gives beyond the latent itself.
void read_latent(const LayerPart& part, std::int64_t output_in, std::int64_t width,
                 AttentionSizes& sizes) {
  const std::int64_t latent = width_of_map(part.find("kv_a"), width);
  if (latent == 0) return;
  if (part.find("q_a") != nullptr) sizes.q_rank = width_of_map(part.find("q_a"), width);
  for (const LayerModule& each : part.modules) {
    const bool is_norm = each.is.role == "inner_norm";
    const std::int64_t length = is_norm ? length_of(&each) : 0;
    if (length > 0 && length < latent && length != sizes.q_rank) sizes.kv_rank = length;
  }
  const LayerModule* up = part.find("kv_b");
  const TensorEntry* map = up == nullptr ? nullptr : up->map();
  if (sizes.kv_rank == 0 && map != nullptr) {
    sizes.kv_rank = std::min(map->shape[0], map->shape[1]);
  }
  sizes.d_rope = std::max<std::int64_t>(0, latent - sizes.kv_rank);
  const std::int64_t queries = sizes.q_rank > 0 ? width_of_map(part.find("q_b"), sizes.q_rank)
                                                : width_of_map(part.find("q"), width);
  const std::int64_t both = width_of_map(up, sizes.kv_rank);
  sizes.query_width = queries;
  sizes.key_value_width = queries;
  if (sizes.d_rope == 0 || both == 0) return;
  const std::int64_t rotary = queries + output_in - both;
  if (rotary <= 0 || rotary % sizes.d_rope != 0) return;
  const std::int64_t heads = rotary / sizes.d_rope;
  if (queries % heads != 0 || output_in % heads != 0) return;
  sizes.n_heads = heads;
  sizes.d_head = queries / heads;
  sizes.d_nope = sizes.d_head - sizes.d_rope;
  sizes.d_value = output_in / heads;
}

/// A norm of each head is as wide as a head; there is one sink a head.
void read_heads(const LayerPart& part, AttentionSizes& sizes) {
  if (sizes.n_heads > 0 || sizes.query_width == 0) return;
  const LayerModule* norm = part.find("q_norm");
  const std::int64_t normed = length_of(norm);
  if (normed > 0 && normed < sizes.query_width && sizes.query_width % normed == 0) {
    sizes.d_head = normed;
  }
  const std::int64_t sinks = length_of(part.find("sinks"));
  if (sinks > 0 && sizes.query_width % sinks == 0) sizes.d_head = sizes.query_width / sinks;
  const LayerModule* relative = part.find("relative");
  const TensorEntry* table = relative == nullptr ? nullptr : relative->map();
  if (table != nullptr && table->shape[1] > 0 && sizes.query_width % table->shape[1] == 0) {
    sizes.d_head = sizes.query_width / table->shape[1];
  }
  if (sizes.d_head > 0) sizes.n_heads = sizes.query_width / sizes.d_head;
}

/// The axis of a stack of maps that is neither the experts' nor the stream's.
std::int64_t width_of_stack(const TensorEntry& stack, std::int64_t width) {
  return stack.shape[1] == width ? stack.shape[2] : stack.shape[1];
}

/// The hidden width, by the map that leads back to the stream or else by those from it.
void read_widths(const LayerPart& part, std::int64_t width, MlpSizes& sizes) {
  const std::int64_t down = width_of_map(part.find("down"), width);
  const std::int64_t fused = width_of_map(part.find("gate_up"), width);
  const std::int64_t either = width_of_map(part.find("gate_or_up"), width);
  const std::int64_t up = width_of_map(part.find("up"), width);
  const std::int64_t gate = width_of_map(part.find("gate"), width);
  const std::int64_t first = std::max({fused, either, up, gate});
  sizes.gated = (up > 0 && (gate > 0 || either > 0)) || (down > 0 && first == 2 * down);
  sizes.width = down > 0 ? down : first;
}

/// The maps of an MLP without known names, such as those of a Sequential.
void read_unnamed(const LayerPart& part, std::int64_t width, MlpSizes& sizes) {
  if (sizes.width > 0) return;
  int from_stream = 0;
  for (const LayerModule& each : part.modules) {
    const TensorEntry* map = each.map();
    if (map == nullptr) continue;
    if (map->shape[1] == width) ++from_stream;
    const std::int64_t other = width_of_map(&each, width);
    if (map->shape[0] == width || sizes.width == 0) sizes.width = other;
  }
  sizes.gated = from_stream > 1 && part.modules.size() > 2;
}

bool is_shared(const LayerModule& module) {
  if (module.is.role == "shared") return true;
  const NameParts parts = parts_of(module.path);
  return std::any_of(parts.begin(), parts.end(),
                     [](std::string_view part) { return part.starts_with("shared"); });
}

/// The number in the path of a numbered expert: 3 of "mlp.experts.3.up_proj"; -1 without one.
std::int64_t number_of_expert(const LayerModule& module) {
  for (const std::string_view part : parts_of(module.path)) {
    if (is_numeral(part) && part.size() < 9) return std::stoll(std::string(part));
  }
  return -1;
}

void read_experts(const LayerPart& part, std::int64_t width, MlpSizes& sizes) {
  LayerPart one{.group = "mlp", .path = {}};
  LayerPart shared{.group = "mlp", .path = {}};
  std::map<std::int64_t, int> numbers;
  std::int64_t first = -1;
  std::int64_t up = 0;
  std::int64_t down = 0;
  std::int64_t rows = 0;
  int from_stream = 0;
  for (const LayerModule& each : part.modules) {
    const std::int64_t number = number_of_expert(each);
    const TensorEntry* stack = each.map(kAxesOfStackedExperts);
    if (is_shared(each)) {
      shared.modules.push_back(each);
    } else if (each.is.role == "router") {
      rows = std::max(rows, width_of_map(&each, width));
    } else if (stack != nullptr) {
      sizes.n_experts = std::max(sizes.n_experts, stack->shape[0]);
      const std::int64_t hidden = width_of_stack(*stack, width);
      if (each.is.role == "down") {
        down = hidden;
      } else {
        up = std::max(up, hidden);
        ++from_stream;
      }
    } else if (number >= 0 && each.map() != nullptr) {
      ++numbers[number];
      if (first < 0) first = number;
      if (number == first) one.modules.push_back(each);
    }
  }
  if (!numbers.empty()) {
    sizes.n_experts = static_cast<std::int64_t>(numbers.size());
    const std::int64_t experts = sizes.n_experts;
    read_widths(one, width, sizes);
    read_unnamed(one, width, sizes);
    sizes.n_experts = experts;
  } else if (sizes.n_experts > 0) {
    sizes.width = down > 0 ? down : up;
    sizes.gated = from_stream > 1 || (down > 0 && up == 2 * down);
  } else {
    sizes.n_experts = rows;
  }
  if (shared.modules.empty()) return;
  MlpSizes shared_sizes;
  read_widths(shared, width, shared_sizes);
  sizes.shared_width = shared_sizes.width;
}

}  // namespace

std::int64_t width_of_map(const LayerModule* module, std::int64_t in) {
  const TensorEntry* map = module == nullptr ? nullptr : module->map();
  if (map == nullptr) return 0;
  return map->shape[1] == in ? map->shape[0] : map->shape[1];
}

AttentionSizes sizes_of_attention(const LayerPart& part, std::int64_t width) {
  AttentionSizes sizes;
  const LayerModule* output = part.find("o");
  const std::int64_t output_in = width_of_map(output, width);
  sizes.output_bias = output != nullptr && output->has_bias();
  for (const LayerModule& each : part.modules) {
    const std::string& role = each.is.role;
    const bool maps = role == "q" || role == "k" || role == "v" || role == "qkv" || role == "kv";
    sizes.biases = sizes.biases || (maps && each.has_bias());
  }
  sizes.query_key_norm = part.find("q_norm") != nullptr || part.find("k_norm") != nullptr;
  sizes.sinks = part.find("sinks") != nullptr;
  if (part.find("kv_a") != nullptr) {
    read_latent(part, output_in, width, sizes);
    return sizes;
  }
  read_fused(width_of_map(part.find("qkv"), width), output_in, width, sizes);
  if (const std::int64_t queries = width_of_map(part.find("q"), width)) {
    // Qwen3-Next: half of what the map gives is a gate.
    sizes.gated = queries == 2 * output_in;
    sizes.query_width = sizes.gated ? output_in : queries;
    sizes.key_value_width = sizes.query_width;
  }
  if (part.find("q_b") != nullptr) {
    sizes.q_rank = width_of_map(part.find("q_a"), width);
    sizes.query_width = width_of_map(part.find("q_b"), sizes.q_rank);
    sizes.key_value_width = width_of_map(part.find("kv"), width);
  }
  if (const std::int64_t keys = width_of_map(part.find("k"), width)) sizes.key_value_width = keys;
  const std::int64_t both = width_of_map(part.find("kv"), width);
  if (both > 0 && sizes.q_rank == 0) sizes.key_value_width = both / 2;
  // Keys of another stream's states have that stream's width on their other axis.
  if (part.group == "cross_attention") {
    sizes.key_value_width = std::min(sizes.key_value_width, sizes.query_width);
  }
  read_heads(part, sizes);
  return sizes;
}

MlpSizes sizes_of_mlp(const LayerPart& part, std::int64_t width) {
  MlpSizes sizes;
  sizes.biases = std::any_of(part.modules.begin(), part.modules.end(), [](const LayerModule& each) {
    return each.is.role != "router" && each.has_bias();
  });
  if (part.group == "experts") {
    read_experts(part, width, sizes);
    return sizes;
  }
  read_widths(part, width, sizes);
  read_unnamed(part, width, sizes);
  return sizes;
}

std::int64_t usual_head_width(std::int64_t query_width, std::int64_t key_value_width) {
  const std::int64_t common = std::gcd(query_width, key_value_width);
  if (common == 0) return 0;
  if (query_width < kNarrow && common % 64 == 0) return 64;
  for (const std::int64_t width : kUsualHeadWidths) {
    if (common % width == 0) return width;
  }
  return 0;
}

}  // namespace tviz
