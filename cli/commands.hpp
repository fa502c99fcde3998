// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "arguments.hpp"
#include "tviz/model/model_types.hpp"
#include "tviz/plugin/registry.hpp"

namespace tviz::cli {

// Each command prints its result on standard output and throws tviz::Error for bad input.
void render(const Arguments& arguments);
void draw_manifest(const Arguments& arguments);
void print_scene(const Arguments& arguments);
void describe(const Arguments& arguments);
/// Returns whether the models are equal.
bool print_differences(const Arguments& arguments);
void print_hooks(const Arguments& arguments);
void check_hooks(const Arguments& arguments);
void list_models(const Arguments& arguments);
void list_themes(const Arguments& arguments);
void list_options(const Arguments& arguments);
void print_options_reference();
void print_theme_reference();
void check_themes(const Arguments& arguments);
void show_theme(const Arguments& arguments);
void print_theme_schema();
void check_model_types(const Arguments& arguments);
void print_model_types_schema(const Arguments& arguments);
void print_graph_schema();
void list_plugins(const Arguments& arguments);
void write_new_plugin(const Arguments& arguments);
void inspect(const Arguments& arguments);
void examine_plugins(const Arguments& arguments);

/// Where to look for plugins: in the directories of the command line first.
PluginSearch plugin_search(const Arguments& arguments);

/// A registry that looks in the directories of the command line first.
std::shared_ptr<const Registry> make_registry(const Arguments& arguments);

/// The families of models: those that tviz knows, and those of the command line's files.
ModelTypes make_model_types(const Arguments& arguments);

}  // namespace tviz::cli
