// SPDX-License-Identifier: MIT
#include "bridge_places.hpp"

#include <algorithm>

#include "data.hpp"

namespace module_names {

BridgePlaces::BridgePlaces() {
  const tviz::Document document = bridge_places_json();
  for (const tviz::Node& row : items(document.root, "places")) {
    Row place{split(text(row, "modules"), ' '), text(row, "component"), {}};
    for (const auto& hook : members(row, "sites")) place.sites[hook.key] = hook.value.scalar;
    (is_set(row, "nearest") ? nearest_ : rows_).push_back(std::move(place));
  }
}

bool BridgePlaces::is_of(const Row& row, std::string_view module) {
  if (row.modules.empty()) return module.empty();
  return std::ranges::any_of(row.modules, [&](std::string_view pattern) {
    if (!pattern.ends_with('*')) return pattern == module;
    return module.starts_with(pattern.substr(0, pattern.size() - 1));
  });
}

std::vector<const Tensor*> BridgePlaces::find(std::string_view name, const Tensors& tensors) const {
  return find(rows_, name, tensors);
}

std::vector<const Tensor*> BridgePlaces::find_nearest(std::string_view name,
                                                      const Tensors& tensors) const {
  return find(nearest_, name, tensors);
}

std::vector<const Tensor*> BridgePlaces::find(const std::vector<Row>& rows, std::string_view name,
                                              const Tensors& tensors) {
  const auto dot = name.rfind('.');
  const bool is_inside = dot != std::string_view::npos;
  const std::string_view module = is_inside ? name.substr(0, dot) : std::string_view();
  const std::string_view hook = is_inside ? name.substr(dot + 1) : name;
  for (const Row& row : rows) {
    if (!is_of(row, module)) continue;
    auto site = row.sites.find(hook);
    if (site == row.sites.end()) site = row.sites.find("*");
    if (site == row.sites.end()) continue;
    auto found = tensors.find(row.component, split(site->second, ' '));
    if (!found.empty()) return found;
  }
  return {};
}

}  // namespace module_names
