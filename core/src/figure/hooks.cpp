// SPDX-License-Identifier: MIT
#include "figure/hooks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "tviz/base/spelling.hpp"

namespace tviz {
namespace {

class NameList final : public HookNameSink {
 public:
  void add(const HookName& name) override { names.push_back(name); }
  std::vector<HookName> names;
};

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

std::string last_part(const std::string& name) { return name.substr(name.rfind('.') + 1); }

/// Resolves hooks one by one; problems are collected.
class HookPlacer {
 public:
  HookPlacer(const Graph& graph, const HookResolver& resolver, std::vector<std::string>& warnings)
      : graph_(graph), resolver_(resolver), warnings_(warnings) {}

  void place(const Hook& hook) {
    NameList found;
    resolver_.resolve(graph_, hook.point, found);
    if (found.names.empty()) {
      report_unknown(hook);
      return;
    }
    for (const HookName& name : found.names) {
      if (heads_exist(hook, name)) add(hook, name);
    }
  }

  Overlay finish() && {
    throw_if_any(std::move(problems_));
    return std::move(overlay_);
  }

 private:
  void report_unknown(const Hook& hook) {
    std::vector<std::string> known;
    for (const HookName& name : all_names(graph_, resolver_)) known.push_back(name.name);
    report(hook, fmt::format("{} has no hook point '{}'", graph_.model.model_name, hook.point),
           did_you_mean(hook.point, known));
  }

  bool heads_exist(const Hook& hook, const HookName& name) {
    if (hook.heads.empty()) return true;
    if (name.head_axis < 0) {
      report(hook, fmt::format("'{}' has no head axis, so no heads can be chosen", hook.point),
             fmt::format("its shape is {}", name.shape));
      return false;
    }
    for (const std::int64_t head : hook.heads) {
      if (head >= 0 && head < name.heads_on_axis) continue;
      report(hook, fmt::format("'{}' has no head {}", hook.point, head),
             fmt::format("its {} heads are 0 to {}", name.heads_on_axis, name.heads_on_axis - 1));
      return false;
    }
    return true;
  }

  void add(const Hook& hook, const HookName& name) {
    const Component* component = find_component(graph_, name.component).component;
    const std::int64_t n_heads = component == nullptr ? 0 : component->n_heads;
    Highlight highlight;
    highlight.component = name.component;
    highlight.site = name.site;
    highlight.label = hook.label.empty() ? last_part(hook.point) : hook.label;
    highlight.hook = hook.point;
    highlight.heads_text = heads_text(hook.heads, name.heads_on_axis < n_heads);
    if (!hook.heads.empty()) {
      highlight.heads = query_heads(hook.heads, name.heads_on_axis, n_heads);
    }
    highlight.color = color_of(highlight.label);
    overlay_.highlights.push_back(std::move(highlight));
    if (!name.fires) {
      warnings_.push_back(
          fmt::format("'{}' never fires by default: it needs {}", hook.point, name.needs));
    }
  }

  std::size_t color_of(const std::string& label) {
    const auto known = std::ranges::find(labels_, label);
    if (known != labels_.end()) return static_cast<std::size_t>(known - labels_.begin());
    labels_.push_back(label);
    return labels_.size() - 1;
  }

  void report(const Hook& hook, std::string message, std::string hint) {
    problems_.push_back(
        {std::move(message), {"", 0, 0, fmt::format("hook {}", hook.point)}, std::move(hint)});
  }

  const Graph& graph_;
  const HookResolver& resolver_;
  std::vector<std::string>& warnings_;
  Overlay overlay_;
  std::vector<std::string> labels_;
  std::vector<Problem> problems_;
};

}  // namespace

Overlay resolve_hooks(const Graph& graph, std::span<const Hook> hooks, const HookResolver& resolver,
                      std::vector<std::string>& warnings) {
  const std::size_t most = Limits{}.hooks;
  if (hooks.size() > most) {
    throw Error(
        Problem{fmt::format("{} hooks are more than the limit of {}", hooks.size(), most), {}, {}});
  }
  HookPlacer placer(graph, resolver, warnings);
  for (const Hook& hook : hooks) placer.place(hook);
  return std::move(placer).finish();
}

std::vector<HookName> all_names(const Graph& graph, const HookResolver& resolver) {
  NameList list;
  for (const Stream& stream : graph.streams) {
    resolver.enumerate(graph, stream, nullptr, list);
    for (const Block& block : stream.blocks) resolver.enumerate(graph, stream, &block, list);
  }
  return std::move(list.names);
}

std::vector<HookName> representative_names(const Graph& graph, const HookResolver& resolver) {
  NameList list;
  for (const Stream& stream : graph.streams) {
    resolver.enumerate(graph, stream, nullptr, list);
    for (std::size_t structure = 0; structure < stream.structures.size(); ++structure) {
      const auto block = std::ranges::find(stream.blocks, structure, &Block::structure);
      if (block != stream.blocks.end()) resolver.enumerate(graph, stream, &*block, list);
    }
  }
  return std::move(list.names);
}

}  // namespace tviz
