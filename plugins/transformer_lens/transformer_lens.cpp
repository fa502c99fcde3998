// SPDX-License-Identifier: MIT
// The hook names of TransformerLens's HookedTransformer.
#include <algorithm>
#include <string>
#include <string_view>

#include "hook_table.hpp"
#include "tviz/plugin/plugin.hpp"

namespace {

using transformer_lens::DeadPoint;
using transformer_lens::HookTable;
using transformer_lens::Point;
using tviz::Component;
using tviz::HookPoint;

void replace(std::string& text, std::string_view placeholder, std::string_view value) {
  if (const auto at = text.find(placeholder); at != std::string::npos) {
    text.replace(at, placeholder.size(), value);
  }
}

/// Walks the hook points of one block, or outside all blocks, and passes on those whose
/// name is wanted.
class Walk {
 public:
  /// An empty `wanted` wants every name.
  Walk(const HookTable& table, const tviz::Graph& graph, std::string_view wanted,
       tviz::HookNameSink& sink)
      : table_(table), graph_(graph), wanted_(wanted), sink_(sink) {}

  void block(const tviz::BlockStructure& structure, const std::string& path) {
    block_ = path;
    stream_points(structure, 0);
    for (std::size_t i = 0; i < structure.additions.size(); ++i) {
      const tviz::Addition& addition = structure.additions[i];
      components(addition.shared);
      if (!addition.shared.empty()) copies_of(addition.shared.front());
      for (const tviz::Branch& branch : addition.branches) components(branch.components);
      stream_points(structure, static_cast<int>(i) + 1);
      components(addition.on_stream);
    }
    const auto parts = tviz::components_of(structure);
    dead_points([&](const std::string& wanted_path) {
      return std::any_of(parts.begin(), parts.end(),
                         [&](const Component* each) { return each->path == wanted_path; });
    });
  }

  void outside(const tviz::Stream& stream) {
    components(stream.entry);
    components(stream.added_at_entry);
    components(stream.after_entry);
    components(stream.used_by_blocks);
    components(stream.exit);
    dead_points([&](const std::string& path) {
      return std::any_of(stream.added_at_entry.begin(), stream.added_at_entry.end(),
                         [&](const Component& each) { return each.path == path; });
    });
  }

 private:
  void components(const std::vector<Component>& components) {
    for (const Component& component : components) {
      const std::string path = path_here(component.path);
      for (const HookPoint& point : component.hook_points) add(component, path, path, point);
    }
  }

  /// Where attention and MLP share a norm, TransformerLens gives the MLP a copy with its own hooks.
  void copies_of(const Component& norm) {
    for (const HookPoint& point : norm.hook_points) {
      add(norm, path_here(norm.path), path_here("ln2"), point);
    }
  }

  std::string path_here(const std::string& path) const {
    return block_.empty() ? path : block_ + "." + path;
  }

  void stream_points(const tviz::BlockStructure& structure, int after_additions) {
    for (const tviz::StreamPoint& place : structure.stream_points) {
      if (place.after_additions == after_additions) add(stream_, block_, block_, place.point);
    }
  }

  /// `named` is the path that the library's name has in place of the component's own.
  void add(const Component& component, const std::string& path, const std::string& named,
           const HookPoint& point) {
    const Point* row = table_.find(component.kind, point.site, path, graph_.model.kind);
    if (row == nullptr || row->name.empty()) return;
    std::string name = full_name(row->name, named);
    if (name.find(kExpert) == std::string::npos) {
      emit(*row, std::move(name), path, point);
      return;
    }
    for (std::int64_t expert = 0; expert < component.n_experts; ++expert) {
      std::string one = name;
      replace(one, kExpert, std::to_string(expert));
      emit(*row, std::move(one), path, point, expert);
    }
  }

  void emit(const Point& row, std::string name, const std::string& path, const HookPoint& point,
            std::int64_t expert = tviz::kAllExperts) {
    if (!is_wanted(name)) return;
    tviz::HookName hook;
    hook.name = std::move(name);
    hook.component = path;
    hook.site = point.site;
    hook.expert = expert;
    hook.shape = tviz::shape_text(point.shape);
    hook.symbolic_shape = tviz::symbolic_shape_text(point.shape);
    hook.head_axis = point.head_axis;
    if (point.head_axis >= 0) {
      hook.heads_on_axis = point.shape[static_cast<std::size_t>(point.head_axis)].size;
    }
    hook.fires = row.needs.empty();
    hook.needs = row.needs;
    sink_.add(hook);
  }

  /// `has(path)` says whether the model has such a component here.
  template <class Has>
  void dead_points(const Has& has) {
    for (const DeadPoint& row : table_.dead_points()) {
      if (row.in_block() == block_.empty() || has(row.without)) continue;
      const std::string_view positions = tviz::name_of(graph_.model.positional_embedding);
      if (!row.positions.empty() && row.positions != positions) continue;
      std::string name = full_name(row.name, {});
      if (!is_wanted(name)) continue;
      tviz::HookName hook;
      hook.name = std::move(name);
      hook.component = block_;
      const std::vector<tviz::Dimension> shape{
          {"batch", 0}, {"seq_len", 0}, {"d_model", graph_.model.d_model}};
      hook.shape = tviz::shape_text(shape);
      hook.symbolic_shape = tviz::symbolic_shape_text(shape);
      hook.fires = false;
      hook.needs = row.needs;
      sink_.add(hook);
    }
  }

  std::string full_name(std::string text, std::string_view path) const {
    replace(text, "{block}", block_);
    replace(text, "{path}", path);
    return text;
  }

  bool is_wanted(std::string_view name) const { return wanted_.empty() || name == wanted_; }

  static constexpr std::string_view kExpert = "{expert}";

  const HookTable& table_;
  const tviz::Graph& graph_;
  std::string_view wanted_;
  tviz::HookNameSink& sink_;
  std::string block_;  ///< Path of the block; empty outside.
  const Component stream_{.kind = "stream"};
};

class TransformerLens final : public tviz::HookResolver {
 public:
  void enumerate(const tviz::Graph& graph, const tviz::Stream& stream, const tviz::Block* block,
                 tviz::HookNameSink& sink) const override {
    walk(graph, stream, block, {}, sink);
  }

  void resolve(const tviz::Graph& graph, std::string_view name,
               tviz::HookNameSink& sink) const override {
    if (name.empty()) return;
    for (const tviz::Stream& stream : graph.streams) {
      walk(graph, stream, tviz::find_block(stream, name), name, sink);
    }
  }

 private:
  void walk(const tviz::Graph& graph, const tviz::Stream& stream, const tviz::Block* block,
            std::string_view wanted, tviz::HookNameSink& sink) const {
    Walk walk(table_, graph, wanted, sink);
    if (block == nullptr) {
      walk.outside(stream);
    } else {
      walk.block(stream.structures[block->structure], block->path);
    }
  }

  HookTable table_;
};

}  // namespace

TVIZ_PLUGIN("transformer_lens", "1.0.0", "MIT", "Hook names of TransformerLens.",
            tviz::provide<tviz::HookResolver, TransformerLens>("transformer_lens"))
