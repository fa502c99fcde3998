// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tviz/graph/component_painter.hpp"
#include "tviz/plugin/registry.hpp"

namespace tviz {

/// The painters that plugins bring for the kinds of component in a graph. Their failures
/// become Errors that name them.
class PluginPainters {
 public:
  /// Loads the plugins that draw a kind of component of this graph, and no others.
  PluginPainters(const Graph& graph, const Registry& registry);

  /// Valid as long as this object.
  const ComponentPainters& by_kind() const { return by_kind_; }

 private:
  std::vector<std::unique_ptr<const ComponentPainter>> painters_;
  ComponentPainters by_kind_;
};

/// Says which components are boxes because they stand outside blocks, although a plugin draws their
/// kind.
void warn_of_undrawn_components(const Graph& graph, const Registry& registry,
                                std::vector<std::string>& warnings);

}  // namespace tviz
