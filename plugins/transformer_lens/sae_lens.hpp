// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absent_names.hpp"
#include "hook_table.hpp"
#include "sae_rules.hpp"
#include "tviz/plugin/interfaces.hpp"

namespace transformer_lens {

/// The names of SAELens: hook points as TransformerLens calls them, and ids of autoencoders and
/// of Neuronpedia's sources for the hook points on which they stand (sae_names.json).
class SaeLens final : public tviz::HookResolver {
 public:
  SaeLens();

  void enumerate(const tviz::Graph& graph, const tviz::Stream& stream, const tviz::Block* block,
                 tviz::HookNameSink& sink) const override;
  void resolve(const tviz::Graph& graph, std::string_view name,
               tviz::HookNameSink& sink) const override;
  std::string snippet() const override;
  std::string library() const override;
  tviz::Absence absence(const tviz::Graph& graph, std::string_view name) const override;

 private:
  std::vector<tviz::HookName> hooks_of(const tviz::Graph& graph, std::string_view name,
                                       std::string_view release, int depth) const;
  std::vector<tviz::HookName> by_rules(const tviz::Graph& graph, std::string_view id,
                                       std::string_view release, int depth) const;
  void add_tensor(const tviz::Graph& graph, std::string_view name, const SaeSuffix& suffix,
                  tviz::HookNameSink& sink) const;

  HookTable table_;
  AbsentNames absent_names_{table_};
  HookTable own_points_;
  SaeRules rules_;
};

}  // namespace transformer_lens
