// SPDX-License-Identifier: MIT
#include "tviz/plugin/descriptor.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/utf8.hpp"
#include "graph/vocabulary.hpp"
#include "plugin/kinds.hpp"
#include "tviz/base/error.hpp"
#include "tviz/plugin/registry.hpp"

namespace tviz {

namespace {

constexpr std::size_t kMaxString = 256;
constexpr std::uint32_t kMaxProvisions = 64;
constexpr std::string_view kRebuild = "rebuild the plugin with the headers of this tviz";

std::string check_frame(const TvizPluginDescriptor& plugin) {
  if (plugin.magic != TVIZ_PLUGIN_MAGIC) {
    return fmt::format("not a tviz plugin: its magic number is 0x{:08X}, expected 0x{:08X}",
                       plugin.magic, TVIZ_PLUGIN_MAGIC);
  }
  if (plugin.struct_size < sizeof(TvizPluginDescriptor)) {
    return fmt::format("its descriptor has {} bytes, expected at least {}: {}", plugin.struct_size,
                       sizeof(TvizPluginDescriptor), kRebuild);
  }
  if (plugin.abi_major != TVIZ_PLUGIN_ABI_MAJOR) {
    return fmt::format("built for plugin ABI {}.{}, but this tviz has {}.{}: {}", plugin.abi_major,
                       plugin.abi_minor, TVIZ_PLUGIN_ABI_MAJOR, TVIZ_PLUGIN_ABI_MINOR, kRebuild);
  }
  if (plugin.abi_minor > TVIZ_PLUGIN_ABI_MINOR) {
    return fmt::format("built for plugin ABI {}.{}, which is newer than {}.{} of this tviz: {}",
                       plugin.abi_major, plugin.abi_minor, TVIZ_PLUGIN_ABI_MAJOR,
                       TVIZ_PLUGIN_ABI_MINOR, "update tviz");
  }
  return {};
}

bool is_utf8(std::string_view text) {
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t length = decode(text, offset).length;
    if (length == 0) return false;
    offset += length;
  }
  return true;
}

std::string check_string(std::string_view what, const char* text) {
  if (text == nullptr) return fmt::format("{} is null", what);
  const std::size_t size = strnlen(text, kMaxString + 1);
  if (size > kMaxString) return fmt::format("{} is longer than {} bytes", what, kMaxString);
  if (size == 0) return fmt::format("{} is empty", what);
  if (!is_utf8({text, size})) return fmt::format("{} is not UTF-8", what);
  return {};
}

bool is_plugin_name(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::string check_strings(const TvizPluginDescriptor& plugin) {
  if (std::string wrong = check_string("compiler tag", plugin.compiler_tag); !wrong.empty()) {
    return wrong;
  }
  if (std::string_view(plugin.compiler_tag) != TVIZ_COMPILER_TAG) {
    return fmt::format("built by another compiler: its tag is '{}', this tviz has '{}': {}",
                       plugin.compiler_tag, TVIZ_COMPILER_TAG,
                       "rebuild the plugin with the compiler of this tviz");
  }
  for (const auto& [what, text] :
       {std::pair{"name", plugin.name}, std::pair{"version", plugin.version},
        std::pair{"licence", plugin.licence}, std::pair{"summary", plugin.summary}}) {
    if (std::string wrong = check_string(what, text); !wrong.empty()) return wrong;
  }
  if (!is_plugin_name(plugin.name)) {
    return fmt::format("name '{}' has characters other than a-z, 0-9 and _", plugin.name);
  }
  return {};
}

/// A drawing that would never be asked for.
std::string check_drawn_kind(const TvizProvision& provision) {
  if (std::string_view(provision.kind) != kind_of<ComponentKind>()) return {};
  const WordFault fault = fault_of_drawn_kind(provision.name);
  return fault.message.empty() ? "" : format(Problem{fault.message, {}, fault.hint});
}

std::string check_provisions(const TvizPluginDescriptor& plugin) {
  if (plugin.provision_count < 1 || plugin.provision_count > kMaxProvisions) {
    return fmt::format("provides {} things, but must provide 1 to {}", plugin.provision_count,
                       kMaxProvisions);
  }
  if (plugin.provisions == nullptr) return "list of provisions is null";
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (std::uint32_t i = 0; i < plugin.provision_count; ++i) {
    const TvizProvision& provision = plugin.provisions[i];
    for (const auto& [what, text] :
         {std::pair{"kind", provision.kind}, std::pair{"name", provision.name}}) {
      const std::string full = fmt::format("{} of provision {}", what, i);
      if (std::string wrong = check_string(full, text); !wrong.empty()) return wrong;
    }
    if (!is_plugin_kind(provision.kind)) {
      return fmt::format("provision {} is of the unknown kind '{}'", i, provision.kind);
    }
    if (std::string wrong = check_drawn_kind(provision); !wrong.empty()) return wrong;
    if (provision.order != 0 && std::string_view(provision.kind) != kind_of<HookResolver>()) {
      return fmt::format("provision {} has an order, which only hook dialects have", i);
    }
    if (!seen.emplace(provision.kind, provision.name).second) {
      return fmt::format("provides {} '{}' twice", provision.kind, provision.name);
    }
  }
  return {};
}

std::string check_functions(const TvizPluginDescriptor& plugin) {
  if (plugin.create == nullptr) return "function create is null";
  if (plugin.destroy == nullptr) return "function destroy is null";
  return {};
}

}  // namespace

std::string check_descriptor(const TvizPluginDescriptor* descriptor) {
  if (descriptor == nullptr) return "the entry function returned no descriptor";
  // In this order: what comes later has a meaning only if what comes before is right.
  for (const auto& check : {check_frame, check_strings, check_provisions, check_functions}) {
    if (std::string wrong = check(*descriptor); !wrong.empty()) return wrong;
  }
  return {};
}

}  // namespace tviz
