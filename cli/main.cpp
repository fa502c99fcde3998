// SPDX-License-Identifier: MIT
#include <cstdio>
#include <exception>
#include <nlohmann/json.hpp>
#include <string>

#include "arguments.hpp"
#include "commands.hpp"
#include "messages.hpp"
#include "tviz/base/error.hpp"

namespace tviz::cli {
namespace {

constexpr int kInputAtFault = 1;
constexpr int kInternal = 3;

void run(const Arguments& arguments) {
  using Command = Arguments::Command;
  switch (arguments.command) {
    case Command::Render:
      return render(arguments);
    case Command::Batch:
      return draw_manifest(arguments);
    case Command::Scene:
      return print_scene(arguments);
    case Command::Describe:
      return describe(arguments);
    case Command::Hooks:
      return print_hooks(arguments);
    case Command::CheckHooks:
      return check_hooks(arguments);
    case Command::Models:
      return list_models(arguments);
    case Command::Themes:
      return list_themes(arguments);
    case Command::Options:
      return list_options(arguments);
    case Command::OptionsReference:
      return print_options_reference();
    case Command::ThemeReference:
      return print_theme_reference();
    case Command::CheckThemes:
      return check_themes(arguments);
    case Command::ShowTheme:
      return show_theme(arguments);
    case Command::ThemeSchema:
      return print_theme_schema();
    case Command::Plugins:
      return list_plugins(arguments);
    case Command::NewPlugin:
      return write_new_plugin(arguments);
    case Command::InspectPlugin:
      return inspect(arguments);
    case Command::ExaminePlugins:
      return examine_plugins(arguments);
  }
}

void report(const Error& error, bool as_json) {
  // Where both streams go to one place, the error comes after what led to it.
  std::fflush(stdout);
  for (const Problem& problem : error.problems()) {
    if (as_json) {
      const nlohmann::ordered_json json{{"error",
                                         {{"message", problem.message},
                                          {"where", format(problem.where)},
                                          {"hint", problem.hint}}}};
      print_message(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    } else {
      print_message("tviz: error: " + format(problem));
    }
  }
}

int run_reporting(const Arguments& arguments) {
  try {
    run(arguments);
    if (std::fflush(stdout) == 0) return 0;
    print_message("tviz: error: standard output could not be written");
    return kInputAtFault;
  } catch (const Error& error) {
    report(error, arguments.json);
    return kInputAtFault;
  } catch (const std::exception& error) {
    print_message(std::string("tviz: internal error: ") + error.what());
    return kInternal;
  }
}

}  // namespace
}  // namespace tviz::cli

int main(int argc, char** argv) {
  const tviz::cli::Parsed parsed = tviz::cli::parse(argc, argv);
  if (parsed.exit_code) return *parsed.exit_code;
  return tviz::cli::run_reporting(parsed.arguments);
}
