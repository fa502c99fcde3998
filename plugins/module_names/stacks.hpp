// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/document.hpp"

namespace module_names {

/// The paths of one module. The first rule whose condition holds counts.
struct PathRule {
  std::string condition;           ///< "gated_mlp"; empty: always.
  std::vector<std::string> paths;  ///< The usual one first; none if it is no module of its own.
  bool absent = false;             ///< The model has nothing of the kind.
  /// Whether the newest release has the module and calls it; names of others are understood.
  bool listed = true;
};

/// Paths by our names of modules (Place::module).
using PathRules = std::map<std::string, std::vector<PathRule>>;

/// How TransformerLens's bridge calls what it makes of a stack.
struct BridgeStack {
  std::string blocks = "blocks";
  /// "standard", "parallel", "t5" or "state_space", which have aliases of their own; empty: by
  /// the blocks.
  std::string form{};
  std::map<std::string, std::string> names{};    ///< Other paths of modules; empty: no path.
  std::map<std::string, std::string> aliases{};  ///< Other meanings of old names; empty: none.
  std::set<std::string> silent{};  ///< Modules without code of their own, whose hooks never fire.
  std::map<std::string, std::string> only{};  ///< All modules that it has, unless empty.
};

/// What the code of one kind of stack calls its modules.
struct Stack {
  std::string name;
  std::vector<std::string> bases;  ///< What paths begin with: in a model with a head, without.
  /// "{base}layers.{layer}", the newest release's first. Without "{layer}", one for all layers.
  std::vector<std::string> blocks;
  PathRules outside;  ///< Whole paths, with "{base}".
  PathRules inside;   ///< Paths in a block.
  BridgeStack bridge;
};

/// The stacks of every known model (modules.json).
class Stacks {
 public:
  Stacks();  ///< Reads the table that the plugin carries.

  /// The stack of a stream of a model, or nothing if the model or the stream is not known.
  std::optional<Stack> find(std::string_view model_type, std::string_view stream) const;
  /// Whether TransformerLens's bridge can load such models.
  bool is_bridged(std::string_view model_type) const;

 private:
  const tviz::Node* entry(std::string_view model_type) const;
  tviz::Node whole(std::string_view name) const;

  tviz::Document document_;
};

}  // namespace module_names
