// SPDX-License-Identifier: MIT
#include "tviz/plugin/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

#include "plugin/built_in.hpp"
#include "plugin/call_plugin.hpp"
#include "plugin/library.hpp"
#include "plugin/manifest.hpp"
#include "plugin/search.hpp"
#include "tviz/base/error.hpp"
#include "tviz/base/spelling.hpp"
#include "tviz/plugin/plugin.hpp"

namespace tviz {

/// One plugin of a registry.
struct RegistryEntry {
  PluginRecord record;
  std::shared_ptr<const TvizPluginDescriptor> library;  ///< Null until it is loaded.
  std::map<std::pair<std::string, std::string>, std::shared_ptr<const Extension>>
      objects;  ///< By kind and name.

  bool usable() const {
    return record.state == PluginState::Found || record.state == PluginState::Loaded;
  }
  bool provides(std::string_view kind, std::string_view name) const {
    return std::ranges::any_of(record.provides, [&](const Provision& each) {
      return each.kind == kind && each.name == name;
    });
  }
  void fail(std::string reason) {
    record.state = PluginState::Failed;
    record.reason = std::move(reason);
  }
};

namespace {

using Entry = RegistryEntry;
using Library = std::shared_ptr<const TvizPluginDescriptor>;
using Object = std::shared_ptr<const Extension>;

/// A problem's text where the plugin's path is already known.
std::string reason_of(const Error& error, const std::filesystem::path& plugin) {
  const Problem& first = error.problems().front();
  return first.where.source == plugin.string() ? first.message : error.what();
}

/// Loads the entry's library; returns what went wrong, nothing if all is well.
std::string load(Entry& entry) {
  if (entry.library) return {};
  try {
    entry.library = load_plugin(entry.record.path);
  } catch (const Error& error) {
    return reason_of(error, entry.record.path);
  }
  if (!same_plugin(entry.record, record_of(*entry.library, entry.record.path))) {
    return fmt::format("its manifest {} does not match it: rebuild the plugin",
                       manifest_path(entry.record.path).string());
  }
  entry.record.state = PluginState::Loaded;
  return {};
}

bool is_of_kind(const Extension& object, std::string_view kind) {
  if (kind == kind_of<Architecture>()) return dynamic_cast<const Architecture*>(&object) != nullptr;
  if (kind == kind_of<ComponentKind>()) {
    return dynamic_cast<const ComponentKind*>(&object) != nullptr;
  }
  if (kind == kind_of<HookResolver>()) return dynamic_cast<const HookResolver*>(&object) != nullptr;
  if (kind == kind_of<ValueReader>()) return dynamic_cast<const ValueReader*>(&object) != nullptr;
  return dynamic_cast<const Backend*>(&object) != nullptr;
}

/// `destroying`: what the plugin is at when the object ends.
Object own(void* made, const Library& library, RunningPlugin destroying) {
  const auto destroy = [library, running = std::move(destroying)](Extension* object) noexcept {
    const RunningPluginScope scope(running);
    try {
      library->destroy(object);
    } catch (...) {
      // The object is gone for us either way, and nobody waits for the reason.
    }
  };
  return std::shared_ptr<Extension>(static_cast<Extension*>(made), destroy);
}

/// Makes the object for a provision, unless it is there; returns what went wrong.
std::string make(Entry& entry, const Provision& wanted) {
  Object& object = entry.objects[{wanted.kind, wanted.name}];
  if (object) return {};
  const std::string thing = fmt::format("{} '{}'", wanted.kind, wanted.name);
  const std::string what = "making " + thing;
  const RunningPlugin running{entry.record.path, what};
  const RunningPluginScope scope(running);
  try {
    void* made = entry.library->create(wanted.kind.c_str(), wanted.name.c_str());
    if (made == nullptr) return what + " returned nothing";
    object = own(made, entry.library, {entry.record.path, "destroying " + thing});
  } catch (const std::exception& error) {
    const std::string_view words = words_of(error);
    return words.empty() ? what + " threw an exception without a message"
                         : fmt::format("{} threw: {}", what, words);
  } catch (...) {
    return what + " threw something that is not a std::exception";
  }
  if (!is_of_kind(*object, wanted.kind)) return what + " returned an object of another kind";
  return {};
}

std::string location_of(const PluginRecord& record) {
  return record.path.empty() ? "the program itself" : record.path.string();
}

Problem problem_of(const PluginRecord& record) {
  return {fmt::format("plugin '{}' failed: {}", record.name, record.reason),
          {.source = record.path.string()},
          {}};
}

std::string unknown_text(const Provision& wanted) {
  if (wanted.kind == kind_of<Backend>()) return fmt::format("no backend writes '{}'", wanted.name);
  if (wanted.kind == kind_of<HookResolver>()) {
    return fmt::format("no plugin knows the hook dialect '{}'", wanted.name);
  }
  if (wanted.kind == kind_of<ComponentKind>()) {
    return fmt::format("no plugin draws components of the kind '{}'", wanted.name);
  }
  if (wanted.kind == kind_of<ValueReader>()) {
    return fmt::format("no plugin reads values from '.{}' files", wanted.name);
  }
  return fmt::format("no plugin builds the architecture '{}'", wanted.name);
}

/// What the search and the manifest tell of a plugin; nothing of it runs.
PluginRecord found(const SearchHit& hit) {
  PluginRecord record;
  record.name = hit.path.stem().string();
  record.path = hit.path;
  record.reason = hit.refusal;
  try {
    if (hit.refusal.empty()) record = read_manifest(hit.path).value_or(record);
  } catch (const Error& error) {
    record.reason = reason_of(error, hit.path);
  }
  if (!record.reason.empty()) record.state = PluginState::Failed;
  return record;
}

}  // namespace

struct Registry::Plugins {
  mutable std::mutex mutex;
  std::vector<Entry> entries;
  std::vector<std::filesystem::path> folders;

  void add(Entry entry);
  void add_file(const SearchHit& hit);
  std::vector<std::string> names(std::string_view kind) const;
  std::string hint(const Provision& wanted) const;
  Object object(const Provision& wanted);

  template <class Interface>
  std::shared_ptr<const Interface> get(std::string_view name);
};

/// Appends an entry; if another has its name already, that one stays in use.
void Registry::Plugins::add(Entry entry) {
  const auto first = std::find_if(entries.begin(), entries.end(), [&](const Entry& other) {
    return other.usable() && other.record.name == entry.record.name;
  });
  if (entry.usable() && first != entries.end()) {
    entry.record.state = PluginState::Shadowed;
    entry.record.reason = fmt::format("{} is in use instead of {}", location_of(first->record),
                                      location_of(entry.record));
  }
  entries.push_back(std::move(entry));
}

void Registry::Plugins::add_file(const SearchHit& hit) {
  Entry entry;
  entry.record = found(hit);
  // A manifest names something that is provided; without one the plugin has to be asked.
  if (entry.usable() && entry.record.provides.empty()) {
    try {
      entry.library = load_plugin(hit.path);
      entry.record = record_of(*entry.library, hit.path);
    } catch (const Error& error) {
      entry.fail(reason_of(error, hit.path));
    }
  }
  add(std::move(entry));
}

std::vector<std::string> Registry::Plugins::names(std::string_view kind) const {
  std::set<std::string> names;
  for (const Entry& entry : entries) {
    if (!entry.usable()) continue;
    for (const Provision& each : entry.record.provides) {
      if (each.kind == kind) names.insert(each.name);
    }
  }
  return {names.begin(), names.end()};
}

std::string Registry::Plugins::hint(const Provision& wanted) const {
  const std::vector<std::string> known = names(wanted.kind);
  if (std::string near = did_you_mean(wanted.name, known); !near.empty()) return near;
  if (!known.empty()) return fmt::format("available: {}", fmt::join(known, ", "));
  std::vector<std::string> paths;
  for (const auto& folder : folders) paths.push_back(folder.string());
  return paths.empty() ? "no plugin folder was found"
                       : fmt::format("looked in {}", fmt::join(paths, ", "));
}

/// The object from the first plugin that can make it.
Object Registry::Plugins::object(const Provision& wanted) {
  std::optional<Problem> failure;
  for (Entry& entry : entries) {
    if (!entry.provides(wanted.kind, wanted.name)) continue;
    if (entry.usable()) {
      std::string wrong = load(entry);
      if (wrong.empty()) wrong = make(entry, wanted);
      if (wrong.empty()) return entry.objects[{wanted.kind, wanted.name}];
      entry.fail(std::move(wrong));
    }
    if (entry.record.state == PluginState::Failed && !failure) failure = problem_of(entry.record);
  }
  if (failure) throw Error(std::move(*failure));
  Problem unknown{unknown_text(wanted), {}, {}};
  unknown.hint = hint(wanted);
  throw Error(std::move(unknown));
}

template <class Interface>
std::shared_ptr<const Interface> Registry::Plugins::get(std::string_view name) {
  const std::lock_guard lock(mutex);
  return std::dynamic_pointer_cast<const Interface>(
      object({kind_of<Interface>(), std::string(name)}));
}

Registry::Registry(const PluginSearch& search) : plugins_(std::make_unique<Plugins>()) {
  SearchResult found = find_plugin_files(search);
  plugins_->folders = std::move(found.folders);
  for (const SearchHit& hit : found.hits) plugins_->add_file(hit);
  if (!search.installed) return;
  for (const BuiltInPlugin plugin : built_in_plugins()) add_static(plugin());
}

Registry::~Registry() = default;

void Registry::add_file(const std::filesystem::path& file) {
  std::error_code error;
  SearchHit hit{std::filesystem::canonical(file, error), {}};
  if (error) hit = {file, "cannot be opened: " + error.message()};
  const std::lock_guard lock(plugins_->mutex);
  plugins_->add_file(hit);
}

void Registry::add_static(const TvizPluginDescriptor* descriptor) {
  Entry entry;
  if (std::string wrong = check_descriptor(descriptor); wrong.empty()) {
    entry.library = Library(Library(), descriptor);
    entry.record = record_of(*descriptor, {});
  } else {
    entry.fail(std::move(wrong));
  }
  const std::lock_guard lock(plugins_->mutex);
  plugins_->add(std::move(entry));
}

std::vector<std::string> Registry::hook_dialects() const {
  const std::lock_guard lock(plugins_->mutex);
  std::map<std::string, std::uint32_t> order_of;
  for (const Entry& entry : plugins_->entries) {
    if (entry.record.state == PluginState::Shadowed) continue;
    for (const Provision& each : entry.record.provides) {
      if (each.kind == kind_of<HookResolver>()) order_of.try_emplace(each.name, each.order);
    }
  }
  std::vector<std::string> dialects;
  dialects.reserve(order_of.size());
  for (const auto& [name, order] : order_of) dialects.push_back(name);
  // Those with 0 come last: as an unsigned number, 0 - 1 is the greatest.
  std::ranges::stable_sort(dialects, {},
                           [&](const std::string& name) { return order_of.at(name) - 1; });
  return dialects;
}

std::vector<PluginRecord> Registry::records() const {
  const std::lock_guard lock(plugins_->mutex);
  std::vector<PluginRecord> records;
  for (const Entry& entry : plugins_->entries) records.push_back(entry.record);
  return records;
}

std::vector<std::string> Registry::names(std::string_view kind) const {
  const std::lock_guard lock(plugins_->mutex);
  return plugins_->names(kind);
}

std::shared_ptr<const Architecture> Registry::architecture(std::string_view name) const {
  return plugins_->get<Architecture>(name);
}

std::shared_ptr<const HookResolver> Registry::hook_resolver(std::string_view dialect) const {
  return plugins_->get<HookResolver>(dialect);
}

std::shared_ptr<const ComponentKind> Registry::component_kind(std::string_view kind) const {
  return plugins_->get<ComponentKind>(kind);
}

std::shared_ptr<const ValueReader> Registry::value_reader(std::string_view extension) const {
  return plugins_->get<ValueReader>(extension);
}

std::shared_ptr<const Backend> Registry::backend(std::string_view format) const {
  return plugins_->get<Backend>(format);
}

std::vector<PluginRecord> find_plugins(const PluginSearch& search) {
  std::vector<PluginRecord> records;
  for (const SearchHit& hit : find_plugin_files(search).hits) records.push_back(found(hit));
  return records;
}

std::string_view name_of(PluginState state) {
  switch (state) {
    case PluginState::Found:
      return "found";
    case PluginState::Loaded:
      return "loaded";
    case PluginState::Failed:
      return "failed";
    case PluginState::Shadowed:
      return "shadowed";
  }
  return "failed";
}

}  // namespace tviz
