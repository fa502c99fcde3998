// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "model/rule_book.hpp"
#include "model/rules.hpp"

namespace tviz {

/// Whether rules are a guess: no model is known whose code fixes the values that no key gives.
bool is_guess(const Node& rules);

/// The same rules as a guess; the model is read as what `read_as` says.
Node as_guess(Node rules, std::string_view read_as);

/// Adds to the model's unread keys those that no rule reads, of every map that was read. Keys that
/// change nothing, and keys without a value, are not among them. `in_own_words` becomes
/// UnreadKey::in_own_words.
void note_unread_keys(const RuleBook& types, const std::string& source, bool in_own_words,
                      Reading& reading);

/// Whether an entry such as "use_cache" or "*dropout*" stands for a key; a star stands at an end.
bool stands_for(std::string_view entry, std::string_view key);

/// "2 keys not read: n_loops, gate_rank"; empty if rules read all.
std::string line_of_unread_keys(const ModelArchitecture& model);

/// Adds this line to the warnings.
void warn_of_unread_keys(ModelArchitecture& model);

}  // namespace tviz
