// SPDX-License-Identifier: MIT
#include "graph/peft_adapter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/fused_low_rank.hpp"
#include "tviz/base/error.hpp"
#include "tviz/base/spelling.hpp"
#include "tviz/graph/low_rank.hpp"

extern "C" const char tviz_data_lora_targets_begin[];
extern "C" const char tviz_data_lora_targets_end[];

namespace tviz {
namespace {

constexpr std::int64_t kMostRank = 1'000'000;
constexpr std::int64_t kUsualRank = 8;  // PEFT's.

/// Keys of adapters that no figure shows, unless they are empty or off.
constexpr std::array<std::string_view, 6> kNotDrawn{"rank_pattern",      "layers_to_transform",
                                                    "layer_replication", "modules_to_save",
                                                    "target_parameters", "use_dora"};

bool says_nothing(const Node& node) {
  const bool is_off = node.kind == Node::Kind::Scalar && node.scalar == "false";
  return node.kind == Node::Kind::Null || is_off ||
         (node.kind == Node::Kind::Sequence && node.items.empty()) ||
         (node.kind == Node::Kind::Mapping && node.members.empty());
}

/// A name of a module, "mlp.c_proj", in its parts.
struct Target {
  std::string parent;
  std::string module;

  explicit Target(const std::string& name) {
    const std::size_t dot = name.rfind('.');
    module = name.substr(dot == std::string::npos ? 0 : dot + 1);
    if (dot != std::string::npos) parent = name.substr(0, dot);
  }

  bool means(std::string_view kind) const {
    const bool says_attention = parent.find("att") != std::string::npos;
    const bool says_mlp =
        parent.find("mlp") != std::string::npos || parent.find("ffn") != std::string::npos;
    return kind == "mlp" ? !says_attention : !says_mlp;
  }
};

bool has_weights(const Component& component, const std::vector<std::string>& names) {
  return std::ranges::all_of(names, [&](const std::string& name) {
    return std::ranges::find(component.weights, name, &Weight::name) != component.weights.end();
  });
}

class AdapterReader {
 public:
  AdapterReader(const Document& adapter, Graph& graph)
      : adapter_(adapter),
        graph_(graph),
        table_(parse_json({tviz_data_lora_targets_begin, tviz_data_lora_targets_end},
                          "lora_targets.json")
                   .root) {}

  void attach() {
    for (const std::string_view key : kNotDrawn) {
      const Node* node = adapter_.root.find(key);
      if (node == nullptr || says_nothing(*node)) continue;
      refuse(*node, key, fmt::format("a figure does not show '{}' of an adapter", key));
    }
    std::vector<Problem> problems;
    FieldReader fields(adapter_.root, adapter_.source, {}, problems);
    const std::int64_t rank = fields.integer("r", 1, kMostRank).value_or(kUsualRank);
    throw_if_any(std::move(problems));
    const Node* targets = adapter_.root.find("target_modules");
    if (targets == nullptr || targets->kind != Node::Kind::Sequence) {
      refuse(targets == nullptr ? adapter_.root : *targets, "target_modules",
             "must be a list of names of modules, to say which weights are adapted");
    }
    for (const Node& each : targets->items) attach(each, rank);
  }

 private:
  [[noreturn]] void refuse(const Node& node, std::string_view key, std::string message,
                           std::string hint = {}) const {
    throw Error(Problem{std::move(message),
                        {adapter_.source, node.line, node.column, std::string(key)},
                        std::move(hint)});
  }

  void attach(const Node& node, std::int64_t rank) {
    const Target target(node.scalar);
    bool is_known = false;
    bool is_there = false;
    std::vector<std::string> names;
    for (const Node::Member& kind : table_.members) {
      for (const Node::Member& module : kind.value.members) names.push_back(module.key);
      const Node* weights = kind.value.find(target.module);
      if (weights == nullptr || !target.means(kind.key)) continue;
      is_known = true;
      std::vector<std::string> list;
      for (const Node& each : weights->items) list.push_back(each.scalar);
      is_there = attach(kind.key, list, rank) || is_there;
    }
    if (!is_known) {
      refuse(node, "target_modules", fmt::format("unknown target module '{}'", node.scalar),
             did_you_mean(target.module, names));
    }
    if (!is_there) {
      refuse(node, "target_modules",
             fmt::format("the model has no weight for the target module '{}'", node.scalar));
    }
  }

  /// Whether any component of this kind has the weights.
  bool attach(std::string_view kind, const std::vector<std::string>& weights, std::int64_t rank) {
    bool is_there = false;
    const auto visit = [&](std::vector<Component>& components) {
      for (Component& each : components) {
        const bool is_meant = kind == "mlp" ? each.kind == "mlp" : each.kind.ends_with("attention");
        if (!is_meant || !has_weights(each, weights)) continue;
        is_there = true;
        if (weights.size() == 1) {
          attach_low_ranks(each, {{weights.front(), rank}});
        } else {
          attach_fused_low_rank(each, weights, rank);
        }
      }
    };
    for (Stream& stream : graph_.streams) {
      for (BlockStructure& structure : stream.structures) {
        for (Addition& addition : structure.additions) {
          for (Branch& branch : addition.branches) visit(branch.components);
        }
      }
    }
    return is_there;
  }

  const Document& adapter_;
  Graph& graph_;
  Node table_;
};

}  // namespace

void attach_adapter(const Document& adapter, Graph& graph) {
  AdapterReader(adapter, graph).attach();
}

}  // namespace tviz
