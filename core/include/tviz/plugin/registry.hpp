// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/export.hpp"
#include "tviz/plugin/descriptor.h"
#include "tviz/plugin/interfaces.hpp"

namespace tviz {

/// The state of a plugin file.
enum class PluginState {
  Found,     ///< Its manifest was read; the library is loaded when it is needed.
  Loaded,    ///< Its code is in the process.
  Failed,    ///< Refused; the reason says why.
  Shadowed,  ///< Another plugin of the same name came first.
};

/// "found", "loaded", "failed", "shadowed".
TVIZ_API std::string_view name_of(PluginState state);

/// One thing that a plugin provides.
struct Provision {
  std::string kind;
  std::string name;
  std::uint32_t order = 0;  ///< TvizProvision::order.
  friend bool operator==(const Provision&, const Provision&) = default;
};

/// What the registry knows of one plugin.
struct PluginRecord {
  std::string name;
  std::string version;
  std::string licence;
  std::string summary;
  std::filesystem::path path;
  std::vector<Provision> provides;
  PluginState state = PluginState::Found;
  std::string reason;
};

/// Where a registry looks for plugins, in this order.
struct PluginSearch {
  std::vector<std::filesystem::path> directories{};  ///< Must exist.
  bool environment = true;  ///< Then TVIZ_PLUGIN_PATH, unless the program is setuid.
  bool installed = true;    ///< Then the folder of plugins beside the library.
};

/// Checks a descriptor field by field. Returns what is wrong; empty if nothing is.
TVIZ_API std::string check_descriptor(const TvizPluginDescriptor* descriptor);

/// Loads one plugin and reads its descriptor. Throws Error if the file is not a plugin.
TVIZ_API PluginRecord inspect_plugin(const std::filesystem::path& path);

/// The plugin files that a registry with this search has, as their manifests describe them. No code
/// of a plugin runs, so a plugin without a manifest has only the name of its file. The state is
/// Found, or Failed if the registry refuses the file without looking into it.
TVIZ_API std::vector<PluginRecord> find_plugins(const PluginSearch& search = {});

/// The plugin's manifest as JSON. Written beside the library as NAME.json when it is built, it
/// tells what the plugin provides without running any of it.
TVIZ_API std::string manifest_of(const PluginRecord& record);

/// Code of a plugin at work.
struct RunningPlugin {
  std::filesystem::path file;  ///< Empty if the plugin is linked into the program.
  std::string task;            ///< "loading", "making backend 'svg'", "running backend 'svg'".
};

/// The plugin whose code this thread runs, if any. For a program that wants to say who called
/// exit(): an exit handler is told nothing.
TVIZ_API std::optional<RunningPlugin> running_plugin();

/// Holds plugins. There is no global registry, and several can exist side by side. If a plugin
/// fails, its record has the reason, and the others still work. Libraries stay loaded to the end of
/// the process. Methods may be called from many threads.
class TVIZ_API Registry {
 public:
  /// Looks for plugins; runs none that has a manifest. Throws Error if a folder of
  /// PluginSearch::directories does not exist.
  explicit Registry(const PluginSearch& search = {});
  ~Registry();
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  /// Adds one plugin file, wherever it is. It comes after those found before.
  void add_file(const std::filesystem::path& file);
  /// Adds a plugin that is linked into the program. It comes after those found before. The
  /// descriptor must outlive the registry and every object from it.
  void add_static(const TvizPluginDescriptor* descriptor);

  /// All plugins that were found, in the order of preference.
  std::vector<PluginRecord> records() const;
  /// Names provided for a kind ("backend": "eps", "html", ...), sorted.
  std::vector<std::string> names(std::string_view kind) const;
  /// The hook dialects in the order in which a name is tried in them (TvizProvision::order).
  /// Figures list hook points in the first. Loads nothing; a dialect whose plugin failed is among
  /// them, so that asking for it tells why.
  std::vector<std::string> hook_dialects() const;

  /// The architecture of a kind; loads its plugin at the first call. The pointer keeps the
  /// library alive. Throws Error with near names, or with the plugin's failure.
  std::shared_ptr<const Architecture> architecture(std::string_view name) const;
  /// The same for the name of a hook dialect.
  std::shared_ptr<const HookResolver> hook_resolver(std::string_view dialect) const;
  /// The same for a kind of component (Component::kind).
  std::shared_ptr<const ComponentKind> component_kind(std::string_view kind) const;
  /// The same for the extension of files with values.
  std::shared_ptr<const ValueReader> value_reader(std::string_view extension) const;
  /// The same for the name of a format.
  std::shared_ptr<const Backend> backend(std::string_view format) const;

 private:
  struct Plugins;
  std::unique_ptr<Plugins> plugins_;
};

}  // namespace tviz
