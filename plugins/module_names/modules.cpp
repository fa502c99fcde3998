// SPDX-License-Identifier: MIT
#include "modules.hpp"

#include <charconv>

#include "data.hpp"

namespace module_names {

namespace {

constexpr std::string_view kBase = "{base}";
constexpr std::string_view kLayer = "{layer}";
constexpr std::string_view kExpert = "{expert}";

bool holds(std::string_view condition, const Tensors& tensors) {
  if (condition.empty()) return true;
  if (condition == "gated_mlp") return tensors.has_site("pre_linear");
  if (condition == "query_latent") return tensors.has_site("q_latent");
  if (condition == "mixer") return tensors.has("mixer");
  return condition == "two_norms" && tensors.has_two_norms();
}

/// The first rule that holds, unless it says that there is nothing.
const PathRule* rule_for(const PathRules& rules, const std::string& module,
                         const Tensors& tensors) {
  const auto found = rules.find(module);
  if (found == rules.end()) return nullptr;
  for (const PathRule& rule : found->second) {
    if (holds(rule.condition, tensors)) return rule.absent ? nullptr : &rule;
  }
  return nullptr;
}

std::string inside_block(std::string block, std::string_view path) {
  if (!path.empty()) block += '.';
  return block += path;
}

std::string with(std::string text, std::string_view placeholder, std::string_view value) {
  replace(text, placeholder, value);
  return text;
}

}  // namespace

Modules::Modules(const Stack& stack, const std::vector<Place>& places)
    : stack_(stack), places_(places) {}

std::vector<Module> Modules::of(const Tensors& tensors) const {
  const PathRules& rules = tensors.block() == nullptr ? stack_.outside : stack_.inside;
  std::vector<Module> modules;
  for (const Place& place : places_) {
    const PathRule* rule = rule_for(rules, place.module, tensors);
    if (rule != nullptr) add(place, *rule, tensors, modules);
  }
  return modules;
}

std::vector<std::string> Modules::paths_of(const PathRule& rule, const Tensors& tensors) const {
  std::vector<std::string> paths;
  for (const std::string& base : stack_.bases) {
    for (const std::string& path : rule.paths) {
      if (tensors.block() != nullptr) {
        for (const std::string& block : stack_.blocks) {
          const std::string layer = std::to_string(tensors.block()->layer);
          paths.push_back(inside_block(with(with(block, kBase, base), kLayer, layer), path));
        }
      } else if (path.find(kBase) != std::string::npos) {
        paths.push_back(with(path, kBase, base));
      } else if (&base == &stack_.bases.front()) {
        paths.push_back(path);
      }
    }
  }
  return paths;
}

void Modules::add(const Place& place, const PathRule& rule, const Tensors& tensors,
                  std::vector<Module>& modules) const {
  const bool is_special =
      place.component == "block" || place.component == "*attn" || place.component == "tower";
  const tviz::Component* component = tensors.component(place.component, place.kind);
  if (!is_special && component == nullptr) return;
  Module module{.place = &place,
                .paths = paths_of(rule, tensors),
                .in = tensors.find(place.component, place.in),
                .out = tensors.find(place.component, place.out),
                .listed = rule.listed};
  // A model without the tensor has not got the module either.
  const bool lacks_output = !place.out.empty() && module.out.empty();
  if (lacks_output || (module.in.empty() && module.out.empty())) return;
  const bool is_of_experts =
      !module.paths.empty() && module.paths.front().find(kExpert) != std::string::npos;
  if (!is_of_experts) {
    modules.push_back(std::move(module));
    return;
  }
  for (std::int64_t expert = 0; expert < component->n_experts; ++expert) {
    Module one = module;
    one.expert = expert;
    for (std::string& path : one.paths) replace(path, kExpert, std::to_string(expert));
    modules.push_back(std::move(one));
  }
}

std::vector<BlockMatch> Modules::blocks_of(const tviz::Stream& stream,
                                           std::string_view path) const {
  std::vector<BlockMatch> matches;
  for (const std::string& base : stack_.bases) {
    for (const std::string& block : stack_.blocks) {
      add_blocks(stream, with(block, kBase, base), path, matches);
    }
  }
  return matches;
}

void Modules::add_blocks(const tviz::Stream& stream, const std::string& block,
                         std::string_view path, std::vector<BlockMatch>& matches) {
  const std::string before = block.substr(0, block.find(kLayer));
  if (!path.starts_with(before)) return;
  if (before == block) {
    for (const tviz::Block& each : stream.blocks) matches.push_back({&each, std::string(path)});
    return;
  }
  const auto count = static_cast<std::int64_t>(stream.blocks.size());
  std::int64_t layer = 0;
  const char* begin = path.data() + before.size();
  const char* end = path.data() + path.size();
  const auto [rest, error] = std::from_chars(begin, end, layer);
  if (error != std::errc{} || (rest != end && *rest != '.')) return;
  // "05" and "-0" are no layers.
  if (std::to_string(layer) != std::string_view(begin, rest)) return;
  if (layer < 0) layer += count;
  if (layer < 0 || layer >= count) return;
  matches.push_back({&stream.blocks[static_cast<std::size_t>(layer)],
                     before + std::to_string(layer) + std::string(rest, end)});
}

}  // namespace module_names
