// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "commands.hpp"
#include "tviz/figure/figure.hpp"
#include "tviz/plugin/registry.hpp"

namespace tviz::cli {

void inspect(const Arguments& arguments) {
  const PluginRecord record = inspect_plugin(arguments.file);
  if (!arguments.manifest.empty()) {
    write_file(arguments.manifest, manifest_of(record));
    return;
  }
  if (arguments.json) {
    fmt::print("{}", manifest_of(record));
    return;
  }
  fmt::print("{} {} ({})\n{}\n", record.name, record.version, record.licence, record.summary);
  for (const Provision& provision : record.provides) {
    fmt::print("  {} {}\n", provision.kind, provision.name);
  }
}

}  // namespace tviz::cli
