// SPDX-License-Identifier: MIT
#include "arguments.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <sstream>
#include <string_view>
#include <utility>

#include "completion.hpp"
#include "figure_arguments.hpp"
#include "manual.hpp"
#include "plugin_templates.hpp"
#include "suggestion.hpp"
#include "tviz/base/version.hpp"
#include "tviz/figure/options.hpp"

namespace tviz::cli {
namespace {

constexpr int kUsage = 2;

void add_source(CLI::App& command, Arguments& arguments) {
  command
      .add_option("source", arguments.figure.source,
                  "A model's name, a configuration file (.json, .yaml), or - for standard input")
      ->required();
}

void add_figure_arguments(CLI::App& command, FigureArguments& figure) {
  command
      .add_option("source", figure.sources,
                  "A model's name, a configuration file (.json, .yaml), or - for standard input; "
                  "several become sub-figures")
      ->required();
  command
      .add_option("--caption", figure.captions,
                  "Text below a sub-figure; repeat it for the next one")
      ->type_name("TEXT")
      ->allow_extra_args(false);
  for (const FigureOption& option : figure_options()) {
    const bool is_elsewhere =
        option.scope == OptionScope::Model || option.scope == OptionScope::Files;
    if (!is_elsewhere) add_figure_option(command, option, figure);
  }
}

void add_json(CLI::App& command, Arguments& arguments) {
  command.add_flag("--json", arguments.json, "Print JSON");
}

void add_render(CLI::App& app, Arguments& arguments) {
  CLI::App& command = *app.add_subcommand("render", "Draw a model, or several side by side");
  FigureArguments& figure = arguments.figure;
  add_figure_arguments(command, figure);
  command
      .add_option("-o,--output", arguments.outputs,
                  "Files to write, or - for standard output; the extension gives the format")
      ->required();
  command.add_option("--format", arguments.format,
                     "Write this format, whatever the extension says");
  for (const FigureOption& option : figure_options()) {
    if (option.scope == OptionScope::Files) add_figure_option(command, option, figure);
  }
  command.add_flag("--open", arguments.open, "Open the first file in a viewer");
  command.add_flag("--watch", arguments.watch, "Draw again whenever an input file changes");
  command.add_flag("-q,--quiet", arguments.quiet, "Print no warnings");
  command.callback([&] { arguments.command = Arguments::Command::Render; });
}

void add_batch(CLI::App& app, Arguments& arguments) {
  CLI::App& command = *app.add_subcommand("batch", "Draw all figures that a manifest lists");
  BatchArguments& batch = arguments.batch;
  command
      .add_option("manifest", batch.manifest,
                  "A YAML or JSON file with a list of figures, or - for standard input")
      ->required();
  command.add_option(
      "--stdin-path", batch.stdin_path,
      "The file that standard input stands for: its folder is where paths begin, and "
      "errors name it");
  command.add_option("-o,--output", batch.folder, "Folder for the figures")
      ->default_str("the folder that the manifest names, else 'figures' beside it");
  command.add_option("-j,--jobs", batch.threads, "Number of figures drawn at the same time")
      ->check(CLI::Range(1, 1024))
      ->default_str("one for each processor");
  command.add_flag("--force", batch.force, "Draw unchanged figures, too");
  command.add_flag("--keep-going", batch.keep_going,
                   "Draw the other figures if some cannot be drawn");
  command
      .add_option("--shard", batch.shard,
                  "Draw only one part of the figures: 2/4 is the second of four")
      ->type_name("I/N")
      ->capture_default_str();
  command.add_flag("--dry-run", batch.dry_run, "Check everything and print what would be drawn");
  command.add_flag("--prune", batch.prune,
                   "Remove earlier figures that the manifest no longer lists");
  command.add_option("--report", batch.report,
                     "Write the outcome for each figure to this file, as JSON");
  command.add_option("--depfile", batch.depfile,
                     "Write a Make rule to this file, with the files that the figures depend on");
  command.add_option("--depfile-target", batch.depfile_target, "Target of this rule")
      ->default_str("the figures");
  command.add_flag("-q,--quiet", arguments.quiet, "Print no progress and no warnings");
  command.callback([&] { arguments.command = Arguments::Command::Batch; });
}

void add_scene(CLI::App& app, Arguments& arguments) {
  CLI::App& command = *app.add_subcommand("scene", "Print the display list of a figure as JSON");
  add_figure_arguments(command, arguments.figure);
  command.callback([&] { arguments.command = Arguments::Command::Scene; });
}

void add_describe(CLI::App& app, Arguments& arguments) {
  CLI::App& command =
      *app.add_subcommand("describe", "Print components, shapes and parameter counts of a model");
  add_source(command, arguments);
  add_json(command, arguments);
  command.add_flag("--graph", arguments.graph,
                   "Print the whole graph as a file that can be edited and drawn, as YAML or JSON");
  command.add_flag("--strict", arguments.strict,
                   "Refuse a configuration with values that are assumed or keys that are not read");
  command.add_option("--against", arguments.against,
                     "Print what differs between the model and the tensors of this file: a "
                     ".safetensors file, its index, or a .gguf file");
  command.callback([&] { arguments.command = Arguments::Command::Describe; });
}

void add_diff(CLI::App& app, Arguments& arguments) {
  CLI::App& command = *app.add_subcommand(
      "diff",
      "Print what differs between two models; the exit code is 0 if nothing does, 1 if "
      "something does, 2 if there is a problem");
  command
      .add_option("sources", arguments.words,
                  "Two models: names or configuration files (.json, .yaml)")
      ->required()
      ->expected(2);
  command
      .add_option(
          "-o,--output", arguments.outputs,
          "Also draw both models side by side, with the differences in colour; the extension "
          "gives the format")
      ->allow_extra_args(false);
  add_figure_option(command, "theme", arguments.figure);
  add_json(command, arguments);
  command.callback([&] { arguments.command = Arguments::Command::Diff; });
}

void add_hooks(CLI::App& app, Arguments& arguments) {
  CLI::App& command = *app.add_subcommand("hooks", "Print every hook point of a model");
  add_source(command, arguments);
  add_figure_option(command, "dialect", arguments.figure)
      .description("Dialect of the names")
      ->default_str("transformer_lens");
  command.add_flag("--symbolic", arguments.symbolic, "Print shapes in words, too");
  command.add_option("--check", arguments.check_file,
                     "Check the hook names in this file, one per line, and report those at fault");
  add_json(command, arguments);
  command.callback([&] {
    using Command = Arguments::Command;
    arguments.command = arguments.check_file ? Command::CheckHooks : Command::Hooks;
  });
}

void add_lists(CLI::App& app, Arguments& arguments) {
  CLI::App& models = *app.add_subcommand("models", "List the models known by name");
  models.add_option("words", arguments.words, "Parts of a name, title or kind; all must occur");
  add_json(models, arguments);
  models.callback([&] { arguments.command = Arguments::Command::Models; });

  CLI::App& themes = *app.add_subcommand("themes", "List the themes");
  add_json(themes, arguments);
  themes.callback([&] { arguments.command = Arguments::Command::Themes; });

  CLI::App& plugins = *app.add_subcommand("plugins", "List the plugins and the state of each");
  add_json(plugins, arguments);
  plugins.callback([&] { arguments.command = Arguments::Command::Plugins; });
}

void add_options(CLI::App& app, Arguments& arguments) {
  CLI::App& options = *app.add_subcommand(
      "options", "List the options of figures: in the program, in manifests and in Python");
  add_json(options, arguments);
  // This one is called even if the command below it is meant, and after it.
  options.callback([&] {
    if (options.get_subcommands().empty()) arguments.command = Arguments::Command::Options;
  });
  CLI::App& reference =
      *options.add_subcommand("reference", "Print the full reference of these options as Markdown");
  reference.callback([&] { arguments.command = Arguments::Command::OptionsReference; });
}

void add_theme(CLI::App& app, Arguments& arguments) {
  CLI::App& theme = *app.add_subcommand("theme", "Help with writing a theme");
  theme.require_subcommand(1);
  CLI::App& reference =
      *theme.add_subcommand("reference", "Print every field of a theme file as Markdown");
  reference.callback([&] { arguments.command = Arguments::Command::ThemeReference; });

  CLI::App& check = *theme.add_subcommand(
      "check", "Report every mistake in themes, and colours that are hard to see");
  check.add_option("theme", arguments.words, "Names of themes or YAML files")->required();
  add_json(check, arguments);
  check.callback([&] { arguments.command = Arguments::Command::CheckThemes; });

  CLI::App& show = *theme.add_subcommand(
      "show", "Print a theme as a theme file, with every value and where it comes from");
  show.add_option("theme", arguments.words, "Name of a theme or a YAML file")
      ->required()
      ->expected(1);
  add_figure_option(show, "set", arguments.figure);
  add_json(show, arguments);
  show.callback([&] { arguments.command = Arguments::Command::ShowTheme; });

  CLI::App& schema =
      *theme.add_subcommand("schema", "Print a JSON Schema of theme files, for editors");
  schema.callback([&] { arguments.command = Arguments::Command::ThemeSchema; });
}

void add_model_types(CLI::App& app, Arguments& arguments) {
  CLI::App& types = *app.add_subcommand("model-types", "Help with adding model families");
  types.require_subcommand(1);
  CLI::App& check =
      *types.add_subcommand("check", "Report every mistake in files of model families");
  check.add_option("file", arguments.words, "JSON or YAML files, as --model-types takes them")
      ->required();
  add_json(check, arguments);
  check.callback([&] { arguments.command = Arguments::Command::CheckModelTypes; });

  CLI::App& schema = *types.add_subcommand(
      "schema", "Print a JSON Schema of files of model families, for editors");
  schema.callback([&] { arguments.command = Arguments::Command::ModelTypesSchema; });
}

void add_graph(CLI::App& app, Arguments& arguments) {
  CLI::App& graph = *app.add_subcommand("graph", "Help with writing a graph file");
  graph.require_subcommand(1);
  CLI::App& schema =
      *graph.add_subcommand("schema", "Print a JSON Schema of graph files, for editors");
  schema.callback([&] { arguments.command = Arguments::Command::GraphSchema; });
}

void add_new_plugin(CLI::App& plugin, Arguments& arguments) {
  CLI::App& command = *plugin.add_subcommand(
      "new", "Write a project for a new plugin: working sources, a test and a README");
  command
      .add_option("name", arguments.plugin_name,
                  "Name of the plugin: letters and digits, with - or _ between words")
      ->required();
  command
      .add_option("--kind", arguments.plugin_kind,
                  fmt::format("Kind of plugin: {}", fmt::join(plugin_kinds(), ", ")))
      ->required();
  command.add_option("-o,--output", arguments.directory,
                     "Folder to write, which must be new or empty (default: NAME)");
  command.callback([&] { arguments.command = Arguments::Command::NewPlugin; });
}

void add_plugin(CLI::App& app, Arguments& arguments) {
  CLI::App& plugin = *app.add_subcommand("plugin", "Write a new plugin, or examine plugins");
  plugin.require_subcommand(1);
  add_new_plugin(plugin, arguments);

  CLI::App& inspect = *plugin.add_subcommand("inspect", "Load a plugin and print what it provides");
  inspect.add_option("file", arguments.file, "The plugin's library")->required();
  inspect.add_option("--manifest", arguments.manifest, "Write the plugin's manifest to this file");
  inspect.add_flag("--create", arguments.create,
                   "Also create and destroy each thing that it provides");
  add_json(inspect, arguments);
  inspect.callback([&] { arguments.command = Arguments::Command::InspectPlugin; });

  CLI::App& doctor = *plugin.add_subcommand(
      "doctor", "Try each plugin in a process of its own and say what is wrong with it");
  doctor.add_option("--time-limit", arguments.time_limit, "Seconds that each plugin may take")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  add_json(doctor, arguments);
  doctor.callback([&] { arguments.command = Arguments::Command::ExaminePlugins; });
}

/// What the program says about itself: both are printed by parse(), which knows all commands.
void add_manuals(CLI::App& app, Parsed& parsed) {
  CLI::App& completion = *app.add_subcommand("completion", "Print a completion script for a shell");
  completion.add_option("shell", parsed.arguments.shell, "The shell")
      ->check(CLI::IsMember(completed_shells()))
      ->required();
  completion.callback([&] {
    parsed.output = completion_script(app, parsed.arguments.shell);
    parsed.exit_code = 0;
  });
  CLI::App& manual = *app.add_subcommand("man", "Print the manual page, for man -l -");
  manual.callback([&] {
    parsed.output = manual_page(app);
    parsed.exit_code = 0;
  });
}

}  // namespace

Parsed parse(int argc, const char* const* argv) {
  if (argc == 2 && std::string_view(argv[1]) == "help") {
    const char* const asked[] = {argv[0], "--help"};
    return parse(2, asked);
  }
  Parsed parsed;
  Arguments& arguments = parsed.arguments;
  CLI::App app("Draws the architecture of a transformer from its configuration.", "tviz");
  app.set_version_flag("-V,--version", std::string(version()));
  app.require_subcommand(1);
  app.failure_message(usage_error);
  app.fallthrough();
  app.add_option("--plugin-dir", arguments.plugin_directories, "Look for plugins here first")
      ->allow_extra_args(false);
  for (const FigureOption& option : figure_options()) {
    if (option.scope == OptionScope::Model) add_figure_option(app, option, arguments.figure);
  }
  add_render(app, arguments);
  add_batch(app, arguments);
  add_scene(app, arguments);
  add_describe(app, arguments);
  add_diff(app, arguments);
  add_hooks(app, arguments);
  add_lists(app, arguments);
  add_options(app, arguments);
  add_theme(app, arguments);
  add_model_types(app, arguments);
  add_graph(app, arguments);
  add_plugin(app, arguments);
  add_manuals(app, parsed);
  app.footer(
      "Exit codes: 0 success; 1 a problem with an input, a file or the system; 2 wrong usage; 3 an "
      "internal error of tviz. As other programs of that name, diff has 0 for equal models, 1 for "
      "different ones and 2 for a problem.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::ostringstream output;
    std::ostringstream errors;
    parsed.exit_code = app.exit(error, output, errors) == 0 ? 0 : kUsage;
    if (parsed.exit_code == kUsage) errors << suggestion(app, argc, argv);
    parsed.output = std::move(output).str();
    parsed.errors = std::move(errors).str();
  }
  return parsed;
}

}  // namespace tviz::cli
