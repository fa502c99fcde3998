// SPDX-License-Identifier: MIT
// The dialects of the plugin: four libraries that name modules, one of them in two versions.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bridge_names.hpp"
#include "bridge_places.hpp"
#include "bridge_table.hpp"
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
  std::string library() const override;

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
  std::string library() const override;

 private:
  ModulePaths modules_;
};

/// The names of the bridge of TransformerLens 3, and the older ones that it accepts, with the
/// bridge's meaning.
class TransformerBridge3 final : public tviz::HookResolver {
 public:
  TransformerBridge3();
  void enumerate(const tviz::Graph& graph, const tviz::Stream& stream, const tviz::Block* block,
                 tviz::HookNameSink& sink) const override;
  void resolve(const tviz::Graph& graph, std::string_view name,
               tviz::HookNameSink& sink) const override;
  std::string snippet() const override;
  std::string library() const override;

 private:
  ModulePaths modules_;
  std::vector<OwnHook> own_;
  std::vector<Alias> aliases_;
};

/// The names of the bridge of TransformerLens 4, as recorded from the package.
class TransformerBridge4 final : public tviz::HookResolver {
 public:
  void enumerate(const tviz::Graph& graph, const tviz::Stream& stream, const tviz::Block* block,
                 tviz::HookNameSink& sink) const override;
  void resolve(const tviz::Graph& graph, std::string_view name,
               tviz::HookNameSink& sink) const override;
  std::string snippet() const override;
  std::string library() const override;

 private:
  BridgeTable table_;
  BridgePlaces places_;
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
  std::string library() const override;

 private:
  const std::vector<PyveneComponent>* components_of(const tviz::Graph& graph,
                                                    const tviz::Stream& stream) const;
  void resolve_key(const tviz::Graph& graph, std::string_view name, tviz::HookNameSink& sink) const;
  void resolve_raw_key(const tviz::Graph& graph, std::string_view name,
                       tviz::HookNameSink& sink) const;
  void resolve_path(const tviz::Graph& graph, std::string_view name,
                    tviz::HookNameSink& sink) const;

  ModulePaths modules_;
  /// The model types that the release wraps, and what it lacks or gets wrong in each. Users can
  /// teach it others, so names of those are understood, but not listed.
  std::map<std::string, std::set<std::string>, std::less<>> wrapped_;
  std::vector<PyveneComponent> usual_;
  std::map<std::string, std::vector<PyveneComponent>> of_stack_;  ///< By Stack::name.
};

}  // namespace module_names
