// SPDX-License-Identifier: MIT
// The dialects that this plugin provides.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "module_dialect.hpp"
#include "tviz/plugin/plugin.hpp"

namespace module_names {

/// Paths of modules as named_modules() has them, and names of weights.
class HuggingFace final : public tviz::HookResolver {
 public:
  void enumerate(const tviz::Graph& graph, const tviz::Stream& stream, const tviz::Block* block,
                 tviz::HookNameSink& sink) const override;
  void resolve(const tviz::Graph& graph, std::string_view name,
               tviz::HookNameSink& sink) const override;
  std::string snippet() const override;

 private:
  ModulePaths modules_;
};

/// nnsight's expressions: "model.transformer.h[5].attn.output[0]".
class NnSight final : public tviz::HookResolver {
 public:
  void enumerate(const tviz::Graph& graph, const tviz::Stream& stream, const tviz::Block* block,
                 tviz::HookNameSink& sink) const override;
  void resolve(const tviz::Graph& graph, std::string_view name,
               tviz::HookNameSink& sink) const override;
  std::string snippet() const override;

 private:
  ModulePaths modules_;
};

/// A component of pyvene (pyvene.json).
struct PyveneComponent {
  std::string name;
  std::vector<std::string> modules;  ///< The first that the model has.
  bool input = false;
  bool heads = false;  ///< Its tensor is split into heads, of which the unit "h" picks some.
};

/// pyvene's keys: "layer_5_comp_mlp_output_unit_pos_nunit_1#0".
class Pyvene final : public tviz::HookResolver {
 public:
  Pyvene();
  void enumerate(const tviz::Graph& graph, const tviz::Stream& stream, const tviz::Block* block,
                 tviz::HookNameSink& sink) const override;
  void resolve(const tviz::Graph& graph, std::string_view name,
               tviz::HookNameSink& sink) const override;
  std::string snippet() const override;

 private:
  const std::vector<PyveneComponent>* components_of(const tviz::Graph& graph,
                                                    const tviz::Stream& stream) const;
  void resolve_key(const tviz::Graph& graph, std::string_view name, tviz::HookNameSink& sink) const;
  void resolve_raw_key(const tviz::Graph& graph, std::string_view name,
                       tviz::HookNameSink& sink) const;
  void resolve_path(const tviz::Graph& graph, std::string_view name,
                    tviz::HookNameSink& sink) const;

  ModulePaths modules_;
  std::vector<PyveneComponent> usual_;
  std::map<std::string, std::vector<PyveneComponent>> of_stack_;  ///< By Stack::name.
};

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

/// The names of TransformerLens's bridge, and the older ones that it accepts, with the bridge's
/// meaning.
class TransformerBridge final : public tviz::HookResolver {
 public:
  TransformerBridge();
  void enumerate(const tviz::Graph& graph, const tviz::Stream& stream, const tviz::Block* block,
                 tviz::HookNameSink& sink) const override;
  void resolve(const tviz::Graph& graph, std::string_view name,
               tviz::HookNameSink& sink) const override;
  std::string snippet() const override;

 private:
  ModulePaths modules_;
  std::vector<OwnHook> own_;
  std::vector<Alias> aliases_;
};

}  // namespace module_names
