// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace tviz {

// The words of a graph to which the layout and the hook dialects give a meaning. Whoever needs
// another one says so by its beginning, so that a misspelt word is not taken for one.

/// Begins the names of kinds and sites that only a plugin knows: "custom:retention".
inline constexpr std::string_view kCustom = "custom:";

/// What the layout makes of a component, by its numbers and its kind.
enum class ComponentForm { Heads, Experts, Mixer, Box };

/// What is wrong with a word, and what would help; no message: nothing is.
struct WordFault {
  std::string message{};
  std::string hint{};
};

/// Looks at a Component::kind.
WordFault fault_of_kind(std::string_view kind);
/// Looks at a Component::kind that a plugin wants to draw: it must stand in blocks and be no norm.
WordFault fault_of_drawn_kind(std::string_view kind);
/// Looks at a HookPoint::site.
WordFault fault_of_site(std::string_view site);
/// Looks at a Skip::join.
WordFault fault_of_join(std::string_view join);
/// Looks at a Step::role.
WordFault fault_of_step_role(std::string_view role);
/// Looks at a Part::role in a component of this form.
WordFault fault_of_part_role(std::string_view role, ComponentForm form);
/// Looks at the words in braces of a note: "{befor}" is no number that the layout fills in.
WordFault fault_of_placeholders(std::string_view text);

}  // namespace tviz
