// SPDX-License-Identifier: MIT
#include "hooks/resolve_hooks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/name_index.hpp"
#include "base/number.hpp"
#include "hooks/hook_pattern.hpp"
#include "tviz/base/error.hpp"
#include "tviz/base/limits.hpp"

namespace tviz {
namespace {

/// The heads of the query that a hook on `axis_heads` heads touches: with grouped queries a
/// key/value head stands for its whole group.
std::vector<std::int64_t> query_heads(const std::vector<std::int64_t>& heads,
                                      std::int64_t axis_heads, std::int64_t n_heads) {
  const std::int64_t group = std::max<std::int64_t>(1, n_heads / axis_heads);
  std::vector<std::int64_t> result;
  for (const std::int64_t head : heads) {
    for (std::int64_t i = 0; i < group; ++i) result.push_back(head * group + i);
  }
  std::ranges::sort(result);
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

std::string heads_text(const std::vector<std::int64_t>& heads, bool key_value) {
  if (heads.empty()) return {};
  return fmt::format("{}head{} {}", key_value ? "key/value " : "", heads.size() == 1 ? "" : "s",
                     fmt::join(heads, ", "));
}

/// What a hook without a label is called: the last part of its name, or a whole pattern.
std::string own_label(const std::string& name) {
  const std::string last = name.substr(name.rfind('.') + 1);
  return HookPattern::has_wildcards(last) ? name : last;
}

/// A head of a layer.
struct NamedHead {
  std::string layer;  ///< Its number, in digits.
  std::string head;
};

/// What "L9H6" names, as the page's search and papers write it.
std::optional<NamedHead> head_named(const std::string& name) {
  const std::size_t middle = name.find('H');
  if (!name.starts_with('L') || middle == std::string::npos) return std::nullopt;
  NamedHead named{name.substr(1, middle - 1), name.substr(middle + 1)};
  const auto is_number = [](const std::string& text) {
    return !text.empty() && std::ranges::all_of(text, is_digit);
  };
  if (!is_number(named.layer) || !is_number(named.head)) return std::nullopt;
  return named;
}

/// Resolves hooks one by one; problems are collected.
class HookPlacer {
 public:
  HookPlacer(const Graph& graph, Dialects& dialects, std::vector<std::string>& warnings)
      : graph_(graph), dialects_(dialects), warnings_(warnings) {}

  void place(const Hook& hook) {
    if (HookPattern::has_wildcards(hook.point)) {
      place_pattern(hook);
    } else {
      place_name(hook);
    }
    warn_of_dormant(hook);
  }

  Overlay finish() && {
    throw_if_any(std::move(problems_));
    return std::move(overlay_);
  }

 private:
  void place_name(const Hook& hook) {
    for (const std::string& dialect : dialects_of(hook)) {
      const std::vector<HookName> found = dialects_.resolve(dialect, hook.point);
      for (const HookName& name : found) {
        if (heads_exist(hook, name)) add(hook, name);
      }
      if (!found.empty()) return;
    }
    report_unknown(hook, fmt::format("{} has no hook point '{}'", model(), hook.point),
                   hint_for(hook));
  }

  /// The number at fault, the version of a dialect that has the name, or a name that is near to it.
  std::string hint_for(const Hook& hook) {
    if (std::string hint = hint_for_head(hook); !hint.empty()) return hint;
    for (const std::string& dialect : dialects_of(hook)) {
      if (const auto wrong = dialects_.wrong_number(dialect, hook.point)) {
        return fmt::format("{}; nearest is '{}'", wrong->reason, wrong->instead);
      }
    }
    for (const std::string& dialect : dialects_of(hook)) {
      const std::string version = dialects_.version_with(dialect, hook.point);
      if (!version.empty()) return fmt::format("it is a name in the dialect {}", version);
    }
    return known_names().did_you_mean(hook.point);
  }

  /// Where the result of a head that is named alone can be hooked.
  std::string hint_for_head(const Hook& hook) {
    const auto named = head_named(hook.point);
    if (!named) return {};
    const std::string block = "." + named->layer + ".";
    for (const std::string& dialect : dialects_of(hook)) {
      for (const HookName& name : dialects_.all(dialect)) {
        if (name.site != "z" || name.component.find(block) == std::string::npos) continue;
        return fmt::format("a head is chosen at a hook point: head {} of {}", named->head,
                           name.name);
      }
    }
    return {};
  }

  void place_pattern(const Hook& hook) {
    std::optional<HookPattern> pattern;
    try {
      pattern.emplace(hook.point);
    } catch (const Error& error) {
      const Problem& problem = error.problems().front();
      report(hook, problem.message, problem.hint);
      return;
    }
    for (const std::string& dialect : dialects_of(hook)) {
      bool any = false;
      for (const HookName& name : dialects_.all(dialect)) {
        if (!pattern->matches(name.name)) continue;
        any = true;
        if (!heads_exist(hook, name)) return;
        add(hook, name);
      }
      if (any) return;
    }
    report_unknown(hook, fmt::format("no hook point of {} matches '{}'", model(), hook.point),
                   general_names().did_you_mean(pattern->general()));
  }

  std::vector<std::string> dialects_of(const Hook& hook) const {
    return hook.dialect.empty() ? dialects_.names() : std::vector{hook.dialect};
  }

  const std::string& model() const { return graph_.model.model_name; }

  void report_unknown(const Hook& hook, std::string message, std::string hint) {
    for (const std::string& failure : dialects_.failures()) {
      hint +=
          fmt::format("{}a hook dialect could not be asked: {}", hint.empty() ? "" : "; ", failure);
    }
    report(hook, std::move(message), std::move(hint));
  }

  /// Every name of every dialect, made ready when the first is not found.
  const NameIndex& known_names() {
    if (!known_names_)
      known_names_.emplace(all_names([](const std::string& name) { return name; }));
    return *known_names_;
  }

  /// The same without numbers, as patterns are compared with them.
  const NameIndex& general_names() {
    if (!general_names_) general_names_.emplace(all_names(general_name));
    return *general_names_;
  }

  template <class Shown>
  std::vector<std::string> all_names(Shown shown) {
    std::vector<std::string> names;
    for (const std::string& dialect : dialects_.names()) {
      for (const HookName& name : dialects_.all(dialect)) names.push_back(shown(name.name));
    }
    return names;
  }

  bool heads_exist(const Hook& hook, const HookName& name) {
    if (hook.heads.empty() || hook.guessed_heads) return true;
    if (name.head_axis < 0) {
      report(hook, fmt::format("'{}' has no head axis, so no heads can be chosen", name.name),
             fmt::format("its shape is {}", name.shape));
      return false;
    }
    for (const std::int64_t head : hook.heads) {
      if (head >= 0 && head < name.heads_on_axis) continue;
      report(hook, fmt::format("'{}' has no head {}", name.name, head),
             fmt::format("its {} heads are 0 to {}", name.heads_on_axis, name.heads_on_axis - 1));
      return false;
    }
    return true;
  }

  static std::vector<std::int64_t> heads_at(const Hook& hook, const HookName& name) {
    const auto exists = [&](std::int64_t head) { return head >= 0 && head < name.heads_on_axis; };
    const bool all_exist = name.head_axis >= 0 && std::ranges::all_of(hook.heads, exists);
    return hook.guessed_heads && !all_exist ? std::vector<std::int64_t>{} : hook.heads;
  }

  void add(const Hook& hook, const HookName& name) {
    check_count(hook);
    const Component* component = find_component(graph_, name.component).component;
    const std::int64_t n_heads = component == nullptr ? 0 : component->n_heads;
    Highlight highlight;
    highlight.component = name.component;
    highlight.site = name.site;
    highlight.label = hook.label.empty() ? own_label(hook.point) : hook.label;
    highlight.hook = hook.point;
    const std::vector<std::int64_t> heads = heads_at(hook, name);
    highlight.heads_text = heads_text(heads, name.heads_on_axis < n_heads);
    if (!heads.empty()) highlight.heads = query_heads(heads, name.heads_on_axis, n_heads);
    highlight.color = color_of(highlight.label);
    highlight.expert = name.expert;
    highlight.backward = hook.backward;
    if (!name.fires) {
      highlight.needs = name.needs;
      dormant_.push_back(name.needs);
    }
    overlay_.highlights.push_back(std::move(highlight));
  }

  void check_count(const Hook& hook) {
    const std::size_t most = Limits{}.hooks;
    if (overlay_.highlights.size() < most) return;
    throw Error(Problem{fmt::format("the hooks match more points than the limit of {}", most),
                        {"", 0, 0, fmt::format("hook {}", hook.point)},
                        "a narrower pattern matches fewer"});
  }

  /// One warning for each reason, however many points a pattern has found.
  void warn_of_dormant(const Hook& hook) {
    std::sort(dormant_.begin(), dormant_.end());
    for (auto first = dormant_.begin(); first != dormant_.end();) {
      const auto last = std::find_if(first, dormant_.end(),
                                     [&](const std::string& needs) { return needs != *first; });
      const auto count = last - first;
      const bool is_one = count == 1;
      const std::string what = is_one
                                   ? fmt::format("'{}' never fires", hook.point)
                                   : fmt::format("{} points of '{}' never fire", count, hook.point);
      const std::string_view reason = why_never(*first);
      warnings_.push_back(reason.empty() ? fmt::format("{} by default: {} {}", what,
                                                       is_one ? "it needs" : "they need", *first)
                                         : fmt::format("{}: {}", what, reason));
      first = last;
    }
    dormant_.clear();
  }

  std::size_t color_of(const std::string& label) {
    return labels_.emplace(label, labels_.size()).first->second;
  }

  void report(const Hook& hook, std::string message, std::string hint) {
    problems_.push_back(
        {std::move(message), {"", 0, 0, fmt::format("hook {}", hook.point)}, std::move(hint)});
  }

  const Graph& graph_;
  Dialects& dialects_;
  std::vector<std::string>& warnings_;
  Overlay overlay_;
  std::map<std::string, std::size_t> labels_;
  std::vector<std::string> dormant_;  ///< What points of the present hook need.
  std::vector<Problem> problems_;
  std::optional<NameIndex> known_names_;
  std::optional<NameIndex> general_names_;
};

}  // namespace

Overlay resolve_hooks(const Graph& graph, std::span<const Hook> hooks, Dialects& dialects,
                      std::vector<std::string>& warnings) {
  const std::size_t most = Limits{}.hooks;
  if (hooks.size() > most) {
    throw Error(
        Problem{fmt::format("{} hooks are more than the limit of {}", hooks.size(), most), {}, {}});
  }
  HookPlacer placer(graph, dialects, warnings);
  for (const Hook& hook : hooks) placer.place(hook);
  return std::move(placer).finish();
}

}  // namespace tviz
