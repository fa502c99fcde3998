// SPDX-License-Identifier: MIT
#include "tviz/figure/hook_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "figure/call_plugin.hpp"
#include "figure/dialects.hpp"
#include "figure/hook_numbers.hpp"
#include "figure/hook_pattern.hpp"
#include "tviz/base/spelling.hpp"

namespace tviz {
namespace {

class NameList final : public HookNameSink {
 public:
  void add(const HookName& name) override { names.push_back(name); }
  std::vector<HookName> names;
};

/// A dialect that a name may be of.
struct OtherDialect {
  std::string name;
  std::shared_ptr<const HookResolver> resolver;
};

/// Those that can be loaded: this is advice, so a broken plugin costs a hint and no more.
std::vector<OtherDialect> others(const Registry& registry, std::string_view dialect) {
  std::vector<OtherDialect> others;
  for (const std::string& name : registry.names("hook_resolver")) {
    if (name == dialect) continue;
    try {
      others.push_back({name, registry.hook_resolver(name)});
    } catch (const Error&) {
      continue;
    }
  }
  return others;
}

std::string what_it_needs(const HookName& name) {
  constexpr std::string_view kNothing = "nothing: ";
  if (!name.needs.starts_with(kNothing)) return fmt::format("it needs {}", name.needs);
  return fmt::format("it never fires: {}", name.needs.substr(kNothing.size()));
}

class Checker {
 public:
  Checker(const Graph& graph, const Registry& registry, std::string_view dialect)
      : graph_(graph),
        registry_(registry),
        dialect_(dialect),
        resolver_(registry.hook_resolver(dialect)) {}

  std::optional<HookFinding> check(const ListedHook& hook) {
    if (HookPattern::has_wildcards(hook.name)) return check_pattern(hook);
    NameList found;
    resolver_->resolve(graph_, hook.name, found);
    for (const HookName& name : found.names) {
      if (name.fires) continue;
      return HookFinding{hook, HookFault::Dormant, what_it_needs(name), {}};
    }
    if (!found.names.empty()) return std::nullopt;
    return fault_of(hook);
  }

 private:
  /// A pattern is at fault if it matches nothing, or nothing that fires.
  std::optional<HookFinding> check_pattern(const ListedHook& hook) {
    const HookPattern pattern(hook.name);
    const HookName* dormant = nullptr;
    for (const HookName& name : known()) {
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
    if (const std::string* other = dialect_with(hook.name)) {
      return {hook, HookFault::Stale, fmt::format("it is a name of the dialect {}", *other), {}};
    }
    const std::vector<std::string> near = nearest(hook.name, known_names(), 1);
    if (near.empty()) return {hook, HookFault::Unknown, "nothing here is called so", {}};
    return {hook, HookFault::Misspelt, "nothing here is called so", near.front()};
  }

  const std::string* dialect_with(std::string_view name) {
    if (!others_) others_ = others(registry_, dialect_);
    for (const OtherDialect& other : *others_) {
      if (has_meaning(graph_, *other.resolver, name)) return &other.name;
    }
    return nullptr;
  }

  const std::vector<HookName>& known() {
    if (!known_) known_ = all_names(graph_, *resolver_, std::string(dialect_));
    return *known_;
  }

  const std::vector<std::string>& known_names() {
    if (known_names_.empty()) {
      for (const HookName& name : known()) known_names_.push_back(name.name);
    }
    return known_names_;
  }

  const Graph& graph_;
  const Registry& registry_;
  std::string_view dialect_;
  std::shared_ptr<const HookResolver> resolver_;
  std::optional<std::vector<OtherDialect>> others_;
  std::optional<std::vector<HookName>> known_;
  std::vector<std::string> known_names_;
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
  const std::string chosen = labelling_dialect(std::string(dialect));
  Checker checker(graph, registry, chosen);
  std::vector<HookFinding> findings;
  call_plugin(fmt::format("hook dialect {}", chosen), [&] {
    for (const ListedHook& hook : hooks) {
      if (auto finding = checker.check(hook)) findings.push_back(std::move(*finding));
    }
  });
  return findings;
}

}  // namespace tviz
