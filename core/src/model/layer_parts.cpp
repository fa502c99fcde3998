// SPDX-License-Identifier: MIT
#include "model/layer_parts.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace tviz {
namespace {

/// Which group a component is of if its modules are of several.
constexpr std::array<std::string_view, 5> kPrecedence{"mixer", "experts", "cross_attention",
                                                      "attention", "mlp"};

bool is_bias(std::string_view name) {
  return name == "bias" || name.ends_with(".bias") || name.ends_with("_bias") || name == "beta" ||
         name.ends_with(".beta");
}

bool is_vector(const LayerModule& module) {
  return std::all_of(module.tensors.begin(), module.tensors.end(),
                     [](const LayerTensor& each) { return each.entry->shape.size() <= 1; });
}

std::int64_t length_of(const LayerModule& module) {
  const auto& shape = module.tensors.front().entry->shape;
  return shape.empty() ? 1 : shape.front();
}

/// Finds the components of one layer.
class LayerWalk {
 public:
  explicit LayerWalk(std::int64_t width) : width_(width) {}

  std::vector<LayerPart> run(std::vector<LayerModule> modules) {
    for (LayerModule& each : modules) {
      each.is_norm = each.is_norm && each.is.role.empty() && is_vector(each) &&
                     (width_ == 0 || length_of(each) == width_);
    }
    descend(std::move(modules), 0);
    join_pieces("mlp");
    join_pieces("attention");
    join_pieces("cross_attention");
    for (LayerPart& each : parts_) {
      const bool is_router = each.group == "experts" && !has_experts(each);
      if (is_router || is_called_so_only(each)) each.group.clear();
    }
    name_loose_parts();
    return std::move(parts_);
  }

 private:
  using Modules = std::vector<LayerModule>;

  static std::set<std::string_view> groups_of(const Modules& modules) {
    std::set<std::string_view> groups;
    for (const LayerModule& each : modules) {
      if (!each.is_norm && !each.is.group.empty()) groups.insert(each.is.group);
    }
    return groups;
  }

  static std::string_view first_of(const std::set<std::string_view>& groups) {
    const auto* found = std::find_if(kPrecedence.begin(), kPrecedence.end(),
                                     [&](std::string_view each) { return groups.contains(each); });
    return found == kPrecedence.end() ? std::string_view() : *found;
  }

  /// The group of modules that are one component. Attention that has all its maps stays attention
  /// if it mixes tokens otherwise, too, as long as no rates of a state space are there.
  static std::string_view group_of(const std::set<std::string_view>& groups,
                                   const Modules& modules) {
    const auto has = [&](std::string_view role) {
      return std::any_of(modules.begin(), modules.end(),
                         [&](const LayerModule& each) { return each.is.role == role; });
    };
    const bool attends = groups.contains("attention") && !groups.contains("experts") && has("q") &&
                         has("k") && has("v") && has("o") && !has("A");
    return attends ? "attention" : first_of(groups);
  }

  void add_norm(LayerModule module) {
    LayerPart part{.group = "norm", .path = module.path};
    part.modules.push_back(std::move(module));
    parts_.push_back(std::move(part));
  }

  /// One component of these modules. Norms of the stream are components of their own.
  void add(std::string_view group, Modules modules, bool is_loose, bool with_norms) {
    LayerPart part{.group = std::string(group), .path = {}, .is_loose = is_loose};
    for (LayerModule& each : modules) {
      if (each.is_norm && !with_norms) {
        add_norm(std::move(each));
      } else {
        part.modules.push_back(std::move(each));
      }
    }
    if (part.modules.empty()) return;
    part.path = common_path(part.modules);
    parts_.push_back(std::move(part));
  }

  /// The parts of a module's path. A parameter without a module of its own belongs to the one
  /// around it, if there is one in the layer.
  static NameParts module_of(const LayerModule& module) {
    NameParts parts = tviz::parts_of(module.path);
    if (parts.size() > 1 && module.tensors.front().name == module.path) parts.pop_back();
    return parts;
  }

  static std::string common_path(const Modules& modules) {
    NameParts common = module_of(modules.front());
    for (const LayerModule& each : modules) {
      const NameParts parts = module_of(each);
      const auto ends = std::mismatch(common.begin(), common.end(), parts.begin(), parts.end());
      common.erase(ends.first, common.end());
    }
    std::string path;
    for (const std::string_view part : common) {
      if (!path.empty()) path += '.';
      path += part;
    }
    return path;
  }

  /// Modules whose paths have the first `depth` parts in common.
  void take(Modules modules, std::size_t depth) {
    const std::set<std::string_view> groups = groups_of(modules);
    const bool only_norms = std::all_of(modules.begin(), modules.end(),
                                        [](const LayerModule& each) { return each.is_norm; });
    if (only_norms) return add({}, std::move(modules), false, false);
    if (groups.empty()) return add({}, std::move(modules), false, true);
    const bool has_direct = std::any_of(modules.begin(), modules.end(), [&](const auto& each) {
      return !each.is_norm && !each.is.group.empty() &&
             tviz::parts_of(each.path).size() <= depth + 1;
    });
    if (groups.size() == 1 || has_direct) {
      const std::string group(group_of(groups, modules));
      return add(group, std::move(modules), false, false);
    }
    descend(std::move(modules), depth);
  }

  /// Takes the modules inside each module on its own, and joins those that are in none.
  void descend(Modules modules, std::size_t depth) {
    std::vector<std::pair<std::string, Modules>> inside;
    std::vector<std::pair<std::string, Modules>> loose;
    const auto list_in = [](auto& lists, const std::string& key) -> Modules& {
      const auto found = std::find_if(lists.begin(), lists.end(),
                                      [&](const auto& each) { return each.first == key; });
      if (found != lists.end()) return found->second;
      return lists.emplace_back(key, Modules()).second;
    };
    for (LayerModule& each : modules) {
      const NameParts parts = tviz::parts_of(each.path);
      const bool is_here = parts.size() <= depth + 1;
      if (is_here && each.is_norm) {
        add_norm(std::move(each));
      } else if (is_here && each.is.group.empty()) {
        Modules alone;
        alone.push_back(std::move(each));
        add({}, std::move(alone), false, true);
      } else if (is_here) {
        list_in(loose, each.is.group).push_back(std::move(each));
      } else {
        list_in(inside, std::string(parts[depth])).push_back(std::move(each));
      }
    }
    for (auto& [group, own] : loose) {
      const bool is_alone = own.size() == 1;
      add(group, std::move(own), !is_alone, false);
    }
    for (auto& [name, own] : inside) take(std::move(own), depth + 1);
  }

  /// Whether a part can be the whole of what its group says.
  static bool is_whole(const LayerPart& part) {
    if (part.group == "mlp") {
      return part.find("down") != nullptr &&
             (part.find("up") != nullptr || part.find("gate_up") != nullptr ||
              part.find("gate_or_up") != nullptr || part.find("gate") != nullptr);
    }
    const bool reads = part.find("q") != nullptr || part.find("qkv") != nullptr ||
                       part.find("q_a") != nullptr || part.find("kv_a") != nullptr;
    return reads && part.find("o") != nullptr;
  }

  /// Joins parts of a group of which none is whole: BERT's `intermediate` and `output`.
  void join_pieces(std::string_view group) {
    const auto is_piece = [&](const LayerPart& part) {
      return part.group == group && !is_whole(part);
    };
    if (std::count_if(parts_.begin(), parts_.end(), is_piece) < 2) return;
    const auto first = std::find_if(parts_.begin(), parts_.end(), is_piece);
    LayerPart joined{.group = std::string(group), .path = {}, .is_loose = true};
    for (auto each = first; each != parts_.end(); ++each) {
      if (!is_piece(*each)) continue;
      std::move(each->modules.begin(), each->modules.end(), std::back_inserter(joined.modules));
      each->modules.clear();
    }
    *first = std::move(joined);
    const auto is_emptied = [&](const LayerPart& part) { return part.modules.empty(); };
    parts_.erase(std::remove_if(first + 1, parts_.end(), is_emptied), parts_.end());
  }

  /// Whether only its surroundings say that a part is attention or an MLP, as "ffn_hc" does of
  /// hyper-connections: no map in it is called as one of these, and it is no list of maps.
  static bool is_called_so_only(const LayerPart& part) {
    if (part.group != "mlp" && part.group != "attention") return false;
    std::size_t maps = 0;
    for (const LayerModule& each : part.modules) {
      if (!each.is.role.empty()) return false;
      if (each.map() != nullptr) ++maps;
    }
    return part.group == "attention" || maps < 2;
  }

  /// A router alone routes something else: the streams of Gemma 3n's AltUp.
  static bool has_experts(const LayerPart& part) {
    return std::any_of(part.modules.begin(), part.modules.end(), [](const LayerModule& each) {
      return each.is.group == "experts" && each.is.role != "router";
    });
  }

  /// Parts that no module stands for, or that another stands for, are called as their group.
  void name_loose_parts() {
    std::set<std::string> taken;
    for (LayerPart& each : parts_) {
      each.is_loose = each.is_loose || each.path.empty() || !taken.insert(each.path).second;
    }
    for (LayerPart& each : parts_) {
      if (!each.is_loose) continue;
      const std::string name = each.group.empty() ? "rest" : each.group;
      each.path = name;
      for (int i = 2; !taken.insert(each.path).second; ++i) each.path = name + std::to_string(i);
    }
  }

  std::int64_t width_;
  std::vector<LayerPart> parts_;
};

}  // namespace

const TensorEntry* LayerModule::map(std::size_t axes) const {
  for (const LayerTensor& each : tensors) {
    if (each.entry->shape.size() == axes && !is_bias(each.name)) return each.entry;
  }
  return nullptr;
}

bool LayerModule::has_bias() const {
  return std::any_of(tensors.begin(), tensors.end(),
                     [](const LayerTensor& each) { return is_bias(each.name); });
}

const LayerModule* LayerPart::find(std::string_view role) const {
  const auto found = std::find_if(modules.begin(), modules.end(), [&](const LayerModule& each) {
    return each.is.role == role && !is_bias(each.path);
  });
  return found == modules.end() ? nullptr : &*found;
}

std::vector<LayerModule> modules_of(const std::vector<LayerTensor>& tensors,
                                    const TensorWords& words) {
  std::vector<LayerModule> modules;
  std::map<std::string, std::size_t, std::less<>> places;
  for (const LayerTensor& tensor : tensors) {
    const NameParts name = parts_of(tensor.name);
    const std::size_t length = words.module_length(name);
    const NameParts module(name.begin(), name.begin() + static_cast<std::ptrdiff_t>(length));
    const auto end =
        static_cast<std::size_t>(module.back().data() + module.back().size() - tensor.name.data());
    const std::string path = tensor.name.substr(0, end);
    const auto [place, is_new] = places.emplace(path, modules.size());
    if (is_new) {
      const ModuleRole role = words.role_in_layer(module);
      modules.push_back({.path = path, .is = role, .is_norm = words.is_norm(module)});
    }
    modules[place->second].tensors.push_back(tensor);
  }
  return modules;
}

std::vector<LayerPart> parts_of_layer(std::vector<LayerModule> modules, std::int64_t width) {
  return LayerWalk(width).run(std::move(modules));
}

}  // namespace tviz
