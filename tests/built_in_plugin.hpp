// SPDX-License-Identifier: MIT
// Plugins that a test links into its program, as one with a static build does.
#pragma once

#include <memory>

#include "tviz/plugin/plugin.hpp"
#include "tviz/plugin/registry.hpp"

namespace tviz {

template <const Offer& kOffer>
constexpr TvizProvision kProvision = kOffer.provision;

/// The plugin of that name with this one offer.
template <const Offer& kOffer>
constexpr TvizPluginDescriptor built_in_plugin(const char* name, const char* summary) {
  return {TVIZ_PLUGIN_MAGIC,
          sizeof(TvizPluginDescriptor),
          TVIZ_PLUGIN_ABI_MAJOR,
          TVIZ_PLUGIN_ABI_MINOR,
          1,
          TVIZ_COMPILER_TAG,
          name,
          "1.0.0",
          "MIT",
          summary,
          &kProvision<kOffer>,
          [](const char*, const char*) -> void* { return kOffer.make(); },
          [](void* object) { delete static_cast<Extension*>(object); }};
}

/// The carried plugins, and this one after them. The descriptor outlives all that has them.
inline std::shared_ptr<Registry> registry_with(const TvizPluginDescriptor& plugin) {
  auto registry = std::make_shared<Registry>();
  registry->add_static(&plugin);
  return registry;
}

}  // namespace tviz
