// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tviz/graph/graph.hpp"
#include "tviz/plugin/interfaces.hpp"

namespace tviz {

/// Whether a dialect gives this name any meaning in this model.
bool has_meaning(const Graph& graph, const HookResolver& resolver, std::string_view name);

/// Why a name has no meaning that would have one with another number in it.
struct WrongNumber {
  std::string reason;
  std::string instead;  ///< The name with the nearest number that the model has.
};

/// Looks for the number at fault; nothing if no other number would help.
std::optional<WrongNumber> wrong_number(const Graph& graph, const HookResolver& resolver,
                                        std::string_view name);

}  // namespace tviz
