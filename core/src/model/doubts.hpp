// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "model/rule_book.hpp"
#include "model/rules.hpp"

namespace tviz {

/// Whether rules are a guess: no model is known whose code fixes the values that no key gives.
bool is_guess(const Node& rules);

/// The same rules as a guess; the model is read as what `read_as` says.
Node as_guess(Node rules, std::string_view read_as);

/// Adds to the model's unread keys those that no rule reads, of every map that was read, and the
/// warning that names them. Keys that change nothing, and keys without a value, are not among them.
void note_unread_keys(const RuleBook& types, Reading& reading);

}  // namespace tviz
