// SPDX-License-Identifier: MIT
// A plugin that has no descriptor to show: it returns null, or throws.
#include "tviz/base/export.hpp"
#include "tviz/plugin/descriptor.h"

extern "C" TVIZ_API const TvizPluginDescriptor* tviz_plugin_descriptor_v1() {
#ifdef ZOO_THROW
  throw 1;
#else
  return nullptr;
#endif
}
