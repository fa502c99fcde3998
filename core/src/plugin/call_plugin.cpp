// SPDX-License-Identifier: MIT
#include "plugin/call_plugin.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <utility>

namespace tviz {
namespace {

// The one thing that the library keeps outside its objects: a handler that runs because a plugin
// called exit() is given nothing that could tell which plugin that was.
thread_local const RunningPlugin* at_work = nullptr;

/// "component_kind" as "component kind".
std::string spelt_out(std::string_view kind) {
  std::string words(kind);
  std::ranges::replace(words, '_', ' ');
  return words;
}

std::filesystem::path file_of(const Registry& registry, std::string_view kind,
                              std::string_view name) {
  for (const PluginRecord& plugin : registry.records()) {
    if (plugin.state != PluginState::Found && plugin.state != PluginState::Loaded) continue;
    for (const Provision& each : plugin.provides) {
      if (each.kind == kind && each.name == name) return plugin.path;
    }
  }
  return {};
}

std::string failure(const PluginObject& object, std::string_view reason) {
  // One that is linked into the program has no file.
  const std::string file = object.running.file.string();
  return fmt::format("the plugin {}{}failed: {}", file, file.empty() ? "" : " ", reason);
}

[[noreturn]] void fail(const PluginObject& object, std::string_view reason) {
  throw Error(Problem{failure(object, reason), {.source = object.name}, {}});
}

constexpr std::string_view kSilent = "it threw an exception without a message";

}  // namespace

std::optional<RunningPlugin> running_plugin() {
  return at_work == nullptr ? std::nullopt : std::optional(*at_work);
}

RunningPluginScope::RunningPluginScope(const RunningPlugin& now)
    : before_(std::exchange(at_work, &now)) {}

RunningPluginScope::~RunningPluginScope() { at_work = before_; }

PluginObject plugin_object(const Registry& registry, std::string_view kind, std::string_view name) {
  const std::string words = spelt_out(kind);
  return {fmt::format("{} {}", words, name),
          {file_of(registry, kind, name), fmt::format("running {} '{}'", words, name)}};
}

std::string_view words_of(const std::exception& error) {
  const char* const words = error.what();
  return words == nullptr ? std::string_view() : words;
}

void throw_failure(const PluginObject& object, std::exception_ptr thrown) {
  try {
    std::rethrow_exception(std::move(thrown));
  } catch (const Error& error) {
    std::vector<Problem> problems = error.problems();
    if (problems.empty()) fail(object, kSilent);
    for (Problem& problem : problems) {
      if (problem.message.empty()) problem.message = failure(object, kSilent);
    }
    throw Error(std::move(problems));
  } catch (const std::bad_alloc&) {
    throw;  // The memory is at fault, whoever asked for it.
  } catch (const std::exception& error) {
    const std::string_view words = words_of(error);
    fail(object, words.empty() ? kSilent : words);
  } catch (...) {
    fail(object, "it threw something that is not a std::exception");
  }
}

}  // namespace tviz
