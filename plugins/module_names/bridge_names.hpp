// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "module_dialect.hpp"

namespace module_names {

/// A hook that the bridge itself adds to a module (transformer_bridge.json).
struct OwnHook {
  std::string module;     ///< Place::module, or "norm" and "attention" for all of the kind.
  std::string component;  ///< Where the tensor is, if not in the module's component.
  std::string form;       ///< Only in blocks of these forms; empty: of any.
  std::string name;
  std::string site;
  std::string needs;
  std::string with;  ///< Only beside such a site.
  bool heads_first = false;
  std::string heads_first_with;  ///< The heads come first beside such a site.
};

/// An older name that the bridge accepts.
struct Alias {
  std::string name;
  std::vector<std::string> of;  ///< The first that the model has.
  std::string form;             ///< Only in blocks of these forms; empty: of any.
  std::string kind;             ///< Only if "mlp" is of this kind; empty: of any.
  std::string with;             ///< Only if there is such a name.
  std::string model_types;      ///< Only in these models; empty: in any.
};

/// The names that TransformerLens's bridge has in one block, or outside all blocks of a stream.
class BridgeNames {
 public:
  /// References must outlive this.
  BridgeNames(const ModulePaths& modules, const std::vector<OwnHook>& own,
              const std::vector<Alias>& aliases, const tviz::Graph& graph,
              const tviz::Stream& stream, const tviz::Block* block);

  /// All but aliases, in no order.
  const std::vector<RankedName>& canonical() const { return names_; }
  /// Those for a name or an alias, which get this name.
  std::vector<tviz::HookName> find(std::string_view name) const;

 private:
  void add_module(const Module& module, const Tensors& tensors);
  void add(const Module& module, const std::string& name, const std::vector<const Tensor*>& tensors,
           const Tensors& all, HeadAxes axes, const std::string& needs);
  void add_own(const Module& module, const std::string& path, const Tensors& tensors);
  bool has_own(const OwnHook& hook, const Module& module, const Tensors& tensors) const;
  std::optional<std::string> path_of(const Place& place) const;
  std::vector<tviz::HookName> named(std::string_view name) const;
  bool holds(const Alias& alias) const;
  std::vector<std::string> meanings_of(std::string_view name) const;
  std::string filled(std::string pattern) const;
  bool has_form(const std::string& forms) const;

  const std::vector<OwnHook>& own_;
  const std::vector<Alias>& aliases_;
  Stack stack_;
  std::string model_type_;
  std::string block_;     ///< "blocks.3"; empty outside the blocks.
  std::string form_;      ///< BridgeStack::form.
  std::string mlp_kind_;  ///< Of the component "mlp".
  std::vector<RankedName> names_;
};

}  // namespace module_names
