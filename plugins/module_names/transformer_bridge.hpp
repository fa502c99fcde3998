// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bridge_names.hpp"
#include "module_dialect.hpp"
#include "tviz/plugin/plugin.hpp"

namespace module_names {

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
