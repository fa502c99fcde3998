// SPDX-License-Identifier: MIT
#include "recorded_names.hpp"

#include <algorithm>
#include <utility>

namespace module_names {

namespace {

bool is_head_axis(const std::string& word) {
  return word == "n_heads" || word == "n_key_value_heads";
}

/// The axis that counts heads, or -1.
int head_axis_of(const std::vector<std::string>& shape) {
  // In a tensor of three axes, a number of heads is the width of what passes.
  if (shape.size() < 4) return -1;
  const auto found = std::ranges::find_if(shape, is_head_axis);
  return found == shape.end() ? -1 : static_cast<int>(found - shape.begin());
}

/// Whether anything in the model is called so: in any stream, in its blocks or outside them.
bool has_anywhere(const tviz::Graph& graph, std::string_view word) {
  return std::ranges::any_of(graph.streams, [&](const tviz::Stream& stream) {
    if (Tensors(stream, nullptr).has(word)) return true;
    return std::ranges::any_of(
        stream.blocks, [&](const tviz::Block& block) { return Tensors(stream, &block).has(word); });
  });
}

}  // namespace

RecordedNames::RecordedNames(const BridgeTable& table, const BridgePlaces& places,
                             const tviz::Graph& graph, const tviz::Stream& stream,
                             const tviz::Block* block)
    : places_(places),
      graph_(graph),
      block_(block),
      tensors_(stream, block),
      words_(graph, stream, block) {
  for (const StackNames& stack : table.stacks(graph.model.model_type)) {
    if (stack.stream != stream.name || stack.path.empty() != (block == nullptr)) continue;
    const auto layer =
        std::ranges::find_if(stack.layers, [&](const LayerNames& each) { return holds(each); });
    if (layer != stack.layers.end()) add_layer(stack, *layer);
  }
}

bool RecordedNames::holds(const LayerNames& layer) const {
  return std::ranges::all_of(layer.conditions, [&](std::string_view condition) {
    const bool is_negated = condition.starts_with('!');
    const std::string_view word = condition.substr(is_negated ? 1 : 0);
    const bool has = block_ == nullptr ? has_anywhere(graph_, word) : has_here(word);
    return has != is_negated;
  });
}

/// Of the layer itself, or of what is in it.
bool RecordedNames::has_here(std::string_view word) const {
  if (word == "first") return block_->layer == 0;
  if (word == "model_with_experts") return graph_.model.experts.n_experts > 0;
  if (word == "local") {
    return graph_.model.layer(block_->layer).reach == tviz::AttentionReach::Local;
  }
  return tensors_.has(word);
}

void RecordedNames::add_layer(const StackNames& stack, const LayerNames& layer) {
  const std::string path =
      block_ == nullptr ? std::string() : stack.path + '.' + std::to_string(block_->layer) + '.';
  for (const auto& [module, list] : layer.modules) {
    for (const ListedName& listed : *list) add(path, module, listed);
  }
}

void RecordedNames::add(const std::string& path, const std::string& module,
                        const ListedName& listed) {
  const std::string prefix = module.empty() ? std::string() : module + '.';
  const std::string name = path + prefix + listed.name;
  const std::string place = prefix + (listed.same_as.empty() ? listed.name : listed.same_as);
  if (block_ == nullptr) {
    add_outside(name, place, listed);
    return;
  }
  auto found = places_.find(place, tensors_);
  if (found.empty()) found = places_.find_nearest(place, tensors_);
  if (!found.empty()) add_at(name, found, listed, words_, tensors_.rank(found.front()));
}

/// Streams in which a name outside the blocks may be, the likeliest first, and what it is called
/// there: one of an encoder and a decoder may begin with the stream's name.
std::vector<std::pair<const tviz::Stream*, std::string_view>> RecordedNames::streams_of(
    std::string_view place) const {
  std::vector<std::pair<const tviz::Stream*, std::string_view>> streams;
  for (const tviz::Stream& stream : graph_.streams) streams.emplace_back(&stream, place);
  if (graph_.streams.front().name != "encoder") {
    std::ranges::reverse(streams);  // A tower comes before the model that reads it.
    return streams;
  }
  for (const tviz::Stream& stream : graph_.streams) {
    const std::string prefix = stream.name + '_';
    if (place.starts_with(prefix)) return {{&stream, place.substr(prefix.size())}};
  }
  return streams;
}

void RecordedNames::add_outside(const std::string& name, const std::string& place,
                                const ListedName& listed) {
  for (const bool nearest : {false, true}) {
    for (const auto& [stream, inner] : streams_of(place)) {
      const Tensors tensors(*stream, nullptr);
      const auto found =
          nearest ? places_.find_nearest(inner, tensors) : places_.find(inner, tensors);
      if (found.empty()) continue;
      add_at(name, found, listed, AxisWords(graph_, *stream, nullptr), tensors.rank(found.front()));
      return;
    }
  }
}

void RecordedNames::add_at(const std::string& name, const std::vector<const Tensor*>& found,
                           const ListedName& listed, const AxisWords& words, std::size_t rank) {
  for (const Tensor* tensor : found) {
    const auto shape = listed.shape.empty() ? tensor->point->shape : words.read(listed.shape);
    tviz::HookName hook{.name = name,
                        .component = tensor->component,
                        .site = tensor->point->site,
                        .shape = tviz::shape_text(shape),
                        .symbolic_shape = tviz::symbolic_shape_text(shape),
                        .head_axis = head_axis_of(listed.shape),
                        .fires = listed.needs.empty(),
                        .needs = listed.needs};
    if (hook.head_axis >= 0) {
      hook.heads_on_axis = shape[static_cast<std::size_t>(hook.head_axis)].size;
    }
    names_.push_back({rank, step_of(name, name.ends_with(".hook_in")), std::move(hook)});
  }
}

}  // namespace module_names
