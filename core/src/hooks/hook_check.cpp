// SPDX-License-Identifier: MIT
#include "tviz/hooks/hook_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "base/name_index.hpp"
#include "hooks/dialects.hpp"
#include "hooks/hook_numbers.hpp"
#include "hooks/hook_pattern.hpp"
#include "plugin/call_plugin.hpp"
#include "tviz/plugin/plugin.hpp"

namespace tviz {
namespace {

std::string what_it_needs(const HookName& name) {
  const std::string_view reason = why_never(name.needs);
  if (reason.empty()) return fmt::format("it needs {}", name.needs);
  return fmt::format("it never fires: {}", reason);
}

class Checker {
 public:
  Checker(const Graph& graph, const Registry& registry, const std::string& dialect)
      : graph_(graph),
        dialect_(dialect),
        resolver_(registry.hook_resolver(dialect)),
        dialects_(registry, graph, {}) {}

  std::optional<HookFinding> check(const ListedHook& hook) {
    if (HookPattern::has_wildcards(hook.name)) return check_pattern(hook);
    const std::vector<HookName> found = dialects_.resolve(dialect_, hook.name);
    for (const HookName& name : found) {
      if (name.fires) continue;
      return HookFinding{hook, HookFault::Dormant, what_it_needs(name), {}};
    }
    if (!found.empty()) return std::nullopt;
    return fault_of(hook);
  }

 private:
  /// A pattern is at fault if it matches nothing, or nothing that fires.
  std::optional<HookFinding> check_pattern(const ListedHook& hook) {
    const HookPattern pattern(hook.name);
    const HookName* dormant = nullptr;
    for (const HookName& name : dialects_.all(dialect_)) {
      if (!pattern.matches(name.name)) continue;
      if (name.fires) return std::nullopt;
      dormant = &name;
    }
    if (dormant == nullptr) return HookFinding{hook, HookFault::Unknown, "it matches no name", {}};
    return HookFinding{hook, HookFault::Dormant, what_it_needs(*dormant), {}};
  }

  HookFinding fault_of(const ListedHook& hook) {
    if (auto wrong = wrong_number(graph_, *resolver_, hook.name)) {
      return {hook, HookFault::Impossible, std::move(wrong->reason), std::move(wrong->instead)};
    }
    Absence absence = resolver_->absence(graph_, hook.name);
    if (!absence.reason.empty()) {
      if (!has_meaning(graph_, *resolver_, absence.instead)) absence.instead.clear();
      return {hook, HookFault::Stale, std::move(absence.reason), std::move(absence.instead)};
    }
    if (const std::string other = dialect_with(hook.name); !other.empty()) {
      return {hook, HookFault::Stale, fmt::format("it is a name in the dialect {}", other), {}};
    }
    const std::vector<std::string> near = known_names().nearest(hook.name, 1);
    if (near.empty()) return {hook, HookFault::Unknown, "the model has no such name", {}};
    return {hook, HookFault::Misspelt, "the model has no such name", near.front()};
  }

  /// Another version of the dialect, or another dialect. One that cannot be loaded is skipped: this
  /// is advice.
  std::string dialect_with(std::string_view name) {
    if (std::string version = dialects_.version_with(dialect_, name); !version.empty()) {
      return version;
    }
    for (const std::string& dialect : dialects_.names()) {
      if (dialect != dialect_ && !dialects_.resolve(dialect, name).empty()) return dialect;
    }
    return {};
  }

  const NameIndex& known_names() {
    if (!known_names_) {
      std::vector<std::string> names;
      for (const HookName& name : dialects_.all(dialect_)) names.push_back(name.name);
      known_names_.emplace(std::move(names));
    }
    return *known_names_;
  }

  const Graph& graph_;
  std::string dialect_;
  std::shared_ptr<const HookResolver> resolver_;
  Dialects dialects_;
  std::optional<NameIndex> known_names_;  ///< Made when a name is near to none.
};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

}  // namespace

std::string_view name_of(HookFault fault) {
  switch (fault) {
    case HookFault::Dormant:
      return "dormant";
    case HookFault::Impossible:
      return "impossible";
    case HookFault::Stale:
      return "stale";
    case HookFault::Misspelt:
      return "misspelt";
    case HookFault::Unknown:
      break;
  }
  return "unknown";
}

std::vector<ListedHook> read_hook_list(std::string_view text) {
  std::vector<ListedHook> hooks;
  for (int line = 1; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view whole = text.substr(0, end);
    const std::string_view name = trimmed(whole.substr(0, whole.find('#')));
    if (!name.empty()) hooks.push_back({std::string(name), line});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return hooks;
}

std::vector<HookFinding> check_hooks(const Graph& graph, const Registry& registry,
                                     std::string_view dialect, std::span<const ListedHook> hooks) {
  const std::string chosen = labelling_dialect(graph, registry, dialect);
  Checker checker(graph, registry, chosen);
  std::vector<HookFinding> findings;
  call_plugin(plugin_object(registry, kind_of<HookResolver>(), chosen), [&] {
    for (const ListedHook& hook : hooks) {
      if (auto finding = checker.check(hook)) findings.push_back(std::move(*finding));
    }
  });
  return findings;
}

}  // namespace tviz
