// SPDX-License-Identifier: MIT
#include "hooks/dialects.hpp"

#include <algorithm>
#include <utility>

#include "plugin/call_plugin.hpp"
#include "tviz/base/error.hpp"
#include "tviz/plugin/plugin.hpp"

namespace tviz {
namespace {

class NameList final : public HookNameSink {
 public:
  void add(const HookName& name) override { names.push_back(name); }
  std::vector<HookName> names;
};

template <class Call>
std::vector<HookName> names_of(const Registry& registry, const std::string& dialect, Call call) {
  NameList list;
  call_plugin(plugin_object(registry, kind_of<HookResolver>(), dialect), [&] { call(list); });
  return std::move(list.names);
}

/// Whether a dialect lists a name outside the blocks or in a first block.
bool names_anything(const Graph& graph, const Registry& registry, const std::string& dialect) {
  const auto resolver = registry.hook_resolver(dialect);
  return !names_of(registry, dialect, [&](NameList& list) {
            for (const Stream& stream : graph.streams) {
              resolver->enumerate(graph, stream, nullptr, list);
              if (!list.names.empty() || stream.blocks.empty()) continue;
              resolver->enumerate(graph, stream, &stream.blocks.front(), list);
            }
          }).empty();
}

}  // namespace

Dialects::Dialects(const Registry& registry, const Graph& graph, const std::string& chosen,
                   std::vector<std::string> fulfilled_needs)
    : registry_(registry),
      graph_(graph),
      is_chosen_(!chosen.empty()),
      fulfilled_needs_(std::move(fulfilled_needs)) {
  if (is_chosen_) {
    names_ = {chosen};
    resolver(chosen);
  } else {
    names_ = registry.hook_dialects();
  }
}

const HookResolver* Dialects::resolver(const std::string& dialect) {
  const auto known = resolvers_.find(dialect);
  if (known != resolvers_.end()) return known->second.get();
  std::shared_ptr<const HookResolver> loaded;
  try {
    loaded = registry_.hook_resolver(dialect);
  } catch (const Error& error) {
    if (is_chosen_) throw;
    failures_.emplace_back(error.what());
  }
  return resolvers_.emplace(dialect, std::move(loaded)).first->second.get();
}

std::vector<HookName> Dialects::resolve(const std::string& dialect, std::string_view name) {
  const HookResolver* asked = resolver(dialect);
  if (asked == nullptr) return {};
  auto names =
      names_of(registry_, dialect, [&](NameList& list) { asked->resolve(graph_, name, list); });
  fulfil(fulfilled_needs_, names);
  return names;
}

std::string Dialects::version_with(const std::string& dialect, std::string_view name) {
  for (const std::string& version : registry_.dialect_versions(dialect)) {
    if (!resolve(version, name).empty()) return version;
  }
  return {};
}

std::optional<WrongNumber> Dialects::wrong_number(const std::string& dialect,
                                                  std::string_view name) {
  const HookResolver* asked = resolver(dialect);
  return asked == nullptr ? std::nullopt : tviz::wrong_number(graph_, *asked, name);
}

const std::vector<HookName>& Dialects::all(const std::string& dialect) {
  auto known = all_.find(dialect);
  if (known == all_.end()) {
    const HookResolver* asked = resolver(dialect);
    known = all_.emplace(dialect, asked == nullptr ? std::vector<HookName>()
                                                   : all_names(graph_, registry_, dialect))
                .first;
    fulfil(fulfilled_needs_, known->second);
  }
  return known->second;
}

std::string labelling_dialect(const Graph& graph, const Registry& registry,
                              std::string_view chosen) {
  if (!chosen.empty()) return std::string(chosen);
  const std::vector<std::string> dialects = registry.hook_dialects();
  if (dialects.empty()) {
    throw Error(Problem{"no plugin provides a hook dialect", {}, "`tviz plugins` says why"});
  }
  for (const std::string& dialect : dialects) {
    if (names_anything(graph, registry, dialect)) return dialect;
  }
  return dialects.front();
}

void fulfil(const std::vector<std::string>& needs, std::vector<HookName>& names) {
  for (HookName& name : names) {
    if (std::ranges::find(needs, name.needs) == needs.end()) continue;
    name.fires = true;
    name.needs.clear();
  }
}

std::vector<HookName> all_names(const Graph& graph, const Registry& registry,
                                const std::string& dialect) {
  const auto resolver = registry.hook_resolver(dialect);
  return names_of(registry, dialect, [&](NameList& list) {
    for (const Stream& stream : graph.streams) {
      resolver->enumerate(graph, stream, nullptr, list);
      for (const Block& block : stream.blocks) resolver->enumerate(graph, stream, &block, list);
    }
  });
}

std::vector<HookName> representative_names(const Graph& graph, const Registry& registry,
                                           const std::string& dialect) {
  const auto resolver = registry.hook_resolver(dialect);
  return names_of(registry, dialect, [&](NameList& list) {
    for (const Stream& stream : graph.streams) {
      resolver->enumerate(graph, stream, nullptr, list);
      for (std::size_t structure = 0; structure < stream.structures.size(); ++structure) {
        const auto block = std::ranges::find(stream.blocks, structure, &Block::structure);
        if (block != stream.blocks.end()) resolver->enumerate(graph, stream, &*block, list);
      }
    }
  });
}

}  // namespace tviz
