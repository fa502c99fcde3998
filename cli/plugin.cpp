// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <sys/prctl.h>

#include <csignal>
#include <nlohmann/json.hpp>
#include <string>

#include "commands.hpp"
#include "messages.hpp"
#include "output.hpp"
#include "tviz/base/error.hpp"
#include "tviz/figure/figure.hpp"
#include "tviz/plugin/plugin.hpp"
#include "tviz/plugin/registry.hpp"

namespace tviz::cli {
namespace {

/// Says on standard error what is done next, so that it is known if the plugin lets it be the
/// last.
void announce(const Arguments& arguments, const std::string& step) {
  if (!arguments.create) return;
  print_message(arguments.json ? nlohmann::json{{"step", step}}.dump() : "tviz: " + escaped(step));
}

void make(const Registry& registry, const Provision& provision) {
  if (provision.kind == kind_of<Architecture>()) {
    registry.architecture(provision.name);
  } else if (provision.kind == kind_of<HookResolver>()) {
    registry.hook_resolver(provision.name);
  } else if (provision.kind == kind_of<ComponentKind>()) {
    registry.component_kind(provision.name);
  } else if (provision.kind == kind_of<ValueReader>()) {
    registry.value_reader(provision.name);
  } else {
    registry.backend(provision.name);
  }
}

/// Makes each object that the plugin provides, as a figure would, and destroys them.
void make_all(const Arguments& arguments, const PluginRecord& plugin) {
  Registry registry({{}, false, false});
  registry.add_file(plugin.path);
  const auto check = [&] {
    const PluginRecord record = registry.records().front();
    if (record.state != PluginState::Failed) return;
    throw Error(Problem{record.reason, {.source = plugin.path.string()}, {}});
  };
  check();
  for (const Provision& provision : plugin.provides) {
    announce(arguments, fmt::format("making {} '{}'", provision.kind, provision.name));
    try {
      make(registry, provision);
    } catch (const Error&) {
      check();
      throw;
    }
  }
  announce(arguments, "ending");
}

PluginRecord load(const Arguments& arguments) {
  // A plugin that hangs must not outlive whoever waits for the result.
  if (arguments.create) ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  announce(arguments, "loading");
  PluginRecord plugin = inspect_plugin(arguments.file);
  if (arguments.create) make_all(arguments, plugin);
  return plugin;
}

}  // namespace

void inspect(const Arguments& arguments) {
  const PluginRecord record = load(arguments);
  if (!arguments.manifest.empty()) {
    write_file(arguments.manifest, manifest_of(record));
    return;
  }
  if (arguments.json) {
    print_bytes(manifest_of(record));
    return;
  }
  print_text(
      fmt::format("{} {} ({})\n{}\n", record.name, record.version, record.licence, record.summary));
  for (const Provision& provision : record.provides) {
    print_text(fmt::format("  {} {}\n", provision.kind, provision.name));
  }
}

}  // namespace tviz::cli
