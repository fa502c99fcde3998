// SPDX-License-Identifier: MIT
#include "model/tensor_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "model/fields.hpp"
#include "model/tensor_components.hpp"
#include "model/tensor_graph.hpp"
#include "model/tensor_stacks.hpp"
#include "tviz/base/error.hpp"

namespace tviz {
namespace {

constexpr std::size_t kNamesInWarning = 4;
// Towers that read something for the stream that predicts.
constexpr std::array<std::string_view, 3> kSenses{"Vision", "Audio", "Projector"};

std::string list_of_names(const std::vector<std::string>& names) {
  const std::size_t shown = std::min(names.size(), kNamesInWarning);
  std::string text =
      fmt::format("{}", fmt::join(names.begin(), names.begin() + static_cast<long>(shown), ", "));
  return shown < names.size() ? text + ", …" : text;
}

/// Takes out what is no parameter, and says so.
void remove_buffers(TensorList& list, const TensorWords& words) {
  const auto remove = [&](std::string_view what, const auto& is_meant) {
    std::vector<std::string> names;
    for (const TensorEntry& each : list.tensors) {
      if (is_meant(each)) names.push_back(each.name);
    }
    if (names.empty()) return;
    std::erase_if(list.tensors, is_meant);
    list.warnings.push_back(fmt::format("{} tensor{} {}: {}", names.size(),
                                        names.size() == 1 ? "" : "s", what, list_of_names(names)));
  };
  remove("no parameters", [&](const TensorEntry& each) { return words.is_buffer(each); });
  remove("without numbers", [](const TensorEntry& each) {
    return std::find(each.shape.begin(), each.shape.end(), 0) != each.shape.end();
  });
}

void check_entries(const TensorList& list, const Limits& limits) {
  for (const TensorEntry& each : list.tensors) {
    const NameParts parts = parts_of(each.name);
    if (std::find(parts.begin(), parts.end(), std::string_view()) != parts.end()) {
      throw Error(Problem{"a part of the tensor's name is empty",
                          {list.source, 0, 0, each.name.substr(0, limits.text_bytes)},
                          {}});
    }
    const auto most = std::max_element(each.shape.begin(), each.shape.end());
    if (most == each.shape.end() || *most <= limits.width) continue;
    throw Error(Problem{
        fmt::format("an axis has {} numbers, but the limit is {} (width)", *most, limits.width),
        {list.source, 0, 0, each.name.substr(0, limits.text_bytes)},
        {}});
  }
}

/// The length that most vectors have; 0 if there are none.
std::int64_t usual_length(const std::vector<std::int64_t>& lengths) {
  std::map<std::int64_t, int> counts;
  for (const std::int64_t each : lengths) ++counts[each];
  const auto most =
      std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
        return std::pair(a.second, a.first) < std::pair(b.second, b.first);
      });
  return most == counts.end() ? 0 : most->first;
}

/// What tells equal layers: names, shapes and ties.
std::string signature_of(const std::vector<LayerTensor>& tensors) {
  std::string text;
  for (const LayerTensor& each : tensors) {
    text += fmt::format("{} {}{}\n", each.name, fmt::join(each.entry->shape, "x"),
                        each.entry->tied ? " tied" : "");
  }
  return text;
}

class ModelOfTensors {
 public:
  ModelOfTensors(TensorList list, const Limits& limits, const ModelArchitecture* known)
      : list_(std::move(list)), limits_(limits), known_(known) {}

  ModelArchitecture run() {
    words_.unwrap(list_.tensors);
    check_entries(list_, limits_);
    remove_buffers(list_, words_);
    const TensorStacks found = find_stacks(list_.tensors, list_.source, words_, limits_);
    for (const TensorStack& each : found.stacks) streams_.push_back(draft(each));
    order_streams();
    share_out(found.outside);
    ModelArchitecture model = numbers();
    TensorGraph graph = graph_of_streams(streams_, words_);
    assume(graph, model);
    Document document{.source = list_.source, .root = std::move(graph.root)};
    model.graph = std::make_shared<const Document>(std::move(document));
    model.warnings = std::move(list_.warnings);
    derive(model);
    return model;
  }

 private:
  /// The class of a module, if the program that has it says so.
  void apply_classes(std::vector<LayerModule>& modules, const std::string& prefix) const {
    if (list_.classes.empty()) return;
    for (LayerModule& each : modules) {
      const auto found = list_.classes.find(prefix + each.path);
      if (found == list_.classes.end()) continue;
      each.is_norm = each.is_norm || found->second.find("Norm") != std::string::npos;
    }
  }

  /// The width that most norms of a stack have, else most axes of maps, else most vectors.
  std::int64_t width_of_stream(const TensorStack& stack) const {
    std::array<std::vector<std::int64_t>, 3> lengths;
    const auto& layers = stack.layers;
    for (const LayerModule& module : modules_of(layers.begin()->second, words_)) {
      for (const LayerTensor& each : module.tensors) {
        const auto& shape = each.entry->shape;
        if (shape.size() == 1)
          lengths[module.is_norm && module.is.role.empty() ? 0 : 2].push_back(shape[0]);
        if (shape.size() == 2) lengths[1].insert(lengths[1].end(), shape.begin(), shape.end());
      }
    }
    for (const auto& each : lengths) {
      if (!each.empty()) return usual_length(each);
    }
    return 0;
  }

  StreamDraft draft(const TensorStack& stack) const {
    StreamDraft stream{.stack = &stack};
    stream.title = words_.tower(parts_of(stack.path));
    stream.sizes.width = width_of_stream(stack);
    if (known_ != nullptr) {
      stream.sizes.experts_per_token = known_->experts.experts_per_token;
    }
    std::map<std::string, std::size_t> known;
    stream.layers.assign(static_cast<std::size_t>(stack.layers.rbegin()->first) + 1, kMissing);
    for (const auto& [number, tensors] : stack.layers) {
      const auto [place, is_new] = known.emplace(signature_of(tensors), stream.structures.size());
      if (is_new) stream.structures.push_back(order_of(stack, number, tensors, stream.sizes.width));
      stream.layers[static_cast<std::size_t>(number)] = place->second;
    }
    for (const std::size_t layer : stream.layers) {
      if (layer == kMissing) continue;
      for (const Sublayer& each : stream.structures[layer].sublayers) {
        stream.parameters += count_of(each.part) / 2;  // Half, so that the sum stays in range.
        stream.crosses = stream.crosses || each.part.group == "cross_attention";
      }
    }
    return stream;
  }

  LayerOrder order_of(const TensorStack& stack, std::int64_t number,
                      const std::vector<LayerTensor>& tensors, std::int64_t width) const {
    std::vector<LayerModule> modules = modules_of(tensors, words_);
    apply_classes(modules, fmt::format("{}.{}.", stack.path, number));
    return order_of_layer(parts_of_layer(std::move(modules), width), words_,
                          list_.norm_placement == "on_stream");
  }

  /// The stream that predicts comes last: one that reads another, else a decoder, else the largest.
  void order_streams() {
    const auto rank = [](const StreamDraft& each) {
      const bool is_sense = std::ranges::find(kSenses, each.title) != kSenses.end();
      return std::tuple(!is_sense, each.crosses, each.title != "Encoder", each.parameters);
    };
    std::stable_sort(streams_.begin(), streams_.end(),
                     [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    std::set<std::string> titles;
    for (StreamDraft& each : streams_) {
      if (each.title.empty() || titles.contains(each.title)) each.title = each.stack->path;
      titles.insert(each.title);
    }
  }

  /// Gives each module outside the layers to the stack with which its path has most in common.
  void share_out(const std::vector<LayerTensor>& tensors) {
    std::vector<LayerModule> modules = modules_of(tensors, words_);
    apply_classes(modules, {});
    for (LayerModule& module : modules) {
      const NameParts path = parts_of(module.path);
      StreamDraft* nearest = &streams_.back();
      std::size_t most = 0;
      for (StreamDraft& each : streams_) {
        const NameParts stack = parts_of(each.stack->path);
        const auto common = static_cast<std::size_t>(
            std::mismatch(path.begin(), path.end(), stack.begin(), stack.end()).first -
            path.begin());
        if (common > most || (common == most && &each == &streams_.back())) {
          nearest = &each;
          most = common;
        }
      }
      nearest->outside.push_back(std::move(module));
    }
  }

  // Numbers of the model.

  const LayerPart* first_part(const StreamDraft& stream, const auto& is_meant) const {
    for (const std::size_t layer : stream.layers) {
      if (layer == kMissing) continue;
      for (const Sublayer& each : stream.structures[layer].sublayers) {
        if (is_meant(each.part)) return &each.part;
      }
    }
    return nullptr;
  }

  ModelArchitecture numbers() {
    ModelArchitecture model;
    for (StreamDraft& each : streams_) {
      ModelArchitecture own = numbers_of(each);
      if (&each == &streams_.back()) {
        norms_are_guessed_ = own.normalization != Normalization::LayerNorm;
        std::swap(own.encoders, model.encoders);
        model = std::move(own);
      } else {
        model.encoders.push_back(std::move(own));
      }
    }
    model.kind = kFromTensors;
    return model;
  }

  ModelArchitecture numbers_of(StreamDraft& stream) {
    ModelArchitecture model;
    model.act_fn.clear();
    model.n_layers = static_cast<std::int64_t>(stream.layers.size());
    model.d_model = stream.sizes.width;
    model.biases = {};
    model.positional_embedding = PositionalEmbedding::None;
    add_attention(stream, model);
    add_feed_forward(stream, model);
    add_norms(stream, model);
    for (const LayerModule& each : stream.outside) {
      const std::string kind = kind_outside(each, words_);
      const TensorEntry* map = each.map();
      if (map == nullptr) continue;
      if (kind == "embedding") model.d_vocab = std::max(model.d_vocab, map->shape[0]);
      if (kind == "unembedding") model.d_vocab_out = map->shape[0];
      if (kind == "position_embedding") {
        model.n_ctx = map->shape[0];
        model.positional_embedding = PositionalEmbedding::Learned;
      }
    }
    if (model.d_vocab == 0) model.d_vocab = model.d_vocab_out;  // The embedding is the unembedding.
    return model;
  }

  void add_attention(StreamDraft& stream, ModelArchitecture& model) {
    const LayerPart* attention =
        first_part(stream, [](const LayerPart& each) { return each.group == "attention"; });
    if (attention == nullptr) return;
    const AttentionSizes own = sizes_of_attention(*attention, stream.sizes.width);
    // A tower of another width has heads of its own.
    const bool is_alike = stream.sizes.width == streams_.back().sizes.width;
    const bool is_told = is_alike && known_ != nullptr && known_->n_heads > 0 &&
                         own.query_width % known_->n_heads == 0;
    if (is_told) stream.sizes.d_head = own.query_width / known_->n_heads;
    const AttentionSizes heads = heads_of(*attention, stream.sizes);
    heads_are_guessed_ = heads_are_guessed_ || (own.n_heads == 0 && !is_told);
    model.n_heads = heads.n_heads;
    model.d_head = heads.d_head;
    if (heads.d_head > 0) {
      model.n_key_value_heads = std::min(heads.n_heads, heads.key_value_width / heads.d_head);
    }
    model.biases.query_key_value = heads.biases;
    model.biases.attention_output = heads.output_bias;
    if (attention->find("relative") != nullptr) {
      model.positional_embedding = PositionalEmbedding::Relative;
    }
    model.attention_sinks = heads.sinks;
    model.attention_gate = heads.gated;
    model.latent.q_rank = heads.q_rank;
    model.latent.kv_rank = heads.kv_rank;
    model.latent.d_nope = heads.d_nope;
    model.latent.d_rope = heads.d_rope;
    model.latent.d_value = heads.d_value;
    if (heads.query_key_norm) model.query_key_norm = QueryKeyNorm::PerHead;
  }

  void add_feed_forward(const StreamDraft& stream, ModelArchitecture& model) const {
    const LayerPart* mlp =
        first_part(stream, [](const LayerPart& each) { return each.group == "mlp"; });
    const LayerPart* experts =
        first_part(stream, [](const LayerPart& each) { return each.group == "experts"; });
    if (mlp != nullptr) {
      const MlpSizes sizes = sizes_of_mlp(*mlp, stream.sizes.width);
      model.d_mlp = sizes.width;
      model.gated_mlp = sizes.gated;
      model.biases.mlp = sizes.biases;
    }
    if (experts == nullptr) return;
    const MlpSizes sizes = sizes_of_mlp(*experts, stream.sizes.width);
    model.experts.n_experts = sizes.n_experts;
    model.experts.d_expert = sizes.width;
    model.experts.d_shared = sizes.shared_width;
    model.experts.n_shared_experts = sizes.shared_width > 0 ? 1 : 0;
    model.experts.biases = sizes.biases;
    const bool is_known = stream.sizes.experts_per_token > 0;
    model.experts.experts_per_token = is_known ? stream.sizes.experts_per_token : sizes.n_experts;
    if (mlp == nullptr) {
      model.gated_mlp = sizes.gated;
      model.biases.mlp = sizes.biases;
    }
  }

  static void add_norms(const StreamDraft& stream, ModelArchitecture& model) {
    model.normalization = Normalization::None;
    for (const LayerOrder& structure : stream.structures) {
      for (const Sublayer& each : structure.sublayers) {
        for (const auto* norms : {&each.before, &each.on_stream, &each.after}) {
          if (norms->empty() || model.normalization != Normalization::None) continue;
          const bool centred = kind_of_norm(norms->front()) == "LayerNorm";
          model.normalization = centred ? Normalization::LayerNorm : Normalization::RmsNorm;
          model.norm_placement = norms == &each.before      ? NormPlacement::Pre
                                 : norms == &each.on_stream ? NormPlacement::OnStream
                                                            : NormPlacement::Post;
        }
        if (!each.before.empty() && !each.after.empty()) {
          model.norm_placement = NormPlacement::Sandwich;
        }
      }
      model.parallel_attn_mlp = model.parallel_attn_mlp || structure.is_parallel;
    }
    model.shared_norm = model.parallel_attn_mlp;
    model.biases.norm = model.normalization == Normalization::LayerNorm;
  }

  /// What is assumed, and what nobody knows.
  void assume(const TensorGraph& graph, ModelArchitecture& model) const {
    std::string reason = "read from the names and shapes of its tensors";
    if (!graph.unknown.empty()) {
      reason += fmt::format("; {} part{} not recognised: {}", graph.unknown.size(),
                            graph.unknown.size() == 1 ? "" : "s",
                            list_of_names({graph.unknown.begin(), graph.unknown.end()}));
    }
    const auto add = [&](std::string field, std::string value, std::string why) {
      model.assumptions.push_back({std::move(field), std::move(value), std::move(why)});
    };
    add("model_type", "tensors", std::move(reason));
    if (heads_are_guessed_) {
      add("d_head", fmt::format("{}", model.d_head),
          "shapes give the width of all heads together; this width is usual");
    }
    add("norm_placement", std::string(name_of(model.norm_placement)),
        "tensors do not tell the order of a layer; names of norms suggest it");
    if (model.positional_embedding == PositionalEmbedding::None) {
      add("positional_embedding", "none", "no tensor holds positions; they may be rotary");
    }
    if (model.experts.n_experts > 0 &&
        (known_ == nullptr || known_->experts.experts_per_token == 0)) {
      add("experts.experts_per_token", fmt::format("{}", model.experts.experts_per_token),
          "tensors do not tell how many experts a token uses");
    }
    if (norms_are_guessed_) {
      const bool has_norms = model.normalization != Normalization::None;
      add("normalization", std::string(name_of(model.normalization)),
          has_norms ? "norms without biases may be of either kind"
                    : "no tensor belongs to a norm; there are norms without weights");
    }
    if (graph.is_tied) {
      add("tie_word_embeddings", "true", "there is no tensor for the unembedding");
    }
  }

  TensorList list_;
  const Limits& limits_;
  const ModelArchitecture* known_;
  TensorWords words_;
  std::vector<StreamDraft> streams_;
  bool heads_are_guessed_ = false;
  bool norms_are_guessed_ = false;
};

}  // namespace

ModelArchitecture read_model_of_tensors(TensorList list, const Limits& limits,
                                        const ModelArchitecture* known) {
  return ModelOfTensors(std::move(list), limits, known).run();
}

}  // namespace tviz
