// SPDX-License-Identifier: MIT
#include "bridge_names.hpp"

#include <algorithm>
#include <utility>

#include "data.hpp"

namespace module_names {

namespace {

bool is_word_of(std::string_view word, std::string_view list) {
  const std::vector<std::string> words = split(list, ' ');
  return std::ranges::find(words, word) != words.end();
}

bool is_norm(const Place& place, const Tensors& tensors) {
  const tviz::Component* component = tensors.component(place.component, place.kind);
  return component != nullptr && tviz::is_norm(*component);
}

std::string joined(const std::string& first, const std::string& second) {
  if (first.empty()) return second;
  return second.empty() ? first : first + '.' + second;
}

}  // namespace

BridgeNames::BridgeNames(const ModulePaths& modules, const std::vector<OwnHook>& own,
                         const std::vector<Alias>& aliases, const tviz::Graph& graph,
                         const tviz::Stream& stream, const tviz::Block* block)
    : own_(own), aliases_(aliases), model_type_(graph.model.model_type) {
  auto stack = modules.stacks().find(model_type_, stream.name);
  if (!stack || !modules.stacks().is_bridged(model_type_)) return;
  stack_ = *std::move(stack);
  const Tensors tensors(stream, block);
  form_ = stack_.bridge.form;
  if (form_.empty()) form_ = tensors.is_parallel() ? "parallel" : "standard";
  if (block != nullptr) {
    block_ = stack_.bridge.blocks + '.' + std::to_string(block->layer);
    const tviz::Component* mlp = tensors.component("mlp", {});
    if (mlp != nullptr) mlp_kind_ = mlp->kind;
  }
  modules.each(graph, stream, block,
               [&](const Module& module, const Tensors& here) { add_module(module, here); });
}

std::optional<std::string> BridgeNames::path_of(const Place& place) const {
  const BridgeStack& bridge = stack_.bridge;
  if (!bridge.only.empty()) {
    const auto known = bridge.only.find(place.module);
    if (known == bridge.only.end()) return std::nullopt;
    return known->second;
  }
  if (place.bridge && place.bridge->empty()) return std::nullopt;
  const std::string usual = place.bridge.value_or(place.module);
  // Another name for a module is one for those inside it too.
  for (std::string outer = place.module; !outer.empty();) {
    const auto known = bridge.names.find(outer);
    if (known != bridge.names.end()) {
      if (known->second.empty()) return std::nullopt;
      return known->second + usual.substr(outer == place.module ? usual.size() : outer.size());
    }
    const auto dot = outer.rfind('.');
    outer.resize(dot == std::string::npos ? 0 : dot);
  }
  return usual;
}

void BridgeNames::add_module(const Module& module, const Tensors& tensors) {
  const auto inner = path_of(*module.place);
  if (!inner) return;
  const bool is_block = module.place->module == "block";
  const std::string path = joined(block_, is_block ? std::string() : *inner);
  const bool silent = stack_.bridge.silent.contains(module.place->module);
  const std::string needs = silent ? "nothing: the model's code has no module for it" : "";
  // A joined map's output is not split into heads.
  const bool joins = module.out.size() > 1 && module.place->joins_heads;
  const HeadAxes out_axes = joins ? HeadAxes::Joined : HeadAxes::Apart;
  add(module, path + ".hook_in", module.in, tensors, HeadAxes::Apart, needs);
  add(module, path + ".hook_out", module.out, tensors, out_axes, needs);
  add_own(module, path, tensors);
}

void BridgeNames::add(const Module& module, const std::string& name,
                      const std::vector<const Tensor*>& tensors, const Tensors& all, HeadAxes axes,
                      const std::string& needs) {
  for (tviz::HookName& each : hook_names(name, tensors, axes)) {
    each.fires = needs.empty();
    each.needs = needs;
    each.expert = module.expert;
    names_.push_back(
        {all.rank(tensors.front()), step_of(name, name.ends_with(".hook_in")), std::move(each)});
  }
}

bool BridgeNames::has_own(const OwnHook& hook, const Module& module, const Tensors& tensors) const {
  const Place& place = *module.place;
  if (!has_form(hook.form)) return false;
  if (hook.module == "norm") return is_norm(place, tensors);
  if (hook.module == "attention") {
    // A state-space block hands attention, too, to the model's code as a whole.
    return (place.module == "attn" || place.module == "cross_attn") && form_ != "state_space";
  }
  return hook.module == place.module;
}

void BridgeNames::add_own(const Module& module, const std::string& path, const Tensors& tensors) {
  for (const OwnHook& hook : own_) {
    if (!has_own(hook, module, tensors)) continue;
    // An old name with a meaning of its own here is no hook.
    if (stack_.bridge.aliases.contains("{block}." + hook.name)) continue;
    const std::string& component =
        hook.component.empty() ? module.place->component : hook.component;
    const auto has = [&](const std::string& site) {
      return !tensors.find(component, {site}).empty();
    };
    if (!hook.with.empty() && !has(hook.with)) continue;
    const auto found = tensors.find(component, {hook.site});
    const bool first =
        hook.heads_first || (!hook.heads_first_with.empty() && has(hook.heads_first_with));
    add(module, joined(path, hook.name), found, tensors, first ? HeadAxes::First : HeadAxes::Apart,
        hook.needs);
  }
}

std::vector<tviz::HookName> BridgeNames::named(std::string_view name) const {
  std::vector<tviz::HookName> found;
  for (const RankedName& each : names_) {
    if (each.name.name == name) found.push_back(each.name);
  }
  return found;
}

std::vector<tviz::HookName> BridgeNames::find(std::string_view name) const {
  std::vector<tviz::HookName> found = named(name);
  for (const std::string& meaning : meanings_of(name)) {
    if (found.empty()) found = named(meaning);
  }
  for (tviz::HookName& each : found) each.name = name;
  return found;
}

bool BridgeNames::has_form(const std::string& forms) const {
  return forms.empty() || is_word_of(form_, forms);
}

bool BridgeNames::holds(const Alias& alias) const {
  if (!has_form(alias.form)) return false;
  if (!alias.kind.empty() && alias.kind != mlp_kind_) return false;
  if (!alias.model_types.empty() && !is_word_of(model_type_, alias.model_types)) return false;
  return alias.with.empty() || !named(filled(alias.with)).empty();
}

std::string BridgeNames::filled(std::string pattern) const {
  const auto attention = stack_.bridge.names.find("attn");
  const bool renamed = attention != stack_.bridge.names.end() && !attention->second.empty();
  replace(pattern, "{attn}", "{block}." + (renamed ? attention->second : "attn"));
  replace(pattern, "{block}", block_);
  return pattern;
}

std::vector<std::string> BridgeNames::meanings_of(std::string_view name) const {
  std::vector<std::string> meanings;
  for (const auto& [alias, meaning] : stack_.bridge.aliases) {
    if (filled(alias) != name) continue;
    if (!meaning.empty()) meanings.push_back(filled(meaning));
    return meanings;
  }
  for (const Alias& alias : aliases_) {
    const bool is_in_block = alias.name.starts_with('{');
    if (is_in_block == block_.empty() || filled(alias.name) != name || !holds(alias)) continue;
    for (const std::string& meaning : alias.of) meanings.push_back(filled(meaning));
  }
  return meanings;
}

}  // namespace module_names
