// SPDX-License-Identifier: MIT
#include "messages.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace tviz::cli {
namespace {

/// As https://no-color.org has it.
bool shows_colors() {
  const char* const refused = std::getenv("NO_COLOR");
  const char* const terminal = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) == 1 && (refused == nullptr || *refused == '\0') &&
         terminal != nullptr && std::string_view(terminal) != "dumb";
}

std::string colored(std::string_view word, std::string_view color) {
  return shows_colors() ? fmt::format("\033[{}m{}\033[0m", color, word) : std::string(word);
}

}  // namespace

void print_message(const std::string& line) { std::fputs((line + '\n').c_str(), stderr); }

void print_error(const std::string& text) {
  constexpr std::string_view kBoldRed = "1;31";
  print_message(fmt::format("tviz: {} {}", colored("error:", kBoldRed), text));
}

void print_problem(const Problem& problem, bool as_json) {
  if (!as_json) return print_error(format(problem));
  const nlohmann::ordered_json json{
      {"error",
       {{"message", problem.message}, {"where", format(problem.where)}, {"hint", problem.hint}}}};
  print_message(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void print_warnings(const std::vector<std::string>& warnings) {
  constexpr std::string_view kBoldMagenta = "1;35";
  for (const std::string& warning : warnings) {
    print_message(fmt::format("tviz: {} {}", colored("warning:", kBoldMagenta), escaped(warning)));
  }
}

std::string escaped(std::string_view text) { return format(Problem{std::string(text), {}, {}}); }

}  // namespace tviz::cli
