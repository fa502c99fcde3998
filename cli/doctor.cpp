// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "child_process.hpp"
#include "commands.hpp"
#include "output.hpp"
#include "table.hpp"
#include "tviz/base/error.hpp"

namespace tviz::cli {
namespace {

using Json = nlohmann::ordered_json;
using End = ChildResult::End;

/// What became of a plugin in a process of its own.
struct Diagnosis {
  PluginRecord plugin;
  std::string state;   ///< "ok", "failed", "crashed" or "hangs".
  std::string reason;  ///< Empty if it is ok.
};

/// An object that `plugin inspect --create --json` wrote; an empty one for anything else.
Json parse_object(std::string_view text) {
  Json json = Json::parse(text, nullptr, false);
  return json.is_object() ? json : Json::object();
}

/// What the child was at, and what it says is wrong, among all that a plugin may have written.
struct ChildState {
  std::string step = "starting";
  std::string error;
};

ChildState progress_of(std::string_view errors) {
  ChildState progress;
  while (!errors.empty()) {
    const std::size_t end = std::min(errors.find('\n'), errors.size());
    const std::string_view text = errors.substr(0, end);
    // A plugin may have left its own words before it on the line.
    const Json line = parse_object(text.substr(std::min(text.find('{'), text.size())));
    errors.remove_prefix(std::min(end + 1, errors.size()));
    const auto read = [&line](const Json::json_pointer& place, std::string& to) {
      if (line.contains(place) && line[place].is_string()) to = line[place];
    };
    read("/step"_json_pointer, progress.step);
    read("/error/message"_json_pointer, progress.error);
  }
  return progress;
}

/// The signals that end a program that crashes. POSIX has no function for their names.
constexpr std::pair<int, std::string_view> kSignalNames[] = {
    {SIGABRT, "SIGABRT"}, {SIGBUS, "SIGBUS"},   {SIGFPE, "SIGFPE"},
    {SIGILL, "SIGILL"},   {SIGKILL, "SIGKILL"}, {SIGSEGV, "SIGSEGV"},
    {SIGSYS, "SIGSYS"},   {SIGTERM, "SIGTERM"}, {SIGTRAP, "SIGTRAP"},
};

std::string signal_name(int signal) {
  const auto* const found =
      std::ranges::find(kSignalNames, signal, &std::pair<int, std::string_view>::first);
  return found == std::ranges::end(kSignalNames) ? fmt::format("signal {}", signal)
                                                 : std::string(found->second);
}

/// The plugin's own record if the child came to its end, with its name and version.
bool read_report(const std::string& output, PluginRecord& plugin) {
  const Json report = parse_object(output);
  if (!report.contains("schema")) return false;
  plugin.name = report.value("name", plugin.name);
  plugin.version = report.value("version", plugin.version);
  return true;
}

Diagnosis examine(PluginRecord plugin, double seconds) {
  if (plugin.state == PluginState::Failed) return {plugin, "failed", plugin.reason};
  const std::chrono::milliseconds limit(static_cast<std::int64_t>(seconds * 1000));
  const ChildResult child = run_child(
      {"/proc/self/exe", "plugin", "inspect", "--create", "--json", plugin.path.string()}, limit);
  const ChildState progress = progress_of(child.errors);
  const auto crashed = [&](const std::string& how) {
    return Diagnosis{plugin, "crashed", fmt::format("{} while {}", how, progress.step)};
  };
  if (child.end == End::TimedOut) {
    return {plugin, "hangs",
            fmt::format("did not end within {} s while {}", seconds, progress.step)};
  }
  if (child.end == End::Signalled) return crashed(signal_name(child.code));
  if (child.code == 1 && !progress.error.empty()) return {plugin, "failed", progress.error};
  if (child.code != 0) return crashed(fmt::format("exit code {}", child.code));
  if (read_report(child.output, plugin)) return {plugin, "ok", ""};
  if (child.output.empty()) return crashed("ended the program");
  return {plugin, "failed", "writes to standard output, which belongs to the program"};
}

void print_as_json(const std::vector<Diagnosis>& diagnoses) {
  Json list = Json::array();
  for (const auto& [plugin, state, reason] : diagnoses) {
    list.push_back({{"name", plugin.name},
                    {"version", plugin.version},
                    {"path", plugin.path.string()},
                    {"state", state},
                    {"reason", reason}});
  }
  print_json(list);
}

void print_rows(const std::vector<Diagnosis>& diagnoses) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& [plugin, state, reason] : diagnoses) {
    rows.push_back({plugin.name, plugin.version, state, plugin.path.string()});
    if (!reason.empty()) rows.back().push_back(reason);
  }
  print_table(rows);
}

}  // namespace

void examine_plugins(const Arguments& arguments) {
  // Where it is ignored, the kernel throws away how a child ended.
  std::signal(SIGCHLD, SIG_DFL);
  std::vector<Diagnosis> diagnoses;
  for (PluginRecord& plugin : find_plugins(plugin_search(arguments))) {
    diagnoses.push_back(examine(std::move(plugin), arguments.time_limit));
  }
  arguments.json ? print_as_json(diagnoses) : print_rows(diagnoses);
  const auto ill = std::ranges::count_if(diagnoses, [](const auto& d) { return d.state != "ok"; });
  if (ill == 0) return;
  throw Error(Problem{fmt::format("{} of {} plugins are not ok", ill, diagnoses.size()), {}, {}});
}

}  // namespace tviz::cli
