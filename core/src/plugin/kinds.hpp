// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "tviz/plugin/plugin.hpp"

namespace tviz {

/// Everything that a plugin can bring.
inline constexpr std::array<std::string_view, 5> kPluginKinds{
    kind_of<Architecture>(), kind_of<ComponentKind>(), kind_of<HookResolver>(),
    kind_of<ValueReader>(), kind_of<Backend>()};

inline bool is_plugin_kind(std::string_view kind) {
  return std::find(kPluginKinds.begin(), kPluginKinds.end(), kind) != kPluginKinds.end();
}

}  // namespace tviz
