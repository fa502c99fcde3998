// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tensors.hpp"

namespace module_names {

/// Where the hook points of TransformerLens's bridge are in a graph (bridge_places.json).
class BridgePlaces {
 public:
  BridgePlaces();  ///< Reads the table that the plugin carries.

  /// The tensors of a hook point: "attn.o.hook_in".
  std::vector<const Tensor*> find(std::string_view name, const Tensors& tensors) const;
  /// What is nearest to it, if the graph does not have the tensor itself.
  std::vector<const Tensor*> find_nearest(std::string_view name, const Tensors& tensors) const;

 private:
  struct Row {
    std::vector<std::string> modules;  ///< "attn", or "attn.*" for all modules inside it.
    std::string component;
    std::map<std::string, std::string, std::less<>> sites;  ///< By hooks; "*": any other hook.
  };
  static bool is_of(const Row& row, std::string_view module);
  static std::vector<const Tensor*> find(const std::vector<Row>& rows, std::string_view name,
                                         const Tensors& tensors);

  std::vector<Row> rows_;
  std::vector<Row> nearest_;
};

}  // namespace module_names
