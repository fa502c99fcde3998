// SPDX-License-Identifier: MIT
#include "figure/painters.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "plugin/call_plugin.hpp"
#include "tviz/plugin/plugin.hpp"

namespace tviz {
namespace {

class GuardedPainter final : public ComponentPainter {
 public:
  GuardedPainter(const std::string& kind, std::shared_ptr<const ComponentKind> plugin)
      : name_(fmt::format("component kind {}", kind)), plugin_(std::move(plugin)) {}

  double height(const Component& component, double width) const override {
    double height = 0;
    call_plugin(name_, [&] { height = plugin_->height(component, width); });
    return height;
  }

  void draw(const Component& component, double width, ComponentCanvas& canvas) const override {
    call_plugin(name_, [&] { plugin_->draw(component, width, canvas); });
  }

 private:
  std::string name_;
  std::shared_ptr<const ComponentKind> plugin_;
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
    painters_.push_back(
        std::make_unique<const GuardedPainter>(kind, registry.component_kind(kind)));
    by_kind_.emplace(kind, painters_.back().get());
  }
}

}  // namespace tviz
