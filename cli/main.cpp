// SPDX-License-Identifier: MIT
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <system_error>

#include "arguments.hpp"
#include "commands.hpp"
#include "ending.hpp"
#include "exit_codes.hpp"
#include "memory.hpp"
#include "messages.hpp"
#include "output.hpp"
#include "tviz/base/error.hpp"

namespace tviz::cli {
namespace {

void run(const Arguments& arguments) {
  using Command = Arguments::Command;
  switch (arguments.command) {
    case Command::Diff:
      break;  // It has exit codes of its own.
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
    case Command::CheckModelTypes:
      return check_model_types(arguments);
    case Command::ModelTypesSchema:
      return print_model_types_schema(arguments);
    case Command::GraphSchema:
      return print_graph_schema();
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
  for (const Problem& problem : error.problems()) print_problem(problem, as_json);
}

/// Returns the exit code.
int run_command(const Parsed& parsed) {
  if (parsed.exit_code) {
    print_bytes(parsed.output);
    return *parsed.exit_code;
  }
  if (parsed.arguments.command == Arguments::Command::Diff) {
    return print_differences(parsed.arguments) ? 0 : kDifferent;
  }
  run(parsed.arguments);
  return 0;
}

int run_reporting(const Parsed& parsed) {
  const bool is_diff = parsed.arguments.command == Arguments::Command::Diff;
  const int at_fault = is_diff ? kDiffAtFault : kInputAtFault;
  try {
    const int code = run_command(parsed);
    finish_output();
    return code;
  } catch (const Error& error) {
    report(error, parsed.arguments.json);
    return at_fault;
  } catch (const std::bad_alloc&) {
    report(Error(Problem{"there is not enough memory", {}, {}}), parsed.arguments.json);
    return at_fault;
  } catch (const std::system_error& error) {
    // What the system refuses is no fault of the program, wherever it was asked.
    report(Error(Problem{error.what(), {}, {}}), parsed.arguments.json);
    return at_fault;
  } catch (const std::exception& error) {
    print_message("tviz: internal error: " + escaped(error.what()));
    return kInternal;
  } catch (...) {
    print_message("tviz: internal error: an exception of an unknown type");
    return kInternal;
  }
}

}  // namespace
}  // namespace tviz::cli

int main(int argc, char** argv) {
  tviz::cli::occupy_standard_descriptors();
  if (!tviz::cli::keep_memory_back()) {
    std::fputs("tviz: error: there is not enough memory\n", stderr);
    return 1;
  }
  const tviz::cli::Parsed parsed = tviz::cli::parse(argc, argv);
  std::fputs(parsed.errors.c_str(), stderr);
  tviz::cli::refuse_to_end(parsed.arguments.json);
  return tviz::cli::done(tviz::cli::run_reporting(parsed));
}
