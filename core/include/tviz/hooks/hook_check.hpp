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
  Impossible,  ///< It counts further than the model does: a layer or an expert that is not there.
  Stale,       ///< Other models, versions or dialects have it.
  Misspelt,    ///< A name that the model has is near.
  Unknown      ///< None of these.
};

/// "dormant", "impossible", "stale", "misspelt", "unknown".
TVIZ_API std::string_view name_of(HookFault fault);

/// One name that will not do.
struct HookFinding {
  ListedHook hook{};
  HookFault fault = HookFault::Unknown;
  std::string reason{};   ///< "there is no blocks.12, the last is blocks.11".
  std::string instead{};  ///< A name of the model that was probably meant; may be empty.
};

/// The names of a text with one a line; what follows a # is a comment.
TVIZ_API std::vector<ListedHook> read_hook_list(std::string_view text);

/// Every name that is not a hook point of this model which fires by default, in the order of the
/// list. A name with wildcards is at fault if nothing that it matches fires. An empty dialect is
/// the first of Registry::hook_dialects(), TransformerLens. Throws Error if there is no such
/// dialect, and on an open brace.
TVIZ_API std::vector<HookFinding> check_hooks(const Graph& graph, const Registry& registry,
                                              std::string_view dialect,
                                              std::span<const ListedHook> hooks);

}  // namespace tviz
