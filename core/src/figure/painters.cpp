// SPDX-License-Identifier: MIT
#include "figure/painters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "plugin/call_plugin.hpp"
#include "tviz/plugin/plugin.hpp"

namespace tviz {
namespace {

class GuardedPainter final : public ComponentPainter {
 public:
  GuardedPainter(const Registry& registry, const std::string& kind)
      : plugin_(registry.component_kind(kind)),
        object_(plugin_object(registry, kind_of<ComponentKind>(), kind)) {}

  double height(const Component& component, double width) const override {
    double height = 0;
    call_plugin(object_, [&] { height = plugin_->height(component, width); });
    return height;
  }

  void draw(const Component& component, double width, ComponentCanvas& canvas) const override {
    call_plugin(object_, [&] { plugin_->draw(component, width, canvas); });
  }

 private:
  std::shared_ptr<const ComponentKind> plugin_;
  PluginObject object_;
};

std::set<std::string> kinds_in_blocks(const Graph& graph) {
  std::set<std::string> kinds;
  for (const Stream& stream : graph.streams) {
    for (const BlockStructure& structure : stream.structures) {
      for (const Component* component : components_of(structure)) kinds.insert(component->kind);
    }
  }
  return kinds;
}

}  // namespace

PluginPainters::PluginPainters(const Graph& graph, const Registry& registry) {
  const std::set<std::string> kinds = kinds_in_blocks(graph);
  for (const std::string& kind : registry.names(kind_of<ComponentKind>())) {
    if (!kinds.contains(kind)) continue;
    painters_.push_back(std::make_unique<const GuardedPainter>(registry, kind));
    by_kind_.emplace(kind, painters_.back().get());
  }
}

void warn_of_undrawn_components(const Graph& graph, const Registry& registry,
                                std::vector<std::string>& warnings) {
  const std::vector<std::string> drawn = registry.names(kind_of<ComponentKind>());
  for (const Stream& stream : graph.streams) {
    for (const Component* component : components_outside_blocks(stream)) {
      if (std::ranges::find(drawn, component->kind) == drawn.end()) continue;
      warnings.push_back(fmt::format(
          "{}: a box with its label, since plugins draw only what stands in blocks, and this {} "
          "stands outside",
          component->path, component->kind));
    }
  }
}

}  // namespace tviz
