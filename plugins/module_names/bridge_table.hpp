// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tviz/base/document.hpp"

namespace module_names {

/// A hook point as transformer_bridge_4.3.json lists it.
struct ListedName {
  std::string name;                ///< In its module: "o.hook_in".
  std::string same_as;             ///< The point of which this is another name; may be empty.
  std::vector<std::string> shape;  ///< A word for each axis; empty if nothing passed in the tests.
  std::string needs;               ///< HookName::needs.
};

/// The hook points of one kind of layer.
struct LayerNames {
  /// What the block must have ("experts") or must not have ("!experts").
  std::vector<std::string> conditions;
  /// Paths of modules in the block, with their lists.
  std::vector<std::pair<std::string, const std::vector<ListedName>*>> modules;
};

/// The hook points of one stack of layers, or outside all of them.
struct StackNames {
  std::string path;    ///< "decoder_blocks"; empty outside the layers.
  std::string stream;  ///< Stream::name.
  std::vector<LayerNames> layers;
};

/// What the bridge of TransformerLens 4 has in each type of model, as recorded from the package.
class BridgeTable {
 public:
  BridgeTable();  ///< Reads the table that the plugin carries.
  BridgeTable(const BridgeTable&) = delete;
  BridgeTable& operator=(const BridgeTable&) = delete;

  /// The stacks of a model; none if the bridge cannot load it.
  const std::vector<StackNames>& stacks(std::string_view model_type) const;
  /// The package that was recorded: "4.3.0".
  const std::string& version() const { return version_; }

 private:
  StackNames read_stack(const tviz::Node& row) const;

  std::string version_;
  std::map<std::string, std::vector<ListedName>> modules_;
  std::map<std::string, std::vector<StackNames>, std::less<>> models_;
};

}  // namespace module_names
