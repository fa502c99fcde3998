// SPDX-License-Identifier: MIT
// Hook names as Hugging Face's GPT2LMHeadModel has modules, whose outputs forward hooks see:
// "transformer.h.3.mlp.act". Change the table below into the names of your library.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tviz/plugin/plugin.hpp>
#include <vector>

namespace {

/// A name for a tensor of the graph, where "{layer}" stands for the number of the block.
struct NamedTensor {
  std::string_view component;  ///< Path inside its block, or outside all; empty: the stream.
  std::string_view site;       ///< As the architecture plugin calls it.
  std::string_view name;
};

constexpr std::array kNamedTensors{
    NamedTensor{"embed", "out", "transformer.wte"},
    NamedTensor{"pos_embed", "out", "transformer.wpe"},
    NamedTensor{"ln1", "normalized", "transformer.h.{layer}.ln_1"},
    NamedTensor{"attn", "out", "transformer.h.{layer}.attn"},
    NamedTensor{"ln2", "normalized", "transformer.h.{layer}.ln_2"},
    NamedTensor{"mlp", "pre", "transformer.h.{layer}.mlp.c_fc"},
    NamedTensor{"mlp", "post", "transformer.h.{layer}.mlp.act"},
    NamedTensor{"mlp", "out", "transformer.h.{layer}.mlp"},
    NamedTensor{"", "resid_post", "transformer.h.{layer}"},
    NamedTensor{"ln_final", "normalized", "transformer.ln_f"},
    NamedTensor{"unembed", "out", "lm_head"},
};

std::string with_layer(std::string_view pattern, const tviz::Block* block) {
  constexpr std::string_view kPlaceholder = "{layer}";
  std::string name(pattern);
  const std::size_t at = name.find(kPlaceholder);
  if (block == nullptr || at == std::string::npos) return name;
  return name.replace(at, kPlaceholder.size(), std::to_string(block->layer));
}

/// Every name inside a block, or outside all blocks, in the order of the data flow.
std::vector<tviz::HookName> names_in(const tviz::Stream& stream, const tviz::Block* block) {
  std::vector<tviz::HookName> names;
  const auto add = [&](std::string_view component, const tviz::HookPoint& point) {
    for (const NamedTensor& tensor : kNamedTensors) {
      if (tensor.component != component || tensor.site != point.site) continue;
      std::string path = block == nullptr ? "" : block->path;
      if (!path.empty() && !component.empty()) path += '.';
      names.push_back({.name = with_layer(tensor.name, block),
                       .component = path.append(component),
                       .site = point.site,
                       .shape = tviz::shape_text(point.shape),
                       .symbolic_shape = tviz::symbolic_shape_text(point.shape)});
    }
  };
  if (block == nullptr) {
    for (const auto* components : {&stream.entry, &stream.added_at_entry, &stream.exit}) {
      for (const tviz::Component& component : *components) {
        for (const tviz::HookPoint& point : component.hook_points) add(component.path, point);
      }
    }
    return names;
  }
  const tviz::BlockStructure& structure = stream.structures[block->structure];
  for (const tviz::Component* component : tviz::components_of(structure)) {
    for (const tviz::HookPoint& point : component->hook_points) add(component->path, point);
  }
  for (const tviz::StreamPoint& place : structure.stream_points) add("", place.point);
  return names;
}

/// Asked from many threads at once, so it has no state.
class PluginName final : public tviz::HookResolver {
 public:
  void enumerate(const tviz::Graph&, const tviz::Stream& stream, const tviz::Block* block,
                 tviz::HookNameSink& sink) const override {
    for (const tviz::HookName& hook : names_in(stream, block)) sink.add(hook);
  }

  void resolve(const tviz::Graph& graph, std::string_view name,
               tviz::HookNameSink& sink) const override {
    const auto add_if_meant = [&](const tviz::Stream& stream, const tviz::Block* block) {
      for (const tviz::HookName& hook : names_in(stream, block)) {
        if (hook.name == name) sink.add(hook);
      }
    };
    for (const tviz::Stream& stream : graph.streams) {
      add_if_meant(stream, nullptr);
      for (const tviz::Block& block : stream.blocks) add_if_meant(stream, &block);
    }
  }
};

}  // namespace

// `--dialect plugin_name` reads hooks in these words.
TVIZ_PLUGIN("plugin_name", "1.0.0", "MIT", "Module names of Hugging Face's GPT2LMHeadModel.",
            tviz::provide<tviz::HookResolver, PluginName>("plugin_name"))
