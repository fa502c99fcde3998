// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace module_names {

/// A module as Python code reaches it, and which end of it is meant.
struct Expression {
  std::string path;  ///< With dots alone: "transformer.h.-1.mlp".
  bool input = false;
  std::string index;  ///< What stands in the first brackets after the end; empty without.
};

/// Reads "transformer.h[5].mlp.output", with indices and ".save()" after it; nothing if it is no
/// such expression.
std::optional<Expression> read_expression(std::string_view text);

/// Whether a text is a whole number, which may be negative.
bool is_number(std::string_view text);

/// The reverse: "transformer.h.5.mlp" becomes "transformer.h[5].mlp".
std::string with_brackets(std::string_view path);

}  // namespace module_names
