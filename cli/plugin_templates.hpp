// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tviz::cli {

/// A file of cli/templates, which is part of the program. In its name and its text,
/// "plugin_name", "plugin-name" and "PluginName" stand for the name of the new plugin, so that
/// the templates are sources that compile as they are.
struct TemplateFile {
  std::string_view kind;  ///< Of the plugins whose projects have it; "common" for all.
  std::string_view name;
  std::string_view text;
};

std::span<const TemplateFile> template_files();

/// The kinds of plugins that there are templates for, sorted.
std::vector<std::string> plugin_kinds();

}  // namespace tviz::cli
