// SPDX-License-Identifier: MIT
// Asks hook dialects what they know of a model.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models.hpp"
#include "tviz/base/document.hpp"
#include "tviz/model/reader.hpp"
#include "tviz/plugin/interfaces.hpp"

namespace tviz::naming {

/// One dialect of the tree under test.
class Dialect {
 public:
  explicit Dialect(std::string_view name)
      : registry_(models::registry()), resolver_(registry_.hook_resolver(name)) {}

  std::vector<HookName> resolve(const Graph& graph, std::string_view name) const {
    NameList names;
    resolver_->resolve(graph, name, names);
    return std::move(names.list);
  }

  /// "blocks.0.attn q", several with " + " between them; empty for a name that means nothing.
  std::string place(const Graph& graph, std::string_view name) const {
    std::string text;
    for (const HookName& each : resolve(graph, name)) {
      text += (text.empty() ? "" : " + ") + each.component + ' ' + each.site;
    }
    return text;
  }

  std::vector<HookName> in_block(const Graph& graph, const Stream& stream,
                                 const Block& block) const {
    NameList names;
    resolver_->enumerate(graph, stream, &block, names);
    return std::move(names.list);
  }

  std::vector<HookName> all(const Graph& graph) const {
    NameList names;
    for (const Stream& stream : graph.streams) {
      resolver_->enumerate(graph, stream, nullptr, names);
      for (const Block& block : stream.blocks) {
        resolver_->enumerate(graph, stream, &block, names);
      }
    }
    return std::move(names.list);
  }

  std::string snippet() const { return resolver_->snippet(); }

 private:
  class NameList final : public HookNameSink {
   public:
    void add(const HookName& name) override { list.push_back(name); }
    std::vector<HookName> list;
  };

  Registry registry_;
  std::shared_ptr<const HookResolver> resolver_;
};

/// The model of a catalog name, or of one of the configurations of tests/model/families.json.
inline Graph graph_of(std::string_view name) {
  static const Document families = parse_json(read_file(TVIZ_FAMILIES, 1U << 20U), "families.json");
  for (const Node& family : families.root.items) {
    if (family.find("name")->scalar != name) continue;
    return models::build(read_model(Document{std::string(name), *family.find("config")}));
  }
  return models::build(read_model(name));
}

}  // namespace tviz::naming
