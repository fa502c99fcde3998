// SPDX-License-Identifier: MIT
#pragma once

/// For authors of plugins: write the classes, then one TVIZ_PLUGIN at namespace scope.
///
///     TVIZ_PLUGIN("decoder", "1.0.0", "MIT", "Decoder-only transformers.",
///                 tviz::provide<tviz::Architecture, Decoder>("decoder"))

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include "tviz/plugin/descriptor.h"
#include "tviz/plugin/interfaces.hpp"

namespace tviz {

/// The word that descriptors have for the kind of an interface.
template <class Interface>
constexpr const char* kind_of() {
  if constexpr (std::is_same_v<Interface, Architecture>)
    return "architecture";
  else if constexpr (std::is_same_v<Interface, ComponentKind>)
    return "component_kind";
  else if constexpr (std::is_same_v<Interface, HookResolver>)
    return "hook_resolver";
  else if constexpr (std::is_same_v<Interface, ValueReader>)
    return "value_reader";
  else {
    static_assert(std::is_same_v<Interface, Backend>, "no plugin interface of tviz");
    return "backend";
  }
}

/// A provision and the function that makes its object.
struct Offer {
  TvizProvision provision;
  Extension* (*make)();
};

/// Offers `Implementation` of `Interface` under a name. A hook dialect that should be asked before
/// others has an order (TvizProvision::order).
template <class Interface, class Implementation>
constexpr Offer provide(const char* name, std::uint32_t order = 0) {
  static_assert(std::is_base_of_v<Interface, Implementation>);
  return {{kind_of<Interface>(), name, order}, []() -> Extension* { return new Implementation; }};
}

/// The provisions of the offers, as the descriptor lists them.
template <std::size_t Count>
constexpr std::array<TvizProvision, Count> provisions_of(const std::array<Offer, Count>& offers) {
  std::array<TvizProvision, Count> provisions{};
  for (std::size_t i = 0; i < Count; ++i) provisions[i] = offers[i].provision;
  return provisions;
}

}  // namespace tviz

/// A static build links many plugins into one program and gives each entry its own name.
#ifndef TVIZ_PLUGIN_ENTRY_FUNCTION
#define TVIZ_PLUGIN_ENTRY_FUNCTION tviz_plugin_descriptor_v1
#endif

/// Defines the plugin's descriptor: name, version, licence, summary, then its offers.
#define TVIZ_PLUGIN(plugin_name, plugin_version, plugin_licence, plugin_summary, ...)     \
  namespace {                                                                             \
  constexpr std::array kTvizOffers{__VA_ARGS__};                                          \
  constexpr auto kTvizProvisions = tviz::provisions_of(kTvizOffers);                      \
  void* tviz_create(const char* kind, const char* name) {                                 \
    for (const tviz::Offer& offer : kTvizOffers) {                                        \
      if (std::string_view(kind) == offer.provision.kind &&                               \
          std::string_view(name) == offer.provision.name) {                               \
        return offer.make();                                                              \
      }                                                                                   \
    }                                                                                     \
    return nullptr;                                                                       \
  }                                                                                       \
  void tviz_destroy(void* extension) { delete static_cast<tviz::Extension*>(extension); } \
  constexpr TvizPluginDescriptor kTvizDescriptor{TVIZ_PLUGIN_MAGIC,                       \
                                                 sizeof(TvizPluginDescriptor),            \
                                                 TVIZ_PLUGIN_ABI_MAJOR,                   \
                                                 TVIZ_PLUGIN_ABI_MINOR,                   \
                                                 kTvizProvisions.size(),                  \
                                                 TVIZ_COMPILER_TAG,                       \
                                                 plugin_name,                             \
                                                 plugin_version,                          \
                                                 plugin_licence,                          \
                                                 plugin_summary,                          \
                                                 kTvizProvisions.data(),                  \
                                                 tviz_create,                             \
                                                 tviz_destroy};                           \
  }                                                                                       \
  extern "C" TVIZ_API const TvizPluginDescriptor* TVIZ_PLUGIN_ENTRY_FUNCTION() {          \
    return &kTvizDescriptor;                                                              \
  }
