// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "data.hpp"
#include "dialects.hpp"
#include "expression.hpp"

namespace module_names {

namespace {

/// A key with its parts, all with "_" in the place of ".".
struct Key {
  std::string component;
  std::string unit;  ///< "pos", "h", "h_pos" or "t"; empty if it is left out.
};

constexpr std::string_view kUnit = "_unit_";
constexpr std::string_view kCount = "_nunit_";
constexpr std::array<std::string_view, 4> kUnits{"pos", "h", "h_pos", "t"};

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && rest == text.data() + text.size() && number >= 0;
  return whole ? std::optional(number) : std::nullopt;
}

/// "1#0", or "1" alone.
bool is_count(std::string_view text) {
  const auto number = text.find('#');
  if (number != text.npos && !whole_number(text.substr(number + 1))) return false;
  return whole_number(text.substr(0, number)).has_value();
}

/// What follows "comp_" in a key; nothing if it is none.
std::optional<Key> read_key(std::string_view text) {
  const auto at = text.rfind(kUnit);
  if (at == text.npos) return Key{std::string(text), {}};
  std::string_view unit = text.substr(at + kUnit.size());
  const auto count = unit.find(kCount);
  if (count != unit.npos && !is_count(unit.substr(count + kCount.size()))) return std::nullopt;
  unit = unit.substr(0, count);
  if (std::ranges::find(kUnits, unit) == kUnits.end()) return std::nullopt;
  return Key{std::string(text.substr(0, at)), std::string(unit)};
}

std::string with_underscores(std::string text) {
  std::ranges::replace(text, '.', '_');
  return text;
}

/// Heads can be picked where the tensor is split into them.
bool fits(const PyveneComponent& component, const std::string& unit) {
  return component.heads || !unit.starts_with('h');
}

std::vector<PyveneComponent> components_in(const std::vector<tviz::Node>& rows) {
  std::vector<PyveneComponent> components;
  components.reserve(rows.size());
  for (const tviz::Node& row : rows) {
    components.push_back({text(row, "name"), split(text(row, "module"), ' '),
                          text(row, "side") == "in", is_set(row, "heads")});
  }
  return components;
}

std::vector<tviz::HookName> names_of(const std::string& name, const PyveneComponent& component,
                                     const Module& module) {
  if (!component.heads) return hook_names(name, module, component.input);
  return hook_names(name, component.input ? module.in : module.out, HeadAxes::First);
}

std::string usual_key(const tviz::Block& block, const PyveneComponent& component) {
  return "layer_" + std::to_string(block.layer) + "_comp_" + with_underscores(component.name) +
         (component.heads ? "_unit_h" : "_unit_pos") + "_nunit_1#0";
}

}  // namespace

Pyvene::Pyvene() {
  const tviz::Document document = pyvene_json();
  for (const tviz::Node::Member& type : members(document.root, "model_types")) {
    std::set<std::string>& missing = wrapped_[type.key];
    for (const tviz::Node& name : type.value.items) missing.insert(name.scalar);
  }
  usual_ = components_in(items(document.root, "components"));
  for (const tviz::Node::Member& stack : members(document.root, "stacks")) {
    of_stack_.emplace(stack.key, components_in(stack.value.items));
  }
}

const std::vector<PyveneComponent>* Pyvene::components_of(const tviz::Graph& graph,
                                                          const tviz::Stream& stream) const {
  // Of a model with a decoder beside its encoder, and with towers, pyvene maps one stack.
  if (stream.name != "residual" && stream.name != "encoder") return nullptr;
  const auto stack = modules_.stacks().find(graph.model.model_type, stream.name);
  if (!stack) return nullptr;
  const auto own = of_stack_.find(stack->name);
  return own == of_stack_.end() ? &usual_ : &own->second;
}

void Pyvene::enumerate(const tviz::Graph& graph, const tviz::Stream& stream,
                       const tviz::Block* block, tviz::HookNameSink& sink) const {
  const auto* components = components_of(graph, stream);
  const auto type = wrapped_.find(graph.model.model_type);
  if (components == nullptr || block == nullptr || type == wrapped_.end()) return;
  std::vector<RankedName> names;
  modules_.each(graph, stream, block, [&](const Module& module, const Tensors& tensors) {
    if (!module.listed) return;
    for (const PyveneComponent& component : *components) {
      if (std::ranges::find(component.modules, module.place->module) == component.modules.end()) {
        continue;
      }
      if (type->second.contains(component.name)) continue;
      for (auto& name : names_of(usual_key(*block, component), component, module)) {
        const auto& ends = component.input ? module.in : module.out;
        names.push_back({tensors.rank(ends.front()), 0, std::move(name)});
      }
    }
  });
  add_in_order(std::move(names), sink);
}

void Pyvene::resolve(const tviz::Graph& graph, std::string_view name,
                     tviz::HookNameSink& sink) const {
  if (name.starts_with("layer_")) {
    resolve_key(graph, name, sink);
  } else if (name.starts_with("comp_")) {
    resolve_raw_key(graph, name, sink);
  } else {
    resolve_path(graph, name, sink);
  }
}

void Pyvene::resolve_key(const tviz::Graph& graph, std::string_view name,
                         tviz::HookNameSink& sink) const {
  constexpr std::string_view kLayerPrefix = "layer_";
  constexpr std::string_view kComponent = "_comp_";
  const auto at = name.find(kComponent);
  if (at == name.npos) return;
  const auto layer = whole_number(name.substr(kLayerPrefix.size(), at - kLayerPrefix.size()));
  const auto key = read_key(name.substr(at + kComponent.size()));
  if (!layer || !key) return;
  for (const tviz::Stream& stream : graph.streams) {
    const auto* components = components_of(graph, stream);
    const auto index = static_cast<std::size_t>(*layer);
    if (components == nullptr || index >= stream.blocks.size()) continue;
    modules_.each(graph, stream, &stream.blocks[index], [&](const Module& module, const Tensors&) {
      for (const PyveneComponent& component : *components) {
        const bool meant =
            key->component == component.name || key->component == with_underscores(component.name);
        if (!meant || !fits(component, key->unit)) continue;
        if (std::ranges::find(component.modules, module.place->module) == component.modules.end()) {
          continue;
        }
        for (const auto& each : names_of(std::string(name), component, module)) sink.add(each);
      }
    });
  }
}

void Pyvene::resolve_raw_key(const tviz::Graph& graph, std::string_view name,
                             tviz::HookNameSink& sink) const {
  constexpr std::string_view kComponent = "comp_";
  const auto key = read_key(name.substr(kComponent.size()));
  if (!key) return;
  const auto add_called = [&](const Module& module, const Tensors&) {
    for (const bool input : {false, true}) {
      const bool meant = std::ranges::any_of(module.paths, [&](const std::string& path) {
        const std::string end = input ? "_input" : "_output";
        return with_underscores(with_brackets(path)) + end == key->component;
      });
      if (!meant) continue;
      for (const auto& each : hook_names(std::string(name), module, input)) sink.add(each);
    }
  };
  // A path with all dots replaced does not tell where its parts end, but its index does.
  const auto open = key->component.find('[');
  const auto close = key->component.find(']');
  for (const tviz::Stream& stream : graph.streams) {
    modules_.each(graph, stream, nullptr, add_called);
    if (open == std::string::npos || close == std::string::npos || close < open) continue;
    const auto layer = whole_number(key->component.substr(open + 1, close - open - 1));
    if (!layer || static_cast<std::size_t>(*layer) >= stream.blocks.size()) continue;
    modules_.each(graph, stream, &stream.blocks[static_cast<std::size_t>(*layer)], add_called);
  }
}

void Pyvene::resolve_path(const tviz::Graph& graph, std::string_view name,
                          tviz::HookNameSink& sink) const {
  const auto expression = read_expression(name);
  if (!expression || !(name.ends_with(".input") || name.ends_with(".output"))) return;
  modules_.find(graph, expression->path, [&](const Module& module, const Tensors&) {
    for (const auto& each : hook_names(std::string(name), module, expression->input)) {
      sink.add(each);
    }
  });
}

std::string Pyvene::snippet() const { return R"(intervenable.interventions["{name}"])"; }

std::string Pyvene::library() const { return "pyvene 0.1.8"; }

}  // namespace module_names
