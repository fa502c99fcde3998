// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "module_dialect.hpp"
#include "tviz/plugin/plugin.hpp"

namespace module_names {

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

}  // namespace module_names
