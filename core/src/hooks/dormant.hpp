// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace tviz {

/// Why a dormant point never fires, whatever is switched on; empty if something makes it fire.
/// `needs` is HookName::needs.
constexpr std::string_view why_never(std::string_view needs) {
  constexpr std::string_view kNothing = "nothing: ";
  return needs.starts_with(kNothing) ? needs.substr(kNothing.size()) : std::string_view();
}

}  // namespace tviz
