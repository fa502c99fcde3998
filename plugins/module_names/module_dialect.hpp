// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "hook_names.hpp"
#include "modules.hpp"
#include "tviz/plugin/interfaces.hpp"

namespace module_names {

/// What is done with a module that was found, in its block or outside all blocks.
using ModuleVisitor = std::function<void(const Module& module, const Tensors& tensors)>;

/// What the module is called when its input, or its output, is meant.
using NameOf = std::function<std::string(const std::string& path, bool input)>;

/// The modules of models, by the paths that their code gives them.
class ModulePaths {
 public:
  ModulePaths();  ///< Reads the tables that the plugin carries.

  /// Calls `visit` for every module that has this path in the model.
  void find(const tviz::Graph& graph, std::string_view path, const ModuleVisitor& visit) const;
  /// Calls `visit` for every module of a block, or outside all blocks, in no order.
  void each(const tviz::Graph& graph, const tviz::Stream& stream, const tviz::Block* block,
            const ModuleVisitor& visit) const;
  /// The names of what the modules of a block give, and of what they read where nothing gives it,
  /// in the order of the data flow.
  void enumerate(const tviz::Graph& graph, const tviz::Stream& stream, const tviz::Block* block,
                 const NameOf& name_of, tviz::HookNameSink& sink) const;

  const Stacks& stacks() const { return stacks_; }
  const std::vector<Place>& places() const { return places_; }

 private:
  Stacks stacks_;
  std::vector<Place> places_;
  Place own_place_;  ///< Of modules that no table knows.
};

/// The block of which a name tells, where blocks are called `blocks`; nullptr if none.
const tviz::Block* block_in(const tviz::Stream& stream, std::string_view name,
                            std::string_view blocks);

/// A name and its place in the order of the data flow.
struct RankedName {
  std::size_t rank = 0;  ///< Of its tensor.
  int step = 0;          ///< Among the names of this tensor.
  tviz::HookName name;
};

/// RankedName::step: what is given leaves the inner modules first, what is read enters the outer
/// ones first, after another module has given it.
int step_of(const std::string& path, bool input);

/// Hands on the names in the order of the data flow.
void add_in_order(std::vector<RankedName> names, tviz::HookNameSink& sink);

}  // namespace module_names
