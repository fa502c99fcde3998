// SPDX-License-Identifier: MIT
#include "model/layer_order.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tviz {
namespace {

/// What names of norms call a group.
std::string_view called_by_norms(std::string_view group) {
  if (group == "mixer") return "attention";
  return group == "mlp" || group == "experts" ? "feed_forward" : group;
}

int rank_of(const LayerPart& part) {
  constexpr std::array<std::string_view, 3> kOrder{"attention", "cross_attention", "feed_forward"};
  const auto* found = std::find(kOrder.begin(), kOrder.end(), called_by_norms(part.group));
  return static_cast<int>(found - kOrder.begin());
}

std::size_t common_parts(const std::string& one, const std::string& other) {
  const NameParts a = parts_of(one);
  const NameParts b = parts_of(other);
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first -
                                  a.begin());
}

class NormPlacer {
 public:
  NormPlacer(LayerOrder& order, const TensorWords& words, bool on_stream)
      : order_(order), words_(words), on_stream_(on_stream) {}

  void place(std::vector<LayerPart> norms) {
    std::vector<std::string> paths;
    paths.reserve(norms.size());
    for (const LayerPart& each : norms) paths.push_back(each.path);
    std::vector<NameParts> names;
    names.reserve(paths.size());
    for (const std::string& path : paths) names.push_back(parts_of(path));
    std::vector<LayerPart> rest;
    for (std::size_t i = 0; i < norms.size(); ++i) {
      if (!by_name(norms[i], names[i], names) && !by_module(norms[i])) {
        rest.push_back(std::move(norms[i]));
      }
    }
    for (LayerPart& each : rest) in_order(std::move(each));
  }

 private:
  void put_before(Sublayer& sublayer, LayerPart norm) const {
    (on_stream_ ? sublayer.on_stream : sublayer.before).push_back(std::move(norm));
  }

  static bool has_norm(const Sublayer& sublayer) {
    return !sublayer.before.empty() || !sublayer.on_stream.empty();
  }

  bool by_name(LayerPart& norm, const NameParts& name, const std::vector<NameParts>& names) {
    const NormPlace place = words_.place_of_norm(name, names);
    const auto target = std::find_if(
        order_.sublayers.begin(), order_.sublayers.end(),
        [&](const Sublayer& each) { return called_by_norms(each.part.group) == place.of; });
    if (place.place.empty() || target == order_.sublayers.end()) return false;
    if (place.place == "before") {
      if (has_norm(*target)) return false;
      put_before(*target, std::move(norm));
    } else {
      (place.place == "after" ? target->after : target->on_stream).push_back(std::move(norm));
    }
    return true;
  }

  /// A norm in the same module as one part stands before that.
  bool by_module(LayerPart& norm) {
    Sublayer* nearest = nullptr;
    std::size_t most = 0;
    bool is_only_one = true;
    for (Sublayer& each : order_.sublayers) {
      const std::size_t common = common_parts(norm.path, each.part.modules.front().path);
      if (common > most) {
        nearest = &each;
        most = common;
        is_only_one = true;
      } else if (common == most) {
        is_only_one = false;
      }
    }
    if (nearest == nullptr || !is_only_one || has_norm(*nearest)) return false;
    put_before(*nearest, std::move(norm));
    return true;
  }

  void in_order(LayerPart norm) {
    const auto next = std::find_if(order_.sublayers.begin(), order_.sublayers.end(),
                                   [](const Sublayer& each) { return !has_norm(each); });
    if (next != order_.sublayers.end()) return put_before(*next, std::move(norm));
    order_.sublayers.back().on_stream.push_back(std::move(norm));
  }

  LayerOrder& order_;
  const TensorWords& words_;
  bool on_stream_;
};

/// Whether attention and an MLP share the one norm that the layer has (GPT-J, Falcon).
bool shares_its_norm(const LayerOrder& order) {
  if (order.sublayers.size() != 2) return false;
  const Sublayer& first = order.sublayers.front();
  const Sublayer& second = order.sublayers.back();
  const bool are_both = called_by_norms(first.part.group) == "attention" &&
                        called_by_norms(second.part.group) == "feed_forward";
  const auto count = [](const Sublayer& each) {
    return each.before.size() + each.after.size() + each.on_stream.size();
  };
  return are_both && first.before.size() == 1 && count(first) == 1 && count(second) == 0;
}

}  // namespace

LayerOrder order_of_layer(std::vector<LayerPart> parts, const TensorWords& words,
                          bool norms_on_stream) {
  LayerOrder order;
  std::vector<LayerPart> norms;
  for (LayerPart& each : parts) {
    if (each.group == "norm") {
      norms.push_back(std::move(each));
    } else {
      order.sublayers.push_back({.part = std::move(each)});
    }
  }
  if (order.sublayers.empty()) {
    // A layer of norms alone adds something that nobody knows.
    LayerPart all{.group = {}, .path = "rest", .is_loose = true};
    for (LayerPart& each : norms) {
      std::move(each.modules.begin(), each.modules.end(), std::back_inserter(all.modules));
    }
    order.sublayers.push_back({.part = std::move(all)});
    return order;
  }
  std::stable_sort(
      order.sublayers.begin(), order.sublayers.end(),
      [](const Sublayer& a, const Sublayer& b) { return rank_of(a.part) < rank_of(b.part); });
  NormPlacer(order, words, norms_on_stream).place(std::move(norms));
  order.is_parallel = shares_its_norm(order);
  return order;
}

}  // namespace tviz
