// SPDX-License-Identifier: MIT
#include "names.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "placeholders.hpp"

namespace transformer_lens {

namespace {

using tviz::Component;
using tviz::Dimension;
using tviz::Graph;

constexpr std::string_view kExpert = "{expert}";

/// A number, or the word of an axis whose size is the model's.
Dimension axis(const std::string& text, const Graph& graph) {
  Dimension axis;
  const char* const end = text.data() + text.size();
  const auto [stop, fault] = std::from_chars(text.data(), end, axis.size);
  if (fault == std::errc() && stop == end) return axis;
  return {text, text == "d_model" ? graph.model.d_model : 0};
}

/// Names the tensors of one block, or of what is outside the blocks of a stream, and passes on
/// those names that are wanted.
class Walk {
 public:
  /// An empty `wanted` wants every name that is listed.
  Walk(const HookTable& table, const Graph& graph, std::string_view wanted,
       tviz::HookNameSink& sink)
      : table_(table), surroundings_{graph, nullptr, {}}, wanted_(wanted), sink_(sink) {}

  void stream(const tviz::Stream& stream, const tviz::Block* block) {
    surroundings_.block = block;
    const tviz::BlockStructure* structure =
        block == nullptr ? nullptr : &stream.structures[block->structure];
    const std::vector<const Component*> components = structure == nullptr
                                                         ? tviz::components_outside_blocks(stream)
                                                         : tviz::components_of(*structure);
    surroundings_.has = [&](std::string_view path) {
      return std::ranges::any_of(components,
                                 [&](const Component* each) { return each->path == path; });
    };
    for (const Place& place :
         structure == nullptr ? places_outside(stream) : places_of(*structure)) {
      for (const Row* row : table_.find(place, surroundings_)) add(*row, place);
    }
  }

 private:
  void add(const Row& row, const Place& place) {
    if (!row.listed && wanted_.empty()) return;
    std::string name = row.name;
    replace(name, "{block}", block_path());
    // The copy of a norm that attention and MLP share has hooks of its own.
    replace(name, "{path}", place.is_copy ? block_path() + ".ln2" : path_of(place));
    if (name.find(kExpert) == std::string::npos) {
      emit(row, place, std::move(name), tviz::kAllExperts);
      return;
    }
    for (std::int64_t expert = 0; expert < place.component->n_experts; ++expert) {
      std::string one = name;
      replace(one, kExpert, std::to_string(expert));
      emit(row, place, std::move(one), expert);
    }
  }

  void emit(const Row& row, const Place& place, std::string name, std::int64_t expert) {
    if (!wanted_.empty() && name != wanted_) return;
    const std::vector<Dimension> shape = shape_of(row, place);
    tviz::HookName hook;
    hook.name = std::move(name);
    hook.component = path_of(place);
    hook.site = place.point->site;
    hook.shape = tviz::shape_text(shape);
    hook.symbolic_shape = tviz::symbolic_shape_text(shape);
    if (row.shape.empty() && place.point->head_axis >= 0) {
      hook.head_axis = place.point->head_axis;
      hook.heads_on_axis = shape[static_cast<std::size_t>(hook.head_axis)].size;
    }
    hook.fires = row.needs.empty();
    hook.needs = row.needs;
    hook.expert = expert;
    sink_.add(hook);
  }

  std::vector<Dimension> shape_of(const Row& row, const Place& place) const {
    std::vector<Dimension> shape;
    for (const std::string& word : row.shape) shape.push_back(axis(word, surroundings_.graph));
    if (!shape.empty()) return shape;
    shape = place.point->shape;
    if (row.repeats_heads && place.point->head_axis >= 0) {
      shape[static_cast<std::size_t>(place.point->head_axis)] = {"n_heads",
                                                                 place.component->n_heads};
    }
    return shape;
  }

  std::string block_path() const {
    return surroundings_.block == nullptr ? std::string() : surroundings_.block->path;
  }

  std::string path_of(const Place& place) const {
    if (place.component == nullptr) return block_path();
    if (surroundings_.block == nullptr) return place.component->path;
    return block_path() + "." + place.component->path;
  }

  const HookTable& table_;
  Surroundings surroundings_;
  std::string_view wanted_;
  tviz::HookNameSink& sink_;
};

}  // namespace

void list_names(const HookTable& table, const Graph& graph, const tviz::Stream& stream,
                const tviz::Block* block, tviz::HookNameSink& sink) {
  if (table.is_loaded(graph, stream)) Walk(table, graph, {}, sink).stream(stream, block);
}

void find_name(const HookTable& table, const Graph& graph, std::string_view name,
               tviz::HookNameSink& sink) {
  if (name.empty()) return;
  for (const tviz::Stream& stream : graph.streams) {
    if (!table.is_loaded(graph, stream)) continue;
    Walk(table, graph, name, sink).stream(stream, tviz::find_block(stream, name));
  }
}

}  // namespace transformer_lens
