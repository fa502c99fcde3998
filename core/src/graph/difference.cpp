// SPDX-License-Identifier: MIT
#include "tviz/graph/difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace tviz {
namespace {

/// ModelArchitecture::kind of a graph whose weights are the tensors of a file.
constexpr std::string_view kOfTensors = "tensors";
constexpr std::string_view kNothing = "nothing";

std::string counted_parameters(std::int64_t count) {
  if (count == 0) return std::string(kNothing);
  std::string digits = std::to_string(count);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits + " parameters";
}

/// What components of a kind are called here. Ways of mixing tokens have much in common, and a
/// norm may count with what it stands beside.
std::string group_of(const Component& component) {
  const std::string& kind = component.kind;
  if (kind == "mlp" || kind == "experts") return "MLP";
  if (kind == "attention" || kind == "mixer") return "attention";
  if (kind == "norm") return "norms";
  if (kind == "cross_attention") return "cross-attention";
  return kind.starts_with("custom:") ? "other parts" : kind;
}

using Counts = std::map<std::string, std::int64_t>;

std::int64_t sum_of(const Counts& counts) {
  std::int64_t sum = 0;
  for (const auto& [group, count] : counts) sum += count;
  return sum;
}

Counts counts_of(const std::vector<const Component*>& components) {
  Counts counts;
  for (const Component* each : components) counts[group_of(*each)] += each->parameters();
  return counts;
}

std::int64_t mlp_width(const ModelArchitecture& model) {
  return model.experts.n_experts > 0 || !model.layers.empty() ? 0 : model.d_mlp;
}

/// The tensors of a graph that comes from tensors, by their names. One that is tied is none.
std::map<std::string, std::string> tensors_of(const Graph& graph) {
  std::map<std::string, std::string> shapes;
  for (const ComponentReference& each : components_of(graph)) {
    for (const Weight& weight : each.component->weights) {
      if (weight.tied) continue;
      const bool is_loose = weight.name.starts_with('.');
      const std::string path = is_loose && each.block != nullptr ? each.block->path
                               : is_loose                        ? std::string()
                                                                 : each.path() + '.';
      shapes[path + weight.name] = fmt::format("{}", fmt::join(weight.shape, " × "));
    }
  }
  return shapes;
}

class Comparison {
 public:
  Comparison(const Graph& model, const Graph& file) : model_(model), file_(file) {}

  std::vector<Difference> run() && {
    for (const std::string& each : file_.model.warnings) {
      if (each.find(" is missing") != std::string::npos) add("file", "all shards", each);
    }
    dimensions();
    adapters();
    if (model_.model.kind == kOfTensors && file_.model.kind == kOfTensors) {
      tensors();
      return std::move(found_);
    }
    layers();
    outside();
    return std::move(found_);
  }

 private:
  void add(std::string what, std::string expected, std::string found) {
    found_.push_back({std::move(what), std::move(expected), std::move(found)});
  }

  /// A size of 0 is not known.
  void size(const char* name, std::int64_t expected, std::int64_t found) {
    if (expected > 0 && found > 0 && expected != found) {
      add(name, std::to_string(expected), std::to_string(found));
    }
  }

  void dimensions() {
    const ModelArchitecture& model = model_.model;
    const ModelArchitecture& file = file_.model;
    size("n_layers", static_cast<std::int64_t>(model_.streams.back().blocks.size()),
         static_cast<std::int64_t>(file_.streams.back().blocks.size()));
    size("d_model", model.d_model, file.d_model);
    size("d_vocab", model.d_vocab, file.d_vocab);
    if (mlp_width(file) > 0) size("d_mlp", mlp_width(model), mlp_width(file));
    size("n_experts", model.experts.n_experts, file.experts.n_experts);
  }

  void adapters() {
    std::size_t count = 0;
    for (const ComponentReference& each : components_of(file_)) {
      for (const Weight& weight : each.component->weights) {
        if (weight.name.find("lora_") != std::string::npos) ++count;
      }
    }
    if (count > 0)
      add("adapters", "merged",
          fmt::format("{} tensor{} of LoRA, not merged", count, count == 1 ? "" : "s"));
  }

  void tensors() {
    const auto expected = tensors_of(model_);
    const auto found = tensors_of(file_);
    for (const auto& [name, shape] : expected) {
      const auto other = found.find(name);
      if (other == found.end()) {
        add(name, shape, std::string(kNothing));
      } else if (other->second != shape) {
        add(name, shape, other->second);
      }
    }
    for (const auto& [name, shape] : found) {
      if (!expected.contains(name)) add(name, std::string(kNothing), shape);
    }
  }

  static std::vector<Counts> layers_of(const Graph& graph) {
    const Stream& stream = graph.streams.back();
    std::vector<Counts> structures;
    for (const BlockStructure& each : stream.structures) {
      structures.push_back(counts_of(components_of(each)));
    }
    std::vector<Counts> layers;
    for (const Block& each : stream.blocks) layers.push_back(structures[each.structure]);
    return layers;
  }

  /// Where the layers of a stream share their weights the file has them once.
  void layers() {
    if (model_.streams.back().shared_weights) return;
    const std::vector<Counts> expected = layers_of(model_);
    const std::vector<Counts> found = layers_of(file_);
    const std::size_t count = std::min(expected.size(), found.size());
    for (std::size_t first = 0; first < count;) {
      std::size_t last = first;
      while (last + 1 < count && expected[last + 1] == expected[first] &&
             found[last + 1] == found[first]) {
        ++last;
      }
      if (sum_of(expected[first]) != sum_of(found[first])) {
        layer(first == last ? fmt::format("layer {}", first)
                            : fmt::format("layers {} – {}", first, last),
              expected[first], found[first]);
      }
      first = last + 1;
    }
  }

  void layer(const std::string& where, const Counts& expected, const Counts& found) {
    if (sum_of(found) == 0) return add(where, counted_parameters(sum_of(expected)), "nothing");
    groups(where + ", ", expected, found);
  }

  void groups(const std::string& where, const Counts& expected, const Counts& found) {
    Counts all = expected;
    all.insert(found.begin(), found.end());
    for (const auto& [group, any] : all) {
      const auto count = [&group = group](const Counts& counts) {
        const auto at = counts.find(group);
        return at == counts.end() ? 0 : at->second;
      };
      if (count(expected) == count(found)) continue;
      add(where + group, counted_parameters(count(expected)), counted_parameters(count(found)));
    }
  }

  /// Names do not tell on which side of a tower's end a projector stands, so the whole is compared
  /// first.
  void outside() {
    const Counts expected = counts_of(components_outside_blocks(model_.streams.back()));
    const Counts found = counts_of(components_outside_blocks(file_.streams.back()));
    if (sum_of(expected) + below(model_) == sum_of(found) + below(file_)) return;
    if (sum_of(expected) != sum_of(found)) groups("outside the layers, ", expected, found);
    if (below(model_) == below(file_)) return;
    add("towers", counted_parameters(below(model_)), counted_parameters(below(file_)));
  }

  /// What the streams below the last one hold together.
  static std::int64_t below(const Graph& graph) {
    Graph towers = graph;
    towers.streams.pop_back();
    return count_parameters(towers);
  }

  const Graph& model_;
  const Graph& file_;
  std::vector<Difference> found_;
};

}  // namespace

std::vector<Difference> differences(const Graph& model, const Graph& file) {
  return Comparison(model, file).run();
}

}  // namespace tviz
