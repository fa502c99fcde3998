// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <set>
#include <string>
#include <string_view>

#include "batch_report.hpp"
#include "tviz/base/error.hpp"

namespace tviz::cli {
namespace {

/// `;` and `=` have no escape, a space or backslash at the end neither; `~` is a home. In a name
/// that could be a pattern, backslashes mean something else.
bool can_stand_in_a_rule(std::string_view path) {
  if (path.empty() || path.front() == '~' || path.back() == '\\' || path.back() == ' ')
    return false;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F || c == ';' || c == '=') return false;
  }
  const bool is_pattern = path.find_first_of("*?[") != std::string_view::npos;
  if (is_pattern && path.find('\\') != std::string_view::npos) return false;
  // "a(b)" is a member of an archive.
  return path.back() != ')' || path.find('(') == std::string_view::npos;
}

/// A path as GNU Make reads it. Backslashes count only before what they escape.
std::string escaped_for_make(const std::filesystem::path& path, std::string_view special) {
  const std::string name = path.string();
  if (!can_stand_in_a_rule(name)) {
    throw Error(Problem{"cannot be written in a Make rule, so no depfile is written",
                        {.source = name},
                        "name the file without ;, =, (), ~ in front, or control characters"});
  }
  std::string text;
  std::size_t backslashes = 0;
  for (const char c : name) {
    if (special.find(c) != std::string_view::npos) text += std::string(backslashes + 1, '\\');
    if (c == '$') text += '$';
    text += c;
    backslashes = c == '\\' ? backslashes + 1 : 0;
  }
  return text;
}

std::string as_target(const std::filesystem::path& path) {
  return escaped_for_make(path, " #:|*?[%");
}

std::string as_prerequisite(const std::filesystem::path& path) {
  return escaped_for_make(path, " #:|*?[");
}

}  // namespace

std::string depfile_text(const Manifest& manifest, const std::vector<BatchResult>& results,
                         const std::filesystem::path& target) {
  std::string text;
  std::set<std::filesystem::path> inputs{manifest.file};
  for (const BatchResult& result : results) {
    if (target.empty()) {
      for (const std::filesystem::path& file : result.files) text += as_target(file) + " \\\n  ";
    }
    inputs.insert(result.inputs.begin(), result.inputs.end());
  }
  if (!target.empty()) text = as_target(target);
  text += ":";
  for (const std::filesystem::path& input : inputs) text += " \\\n  " + as_prerequisite(input);
  text += "\n";
  for (const std::filesystem::path& input : inputs) text += "\n" + as_target(input) + ":\n";
  return text;
}

}  // namespace tviz::cli
