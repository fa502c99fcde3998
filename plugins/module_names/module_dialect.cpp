// SPDX-License-Identifier: MIT
#include "module_dialect.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include "own_modules.hpp"

namespace module_names {

namespace {

bool is_called(const Module& module, std::string_view path) {
  return std::ranges::find(module.paths, path) != module.paths.end();
}

}  // namespace

ModulePaths::ModulePaths() : places_(read_places()) {}

void ModulePaths::find(const tviz::Graph& graph, std::string_view path,
                       const ModuleVisitor& visit) const {
  if (has_own_modules(graph)) {
    for (const tviz::Stream& stream : graph.streams) {
      const auto visit_called = [&](const tviz::Block* block) {
        each(graph, stream, block, [&](const Module& module, const Tensors& tensors) {
          if (is_called(module, path)) visit(module, tensors);
        });
      };
      visit_called(nullptr);
      if (const tviz::Block* block = tviz::find_block(stream, path)) visit_called(block);
    }
    return;
  }
  for (const tviz::Stream& stream : graph.streams) {
    const auto stack = stacks_.find(graph.model.model_type, stream.name);
    if (!stack) continue;
    const Modules modules(*stack, places_);
    const auto visit_called = [&](const tviz::Block* block, std::string_view wanted) {
      const Tensors tensors(stream, block);
      for (const Module& module : modules.of(tensors)) {
        if (is_called(module, wanted)) visit(module, tensors);
      }
    };
    visit_called(nullptr, path);
    for (const BlockMatch& match : modules.blocks_of(stream, path)) {
      visit_called(match.block, match.path);
    }
  }
}

void ModulePaths::each(const tviz::Graph& graph, const tviz::Stream& stream,
                       const tviz::Block* block, const ModuleVisitor& visit) const {
  if (has_own_modules(graph)) {
    const Tensors tensors(stream, block);
    for (const Module& module : own_modules(tensors, own_place_)) visit(module, tensors);
    return;
  }
  const auto stack = stacks_.find(graph.model.model_type, stream.name);
  if (!stack) return;
  const Tensors tensors(stream, block);
  for (const Module& module : Modules(*stack, places_).of(tensors)) visit(module, tensors);
}

void ModulePaths::enumerate(const tviz::Graph& graph, const tviz::Stream& stream,
                            const tviz::Block* block, const NameOf& name_of,
                            tviz::HookNameSink& sink) const {
  std::vector<RankedName> names;
  std::set<std::size_t> given;
  const auto add = [&](const Module& module, const Tensors& tensors, bool input) {
    if (module.paths.empty() || !module.listed) return;
    const auto& ends = input ? module.in : module.out;
    if (ends.empty()) return;
    const std::size_t rank = tensors.rank(ends.front());
    if (input && given.contains(rank)) return;
    if (!input) given.insert(rank);
    const std::string& path = module.paths.front();
    for (auto& name : hook_names(name_of(path, input), module, input)) {
      names.push_back({rank, step_of(path, input), std::move(name)});
    }
  };
  for (const bool input : {false, true}) {
    each(graph, stream, block,
         [&](const Module& module, const Tensors& tensors) { add(module, tensors, input); });
  }
  add_in_order(std::move(names), sink);
}

const tviz::Block* block_in(const tviz::Stream& stream, std::string_view name,
                            std::string_view blocks) {
  const std::string before = std::string(blocks) + '.';
  if (!name.starts_with(before)) return nullptr;
  const std::string_view rest = name.substr(before.size());
  std::size_t layer = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), layer);
  if (error != std::errc{} || layer >= stream.blocks.size()) return nullptr;
  if (std::to_string(layer) != std::string_view(rest.data(), end)) return nullptr;
  return &stream.blocks[layer];
}

int step_of(const std::string& path, bool input) {
  const auto depth = static_cast<int>(std::ranges::count(path, '.'));
  return input ? depth : -depth - 1;
}

void add_in_order(std::vector<RankedName> names, tviz::HookNameSink& sink) {
  std::ranges::stable_sort(names, [](const RankedName& first, const RankedName& second) {
    return std::pair(first.rank, first.step) < std::pair(second.rank, second.step);
  });
  for (const RankedName& each : names) sink.add(each.name);
}

}  // namespace module_names
