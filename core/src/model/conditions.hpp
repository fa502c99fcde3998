// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "tviz/base/document.hpp"

namespace tviz {

/// What stands under a spelling such as "attn_config.alibi": in the map `mapping`, which lies at
/// `path`, under `key`. `value` is nullptr if there is nothing.
struct Place {
  const Node* mapping = nullptr;
  std::string path;
  std::string key;
  const Node* value = nullptr;
};

/// Looks a spelling up; a key of this very name is preferred to a path.
Place look_up(const Node& mapping, std::string_view spelling);

/// "a.b"; either alone if the other is empty.
std::string joined(std::string_view path, std::string_view key);

/// Whether a condition is fulfilled. It has a `key` and one of
///   values    it is one of these; of a list, any item is
///   ends      it ends with one of these
///   unless    it is none of these
///   missing   "true": it is absent or null
///   over      it is a number above this one
/// or nothing of that: then it must be neither false nor 0 nor an empty list. An absent or null
/// value fulfils `missing` alone, and `values` if "null" is one of them.
bool holds(const Node& condition, const Node& mapping);

/// The rules with all that their list `when` adds for this configuration: of each entry whose
/// condition holds, the rules under `then`, otherwise those under `else`. Both may hold a `when`
/// of their own. A later rule replaces an earlier one.
Node resolved(const Node& rules, const Node& mapping);

/// The rules with those of `over` put in their place; `when` lists are joined.
Node merged(Node rules, const Node& over);

/// Whether the rule has this member and it is true.
bool is_set(const Node& rule, std::string_view name);

}  // namespace tviz
