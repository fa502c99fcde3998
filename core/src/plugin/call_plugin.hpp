// SPDX-License-Identifier: MIT
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tviz/base/error.hpp"
#include "tviz/plugin/registry.hpp"

namespace tviz {

/// Marks the code of a plugin that this thread runs until the end of the scope, for
/// running_plugin().
class RunningPluginScope {
 public:
  /// `running` must outlive the scope.
  explicit RunningPluginScope(const RunningPlugin& running);
  ~RunningPluginScope();
  RunningPluginScope(const RunningPluginScope&) = delete;
  RunningPluginScope& operator=(const RunningPluginScope&) = delete;

 private:
  const RunningPlugin* before_;
};

/// An object of a plugin that is about to run.
struct PluginObject {
  std::string name;  ///< "backend svg", as the source of its errors.
  RunningPlugin running;
};

/// The object that a registry has given, or is about to give, for this kind and name.
PluginObject plugin_object(const Registry& registry, std::string_view kind, std::string_view name);

/// What an exception says; may be empty.
std::string_view words_of(const std::exception& error);

/// Throws what a call of this object threw as an Error that names the object and its plugin. An
/// Error keeps its problems, but none of them stays without a message, and std::bad_alloc stays
/// what it is.
[[noreturn]] void throw_failure(const PluginObject& object, std::exception_ptr thrown);

/// Runs code of a plugin. What it throws becomes an Error.
template <class Call>
void call_plugin(const PluginObject& object, Call call) {
  const RunningPluginScope scope(object.running);
  try {
    call();
  } catch (...) {
    throw_failure(object, std::current_exception());
  }
}

/// Throws the same problems; those without a place lie in what `source` did.
[[noreturn]] inline void throw_from(const std::string& source, std::vector<Problem> problems) {
  for (Problem& problem : problems) {
    if (problem.where.source.empty()) problem.where.source = source;
  }
  throw Error(std::move(problems));
}

}  // namespace tviz
