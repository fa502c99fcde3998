// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hook_table.hpp"
#include "tviz/plugin/interfaces.hpp"

namespace transformer_lens {

/// Names that TransformerLens has, but not for every model (absent_names.json).
class AbsentNames {
 public:
  /// Takes the forms of names from the table.
  explicit AbsentNames(const HookTable& table);

  /// Why this model has no hook point of this name; no reason if no model has one.
  tviz::Absence find(const tviz::Graph& graph, std::string_view name) const;

 private:
  /// Why models with certain facts lack what has a certain form.
  struct Reason {
    std::string pattern;  ///< As match() has them.
    std::string facts;    ///< Words, each perhaps with a "!" that denies it; empty: every model.
    std::string reason;
    std::string instead;
  };

  std::vector<Reason> reasons_;
  std::vector<std::string> forms_;  ///< Patterns of all names of the dialect.
};

}  // namespace transformer_lens
