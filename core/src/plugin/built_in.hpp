// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "tviz/plugin/descriptor.h"

namespace tviz {

/// The entry function of a plugin that is part of the library.
using BuiltInPlugin = const TvizPluginDescriptor* (*)();

/// The plugins that are parts of the library: all of tviz's own if it was built with
/// TVIZ_STATIC_PLUGINS, else none. The build writes this function.
std::vector<BuiltInPlugin> built_in_plugins();

}  // namespace tviz
