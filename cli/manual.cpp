// SPDX-License-Identifier: MIT
#include "manual.hpp"

#include <fmt/format.h>

#include <string_view>

#include "command_tree.hpp"
#include "tviz/base/version.hpp"

namespace tviz::cli {
namespace {

/// A text of one line as roff prints it: signs that it would take for its own stand for themselves.
std::string roff(std::string_view text) {
  std::string result = text.starts_with('.') || text.starts_with('\'') ? "\\&" : "";
  for (const char c : text) {
    if (c == '\\') {
      result += "\\e";
    } else if (c == '-') {
      result += "\\-";
    } else {
      result += c == '\n' ? ' ' : c;
    }
  }
  return result;
}

std::string bold(std::string_view text) { return "\\fB" + roff(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + roff(text) + "\\fR"; }

std::string tag_of(const DescribedOption& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.names) {
    names.push_back(option.is_positional ? italic(name) : bold(name));
  }
  std::string tag = fmt::format("{}", fmt::join(names, ", "));
  if (option.is_positional) return tag;
  if (!option.choices.empty()) {
    tag += " " + italic(fmt::format("{}", fmt::join(option.choices, "|")));
  } else if (!option.value.empty()) {
    tag += " " + italic(option.value);
  }
  return tag;
}

void add_options(const DescribedCommand& command, std::string& page) {
  for (const DescribedOption& option : command.options) {
    page += fmt::format(".TP\n{}\n{}.", tag_of(option), roff(option.description));
    if (!option.default_value.empty()) {
      page += fmt::format(" Default: {}.", roff(option.default_value));
    }
    page += "\n";
  }
}

void add_commands(const DescribedCommand& command, std::string& page) {
  for (const DescribedCommand& each : command.commands) {
    page += fmt::format(".SS {}\n{}.\n", roff(fmt::format("tviz {}", fmt::join(each.path, " "))),
                        roff(each.description));
    add_options(each, page);
    add_commands(each, page);
  }
}

}  // namespace

std::string manual_page(const CLI::App& program) {
  const DescribedCommand tree = described(program);
  std::string page = fmt::format(
      ".TH TVIZ 1 \"\" \"tviz {}\" \"User Commands\"\n"
      ".SH NAME\ntviz \\- draw the architecture of a transformer\n"
      ".SH SYNOPSIS\n.B tviz\n.I command\n[\\fIoption\\fR ...] [\\fIargument\\fR ...]\n"
      ".SH DESCRIPTION\n{}\n.SH OPTIONS\n",
      roff(version()), roff(tree.description));
  add_options(tree, page);
  page += ".SH COMMANDS\n";
  add_commands(tree, page);
  return page + fmt::format(".SH EXIT STATUS\n{}\n", roff(tree.footer));
}

}  // namespace tviz::cli
