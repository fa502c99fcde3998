// SPDX-License-Identifier: MIT
#include <cstdio>
#include <exception>
#include <nlohmann/json.hpp>
#include <string>

#include "arguments.hpp"
#include "commands.hpp"
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
    case Command::Scene:
      return print_scene(arguments);
    case Command::Describe:
      return describe(arguments);
    case Command::Hooks:
      return print_hooks(arguments);
    case Command::Models:
      return list_models(arguments);
    case Command::Themes:
      return list_themes(arguments);
    case Command::Plugins:
      return list_plugins(arguments);
    case Command::InspectPlugin:
      return inspect(arguments);
    case Command::ExaminePlugins:
      return examine_plugins(arguments);
  }
}

/// Where standard error is closed there is nobody to tell, which is no reason to fail.
void say(const std::string& line) { std::fputs((line + '\n').c_str(), stderr); }

void report(const Error& error, bool as_json) {
  for (const Problem& problem : error.problems()) {
    if (as_json) {
      const nlohmann::ordered_json json{{"error",
                                         {{"message", problem.message},
                                          {"where", format(problem.where)},
                                          {"hint", problem.hint}}}};
      say(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    } else {
      say("tviz: error: " + format(problem));
    }
  }
}

int run_reporting(const Arguments& arguments) {
  try {
    run(arguments);
    if (std::fflush(stdout) == 0) return 0;
    say("tviz: error: standard output could not be written");
    return kInputAtFault;
  } catch (const Error& error) {
    report(error, arguments.json);
    return kInputAtFault;
  } catch (const std::exception& error) {
    say(std::string("tviz: internal error: ") + error.what());
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
