// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "hooks/hook_numbers.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/overlay/overlay.hpp"
#include "tviz/plugin/registry.hpp"

namespace tviz {

/// The hook dialects that a figure's names may be in. A plugin is loaded when one of its dialects
/// is first asked, so names of the first dialects load no others.
class Dialects {
 public:
  /// `chosen` is the only dialect, or empty: Registry::hook_dialects().
  /// Throws Error if there is none of this name. Names with a fulfilled need count as firing.
  Dialects(const Registry& registry, const Graph& graph, const std::string& chosen,
           std::vector<std::string> fulfilled_needs = {});

  /// In the order in which they are tried.
  const std::vector<std::string>& names() const { return names_; }

  /// What a name means in a dialect; empty if nothing.
  std::vector<HookName> resolve(const std::string& dialect, std::string_view name);

  /// Another version of a dialect in which a name means something; empty if none.
  std::string version_with(const std::string& dialect, std::string_view name);

  /// Why a name means nothing in a dialect in which it would with another number.
  std::optional<WrongNumber> wrong_number(const std::string& dialect, std::string_view name);

  /// Every name of a dialect in this model, in the order of the data flow.
  const std::vector<HookName>& all(const std::string& dialect);

  /// Why dialects that were not chosen could not be asked.
  const std::vector<std::string>& failures() const { return failures_; }

 private:
  const HookResolver* resolver(const std::string& dialect);

  const Registry& registry_;
  const Graph& graph_;
  std::vector<std::string> names_;
  bool is_chosen_;
  std::vector<std::string> fulfilled_needs_;
  std::vector<std::string> failures_;
  std::map<std::string, std::shared_ptr<const HookResolver>> resolvers_;  ///< nullptr: failed.
  std::map<std::string, std::vector<HookName>> all_;
};

/// The dialect in whose words a figure lists hook points: the chosen one, or the first that names
/// anything in this model, or else the first. Throws Error if no plugin brings a dialect.
std::string labelling_dialect(const Graph& graph, const Registry& registry,
                              std::string_view chosen);

/// Has the names that need one of these fire.
void fulfil(const std::vector<std::string>& needs, std::vector<HookName>& names);

/// Every name of a dialect in this model, in the order of the data flow.
std::vector<HookName> all_names(const Graph& graph, const Registry& registry,
                                const std::string& dialect);

/// Names outside the blocks and of the first block of each structure.
std::vector<HookName> representative_names(const Graph& graph, const Registry& registry,
                                           const std::string& dialect);

}  // namespace tviz
