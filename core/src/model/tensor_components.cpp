// SPDX-License-Identifier: MIT
#include "model/tensor_components.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/write_node.hpp"

namespace tviz {
namespace {

/// More are no heads, whatever their width.
constexpr std::int64_t kMostHeads = 4096;

/// More tensors of equal shape than this are written as one.
constexpr std::size_t kMostAlike = 8;

/// An axis; one whose size the tensors do not tell is a word.
Node number_axis(std::int64_t size) { return size > 0 ? number_node(size) : word_node("width"); }

Node per_token(std::int64_t width) {
  return list_node({word_node("batch"), word_node("seq_len"), number_axis(width)});
}

/// A text in math markup, in which quotes enclose upright text.
std::string upright_label(std::string text) {
  std::erase(text, '"');
  return '"' + text + '"';
}

std::string last_part(const std::string& path) { return path.substr(path.rfind('.') + 1); }

/// A tensor or module by its name inside a component; with a dot before it, inside the block.
std::string name_inside(const std::string& name, const LayerPart& part) {
  if (part.is_loose) return '.' + name;
  if (name == part.path) return last_part(name);
  return name.starts_with(part.path + '.') ? name.substr(part.path.size() + 1) : name;
}

/// "experts.*.w1" of "experts.3.w1".
std::string with_stars(const std::string& name) {
  std::string starred;
  for (const std::string_view part : parts_of(name)) {
    if (!starred.empty()) starred += '.';
    starred += is_numeral(part) ? std::string_view("*") : part;
  }
  return name.starts_with('.') ? '.' + starred : starred;
}

/// The tensors of a component, of which those that differ in a number alone may be one.
struct WrittenWeight {
  std::string name;
  std::vector<std::int64_t> shape;
  bool tied = false;
  bool routed = false;
};

std::vector<WrittenWeight> weights_of(const LayerPart& part, std::int64_t n_experts) {
  struct Alike {
    std::vector<std::int64_t> shape;
    std::size_t count = 0;
    bool equal = true;
  };
  std::map<std::string, Alike> alike;
  const auto each_tensor = [&](const auto& visit) {
    for (const LayerModule& module : part.modules) {
      for (const LayerTensor& tensor : module.tensors) {
        visit(module, name_inside(tensor.name, part), *tensor.entry);
      }
    }
  };
  each_tensor([&](const LayerModule&, const std::string& name, const TensorEntry& entry) {
    Alike& group = alike[with_stars(name)];
    if (group.count++ == 0) group.shape = entry.shape;
    group.equal = group.equal && group.shape == entry.shape && !entry.tied;
  });
  std::vector<WrittenWeight> weights;
  std::set<std::string> written;
  each_tensor([&](const LayerModule& module, const std::string& name, const TensorEntry& entry) {
    const std::string starred = with_stars(name);
    const Alike& group = alike[starred];
    const bool is_expert = part.group == "experts" && group.count > 1;
    const bool joined = group.equal && (group.count > kMostAlike || is_expert) && starred != name;
    if (joined && !written.insert(starred).second) return;
    WrittenWeight weight{joined ? starred : name, entry.shape, entry.tied};
    if (joined) {
      weight.shape.insert(weight.shape.begin(), static_cast<std::int64_t>(group.count));
    }
    const bool is_routed = module.is.role != "router" && module.is.role != "shared" &&
                           module.path.find("shared") == std::string::npos;
    weight.routed =
        n_experts > 0 && is_routed && weight.shape.size() > 1 && weight.shape.front() == n_experts;
    weights.push_back(std::move(weight));
  });
  return weights;
}

Node weight_node(const WrittenWeight& weight) {
  Node shape = list_of(weight.shape, [](std::int64_t size) { return number_node(size); });
  if (!weight.tied && !weight.routed) return shape;
  Node map = map_node();
  add_member(map, "shape", std::move(shape));
  if (weight.tied) add_member(map, "tied", boolean_node(true));
  if (weight.routed) add_member(map, "routed", boolean_node(true));
  return map;
}

void add_weights(Node& map, const LayerPart& part, std::int64_t n_experts) {
  Node weights = map_node();
  for (const WrittenWeight& each : weights_of(part, n_experts)) {
    add_member(weights, each.name, weight_node(each));
  }
  add_member(map, "weights", std::move(weights));
}

/// How many numbers come out of a module; 0 if its tensors do not tell.
std::int64_t output_width(const LayerModule& module, std::int64_t width) {
  const TensorEntry* map = module.map();
  if (map == nullptr) return 0;
  const std::string& role = module.is.role;
  if (role == "o" || role == "down") return width;
  return role.empty() ? map->shape.front() : width_of_map(&module, width);
}

/// Whether this is no module but a parameter without one of its own, which nothing can be attached
/// to.
bool is_parameter(const LayerModule& module) {
  return std::any_of(module.tensors.begin(), module.tensors.end(),
                     [&](const LayerTensor& each) { return each.name == module.path; });
}

/// The hook points of a component, and one for what comes out of each module inside it.
void add_hook_points(Node& map, const LayerPart& part, std::int64_t width,
                     const Surroundings& around) {
  Node points = map_node();
  const bool is_module = !part.is_loose;
  add_member(points, around.norm_before ? "entry" : "in", per_token(width));
  std::set<std::string> known;
  for (const LayerModule& each : part.modules) {
    const std::string name = name_inside(each.path, part);
    const bool is_itself = is_module && each.path == part.path;
    if (is_itself || is_parameter(each) || with_stars(name) != name) continue;
    if (!known.insert(name).second) continue;
    add_member(points, "custom:" + name, per_token(output_width(each, width)));
  }
  add_member(points, around.norm_after ? "exit" : "out", per_token(width));
  add_member(map, "hook_points", std::move(points));
}

Node begin_component(const LayerPart& part, std::string_view kind, std::string_view label,
                     std::string_view title, std::string summary) {
  Node map = map_node();
  add_texts(map, {{"path", part.path}, {"kind", std::string(kind)}});
  add_member(map, "label", text_node(std::string(label)));
  add_member(map, "title", text_node(std::string(title)));
  add_texts(map, {{"summary", std::move(summary)}});
  return map;
}

Node attention_of(const LayerPart& part, const StreamSizes& sizes) {
  const AttentionSizes heads = heads_of(part, sizes);
  const bool crosses = part.group == "cross_attention";
  std::string summary = heads.n_heads == 0
                            ? std::string("heads not known")
                            : fmt::format("{} heads × {}", heads.n_heads, heads.d_head);
  const bool is_latent = heads.kv_rank > 0;
  const std::int64_t groups =
      heads.d_head > 0 && !is_latent ? heads.key_value_width / heads.d_head : heads.n_heads;
  if (groups > 0 && groups < heads.n_heads) {
    summary += fmt::format(" · {} for keys and values", groups);
  }
  if (is_latent) summary += fmt::format(" · latent of {}", heads.kv_rank);
  if (heads.query_key_norm) summary += " · query-key norm";
  Node map = begin_component(part, part.group, crosses ? "c" : "h",
                             crosses ? "Cross-attention" : "Attention", std::move(summary));
  if (heads.n_heads > 0) {
    add_member(map, "n_heads", number_node(heads.n_heads));
    const bool is_known = groups > 0 && groups <= heads.n_heads;
    add_member(map, "n_key_value_heads", number_node(is_known ? groups : heads.n_heads));
  }
  return map;
}

Node mlp_of(const LayerPart& part, const StreamSizes& sizes) {
  const MlpSizes mlp = sizes_of_mlp(part, sizes.width);
  std::string summary =
      mlp.width > 0 ? fmt::format("{0} → {1} → {0}", sizes.width, mlp.width) : std::string();
  if (mlp.gated) summary += " · gated";
  return begin_component(part, "mlp", R"("MLP  "m)", "MLP", std::move(summary));
}

Node part_node(const char* path, const char* role, const char* label, std::string note,
               const char* title) {
  Node map = map_node();
  add_texts(map, {{"path", path}, {"role", role}});
  add_member(map, "label", text_node(label));
  add_texts(map, {{"note", std::move(note)}, {"title", title}});
  return map;
}

Node experts_of(const LayerPart& part, const StreamSizes& sizes, const MlpSizes& mlp) {
  std::string summary = fmt::format("{} experts", mlp.n_experts);
  if (mlp.width > 0) summary += fmt::format(" · {0} → {1} → {0}", sizes.width, mlp.width);
  if (mlp.gated) summary += " · gated";
  Node map = begin_component(part, "experts", "e", "Experts", std::move(summary));
  const bool is_known = sizes.experts_per_token > 0 && sizes.experts_per_token <= mlp.n_experts;
  const std::int64_t used = is_known ? sizes.experts_per_token : mlp.n_experts;
  add_member(map, "n_experts", number_node(mlp.n_experts));
  add_member(map, "experts_per_token", number_node(used));
  Node parts = list_node();
  parts.items.push_back(part_node("router", "router", R"("router")",
                                  is_known ? fmt::format("top {}", used) : "top ?", "Router"));
  parts.items.push_back(part_node("experts", "expert", "e", {}, "Expert"));
  if (mlp.shared_width > 0) {
    parts.items.push_back(
        part_node("shared_expert", "shared_expert", R"(e_{"s"})", {}, "Shared expert"));
  }
  add_member(map, "parts", std::move(parts));
  return map;
}

/// What a mixer of tokens is, by its tensors.
struct MixerName {
  std::string_view label;
  std::string_view title;
};

MixerName name_of_mixer(const LayerPart& part) {
  const LayerModule* rates = part.find("A");
  const bool has_queries = part.find("q") != nullptr || part.find("qkv") != nullptr;
  if (rates != nullptr) {
    const bool per_state = rates->tensors.front().entry->shape.size() == 2;
    const bool maps_in_one = std::any_of(
        part.modules.begin(), part.modules.end(),
        [](const LayerModule& each) { return last_part(each.path).starts_with("in_proj_"); });
    if (has_queries || maps_in_one) return {R"("linear  "s)", "Linear attention"};
    return per_state ? MixerName{R"("Mamba  "s)", "Mamba"}
                     : MixerName{R"("Mamba-2  "s)", "Mamba-2"};
  }
  if (part.find("decay") != nullptr) return {R"("RWKV  "s)", "RWKV"};
  if (part.find("conv") != nullptr) return {R"("conv  "s)", "Convolution"};
  return {R"("mixer  "s)", "Token mixer"};
}

Node unknown_of(const LayerPart& part) {
  std::size_t tensors = 0;
  for (const LayerModule& each : part.modules) tensors += each.tensors.size();
  return begin_component(part, "custom:unknown", upright_label(last_part(part.path) + " ?"),
                         last_part(part.path),
                         fmt::format("not recognised · {} tensor{} · {} parameters", tensors,
                                     tensors == 1 ? "" : "s", grouped_count(count_of(part))));
}

}  // namespace

std::string grouped_count(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits;
}

std::int64_t count_of(const LayerPart& part) {
  std::int64_t count = 0;
  for (const LayerModule& module : part.modules) {
    for (const LayerTensor& tensor : module.tensors) {
      std::int64_t size = tensor.entry->tied ? 0 : 1;
      for (const std::int64_t axis : tensor.entry->shape) {
        // A graph with more is refused where it is built.
        if (__builtin_mul_overflow(size, axis, &size)) return 0;
      }
      if (__builtin_add_overflow(count, size, &count)) return 0;
    }
  }
  return count;
}

AttentionSizes heads_of(const LayerPart& part, const StreamSizes& sizes) {
  AttentionSizes heads = sizes_of_attention(part, sizes.width);
  if (heads.n_heads > 0 || heads.query_width == 0) return heads;
  const std::int64_t keys = std::max<std::int64_t>(1, heads.key_value_width);
  const bool fits = sizes.d_head > 0 && heads.query_width % sizes.d_head == 0;
  heads.d_head = fits ? sizes.d_head : usual_head_width(heads.query_width, keys);
  if (heads.d_head > 0) heads.n_heads = heads.query_width / heads.d_head;
  if (heads.n_heads > kMostHeads) heads.n_heads = 0;
  return heads;
}

Node component_of(const LayerPart& part, const StreamSizes& sizes, const Surroundings& around) {
  Node map;
  std::int64_t n_experts = 0;
  if (part.group == "attention" || part.group == "cross_attention") {
    map = attention_of(part, sizes);
  } else if (part.group == "mlp") {
    map = mlp_of(part, sizes);
  } else if (part.group == "mixer") {
    const MixerName name = name_of_mixer(part);
    map = begin_component(part, "mixer", name.label, name.title, {});
  } else if (part.group == "experts") {
    const MlpSizes mlp = sizes_of_mlp(part, sizes.width);
    n_experts = mlp.n_experts;
    map = n_experts > 0 ? experts_of(part, sizes, mlp) : mlp_of(part, sizes);
  } else {
    map = unknown_of(part);
  }
  add_weights(map, part, n_experts);
  add_hook_points(map, part, sizes.width, around);
  return map;
}

std::string kind_of_norm(const LayerPart& part) {
  const bool biased = std::any_of(part.modules.begin(), part.modules.end(),
                                  [](const LayerModule& each) { return each.has_bias(); });
  return biased ? "LayerNorm" : "RMSNorm";
}

Node norm_of(const LayerPart& part, int number) {
  const std::string kind = kind_of_norm(part);
  std::string label = kind == "LayerNorm" ? R"("LN")" : R"("RMS")";
  if (number > 0) label += fmt::format("_{{{}}}", number);
  const TensorEntry& scale = *part.modules.front().tensors.front().entry;
  const std::int64_t width = scale.shape.empty() ? 1 : scale.shape.front();
  Node map = begin_component(part, "norm", label, kind, std::to_string(width));
  add_weights(map, part, 0);
  Node points = map_node();
  add_member(points, "in", per_token(width));
  add_member(points, "out", per_token(width));
  add_member(map, "hook_points", std::move(points));
  return map;
}

Node component_outside(const LayerPart& part, const std::string& kind, std::int64_t width) {
  if (kind == "norm") return norm_of(part, 0);
  Node map = kind.empty()
                 ? unknown_of(part)
                 : begin_component(part, kind, upright_label(last_part(part.path)), part.path, {});
  add_weights(map, part, 0);
  const bool reads_numbers = kind == "embedding" || kind.ends_with("_embedding");
  const bool gives_words = kind == "unembedding" || kind == "classifier";
  const TensorEntry* table = part.modules.front().map();
  const std::int64_t rows = table == nullptr ? 0 : table->shape.front();
  Node points = map_node();
  add_member(points, "in",
             reads_numbers ? list_node({word_node("batch"), word_node("seq_len")})
                           : per_token(kind.empty() ? 0 : width));
  for (const LayerModule& each : part.modules) {
    if (each.path == part.path || is_parameter(each)) continue;
    const std::string name = name_inside(each.path, part);
    if (with_stars(name) == name) add_member(points, "custom:" + name, per_token(0));
  }
  add_member(points, "out", per_token(kind.empty() ? 0 : gives_words ? rows : width));
  add_member(map, "hook_points", std::move(points));
  return map;
}

Node tied_unembedding(const std::vector<std::int64_t>& shape) {
  Node map = map_node();
  add_texts(map, {{"path", "unembed"}, {"kind", "unembedding"}});
  add_member(map, "label", text_node(R"("unembed")"));
  add_member(map, "title", text_node("Unembedding"));
  add_texts(map, {{"summary", "the embedding once more"}});
  Node weights = map_node();
  add_member(weights, "weight", weight_node({"weight", shape, true}));
  add_member(map, "weights", std::move(weights));
  return map;
}

}  // namespace tviz
