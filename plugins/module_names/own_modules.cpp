// SPDX-License-Identifier: MIT
// Modules of a model that no table knows, whose graph calls each component as its module. A hook
// point "custom:q_proj" is what the module `q_proj` inside that gives, "custom:.q_proj" one inside
// the block, where no module stands for the whole component.
#include "own_modules.hpp"

#include <algorithm>
#include <set>

namespace module_names {

namespace {

constexpr std::string_view kKind = "tensors";
constexpr std::string_view kInside = "custom:";
constexpr std::string_view kInsideBlock = "custom:.";

Module& module_at(std::vector<Module>& modules, const Place& place, const std::string& path) {
  for (Module& each : modules) {
    if (each.paths.front() == path) return each;
  }
  Module& module = modules.emplace_back();
  module.place = &place;
  module.paths = {path};
  return module;
}

}  // namespace

bool has_own_modules(const tviz::Graph& graph) { return graph.model.kind == kKind; }

std::vector<Module> own_modules(const Tensors& tensors, const Place& place) {
  const std::string block = tensors.block() == nullptr ? "" : tensors.block()->path;
  std::set<std::string> loose;
  for (const Tensor& each : tensors.all()) {
    if (each.point->site.starts_with(kInsideBlock)) loose.insert(each.component);
  }
  std::vector<Module> modules;
  for (const Tensor& each : tensors.all()) {
    const std::string& site = each.point->site;
    if (site.starts_with(kInsideBlock)) {
      const std::string path = block + '.' + site.substr(kInsideBlock.size());
      module_at(modules, place, path).out.push_back(&each);
    } else if (site.starts_with(kInside)) {
      const std::string path = each.component + '.' + site.substr(kInside.size());
      module_at(modules, place, path).out.push_back(&each);
    } else if (!loose.contains(each.component)) {
      const bool is_input = site == "in" || site == "entry" || site == "resid_pre";
      Module& module = module_at(modules, place, each.component);
      (is_input ? module.in : module.out).push_back(&each);
    }
  }
  return modules;
}

}  // namespace module_names
