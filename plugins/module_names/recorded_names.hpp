// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "axis_words.hpp"
#include "bridge_places.hpp"
#include "bridge_table.hpp"
#include "module_dialect.hpp"

namespace module_names {

/// The names that the bridge of TransformerLens 4 has in one block, or outside all blocks.
class RecordedNames {
 public:
  /// References must outlive this.
  RecordedNames(const BridgeTable& table, const BridgePlaces& places, const tviz::Graph& graph,
                const tviz::Stream& stream, const tviz::Block* block);

  const std::vector<RankedName>& all() const { return names_; }

 private:
  bool holds(const LayerNames& layer) const;
  bool has_here(std::string_view word) const;
  std::vector<std::pair<const tviz::Stream*, std::string_view>> streams_of(
      std::string_view place) const;
  void add_layer(const StackNames& stack, const LayerNames& layer);
  void add(const std::string& path, const std::string& module, const ListedName& listed);
  void add_outside(const std::string& name, const std::string& place, const ListedName& listed);
  void add_at(const std::string& name, const std::vector<const Tensor*>& found,
              const ListedName& listed, const AxisWords& words, std::size_t rank);

  const BridgePlaces& places_;
  const tviz::Graph& graph_;
  const tviz::Block* block_;
  Tensors tensors_;
  AxisWords words_;
  std::vector<RankedName> names_;
};

}  // namespace module_names
