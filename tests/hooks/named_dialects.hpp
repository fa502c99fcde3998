// SPDX-License-Identifier: MIT
// A plugin that is linked into a test, whose dialects are told apart by their names.
#pragma once

#include <span>

#include "tviz/plugin/plugin.hpp"

namespace tviz::test {

/// The plugin of these provisions. It makes a Dialect of the name of each.
template <class Dialect>
constexpr TvizPluginDescriptor named_dialects(std::span<const TvizProvision> provisions) {
  return {TVIZ_PLUGIN_MAGIC,
          sizeof(TvizPluginDescriptor),
          TVIZ_PLUGIN_ABI_MAJOR,
          TVIZ_PLUGIN_ABI_MINOR,
          static_cast<uint32_t>(provisions.size()),
          TVIZ_COMPILER_TAG,
          "dialects",
          "1.0.0",
          "MIT",
          "Dialects of the tests.",
          provisions.data(),
          [](const char*, const char* name) -> void* {
            return static_cast<Extension*>(new Dialect(name));
          },
          [](void* object) { delete static_cast<Extension*>(object); }};
}

}  // namespace tviz::test
