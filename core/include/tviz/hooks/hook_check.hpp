// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/export.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/plugin/registry.hpp"

namespace tviz {

/// A name of a hook point with its place in a list.
struct ListedHook {
  std::string name{};
  int line = 0;  ///< From 1.
};

/// What may be wrong with the name of a hook point in one model.
enum class HookFault {
  Dormant,     ///< There is such a point, but it does not fire by default.
  Impossible,  ///< A number in it is wrong: that layer or expert does not exist, or lacks the
               ///< point.
  Stale,       ///< Other models, versions or dialects have it.
  Misspelt,    ///< It is close to a name that the model has.
  Unknown      ///< None of these.
};

/// "dormant", "impossible", "stale", "misspelt", "unknown".
TVIZ_API std::string_view name_of(HookFault fault);

/// One name that is at fault.
struct HookFinding {
  ListedHook hook{};
  HookFault fault = HookFault::Unknown;
  std::string reason{};   ///< "there is no blocks.12, the last is blocks.11".
  std::string instead{};  ///< A name of the model that was probably meant; may be empty.
};

/// Reads a list of names, one per line; a # begins a comment.
TVIZ_API std::vector<ListedHook> read_hook_list(std::string_view text);

/// The names that are at fault, in the order of the list: those that are not hook points of this
/// model, or do not fire by default. A name with wildcards is at fault if nothing that it matches
/// fires. An empty dialect means the first of Registry::hook_dialects(), TransformerLens. Throws
/// Error if there is no such dialect, or if a brace is not closed.
TVIZ_API std::vector<HookFinding> check_hooks(const Graph& graph, const Registry& registry,
                                              std::string_view dialect,
                                              std::span<const ListedHook> hooks);

}  // namespace tviz
