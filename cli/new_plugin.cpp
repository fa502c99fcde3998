// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "commands.hpp"
#include "new_folder.hpp"
#include "output.hpp"
#include "plugin_templates.hpp"
#include "tviz/base/error.hpp"
#include "tviz/base/spelling.hpp"

namespace tviz::cli {
namespace {

/// So that lines of the templates stay lines.
constexpr std::size_t kLongestName = 40;

/// "gated-mlp", "gated_mlp" and "GatedMlp" are the words "gated" and "mlp".
std::vector<std::string> words_of(const std::string& name) {
  static const std::regex pattern("[A-Za-z][A-Za-z0-9]*([-_][A-Za-z0-9]+)*");
  if (name.size() > kLongestName || !std::regex_match(name, pattern)) {
    throw Error(Problem{fmt::format("'{}' is not a valid name for a plugin", name),
                        {},
                        fmt::format("use letters a-z and digits, '-' or '_' between words, a "
                                    "letter first, and at most {} characters",
                                    kLongestName)});
  }
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto is_separator = [](char c) { return c == '-' || c == '_'; };
  std::vector<std::string> words(1);
  char previous = '\0';
  for (const char character : name) {
    const bool is_hump = is_upper(character) && !is_upper(previous);
    if (!words.back().empty() && (is_separator(character) || is_hump)) words.emplace_back();
    if (!is_separator(character)) words.back() += lower_case({&character, 1});
    previous = character;
  }
  return words;
}

std::string camel_case(const std::vector<std::string>& words) {
  std::string name;
  for (const std::string& word : words) {
    const char first = word.front();
    name += first >= 'a' && first <= 'z' ? static_cast<char>(first - 'a' + 'A') : first;
    name += word.substr(1);
  }
  return name;
}

void replace_all(std::string& text, std::string_view placeholder, std::string_view value) {
  for (auto at = text.find(placeholder); at != std::string::npos;
       at = text.find(placeholder, at + value.size())) {
    text.replace(at, placeholder.size(), value);
  }
}

/// A template's text or file name with the name of the plugin in it.
std::string filled_in(std::string_view text, const std::vector<std::string>& words) {
  std::string filled(text);
  replace_all(filled, "plugin_name", fmt::format("{}", fmt::join(words, "_")));
  replace_all(filled, "plugin-name", fmt::format("{}", fmt::join(words, "-")));
  replace_all(filled, "PluginName", camel_case(words));
  return filled;
}

void check_kind(const std::string& kind) {
  const std::vector<std::string> kinds = plugin_kinds();
  if (std::ranges::find(kinds, kind) != kinds.end()) return;
  std::string hint = did_you_mean(kind, kinds);
  if (hint.empty()) hint = fmt::format("the kinds are {}", fmt::join(kinds, ", "));
  throw Error(Problem{fmt::format("no kind of plugin is called '{}'", kind), {}, hint});
}

}  // namespace

std::vector<std::string> plugin_kinds() {
  std::vector<std::string> kinds;
  for (const TemplateFile& file : template_files()) {
    if (file.kind != "common") kinds.emplace_back(file.kind);
  }
  std::sort(kinds.begin(), kinds.end());
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  return kinds;
}

void write_new_plugin(const Arguments& arguments) {
  const std::vector<std::string> words = words_of(arguments.plugin_name);
  check_kind(arguments.plugin_kind);
  const std::string& directory =
      arguments.directory.empty() ? arguments.plugin_name : arguments.directory;
  NewFolder folder(directory);
  std::vector<std::string> names;
  for (const TemplateFile& file : template_files()) {
    if (file.kind != "common" && file.kind != arguments.plugin_kind) continue;
    names.push_back(filled_in(file.name, words));
    folder.write(names.back(), filled_in(file.text, words));
  }
  folder.keep();
  std::sort(names.begin(), names.end());
  print_text(fmt::format("{}: {}\nREADME.md says how to build and test it.\n",
                         format(Location{directory}), fmt::join(names, ", ")));
}

}  // namespace tviz::cli
