// SPDX-License-Identifier: MIT
#include "tviz/graph/low_rank.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "graph/fused_low_rank.hpp"
#include "tviz/base/error.hpp"
#include "tviz/base/spelling.hpp"

namespace tviz {
namespace {

constexpr std::string_view kFactorA = ".lora_A";
constexpr std::string_view kFactorB = ".lora_B";

[[noreturn]] void refuse(const Component& component, std::string message, std::string hint = {}) {
  throw Error(Problem{std::move(message), {.field = component.path}, std::move(hint)});
}

/// What a map reads and gives.
struct Sizes {
  std::int64_t in = 0;
  std::int64_t out = 0;
};

/// Heads are an axis of their own: before what each gives, or in the output map before what it
/// reads.
Sizes sizes_of(const Weight& weight) {
  const std::vector<std::int64_t>& shape = weight.shape;
  if (shape.size() == 2) return {shape[0], shape[1]};
  const bool reads_heads = weight.name.starts_with("W_O");
  return reads_heads ? Sizes{shape[0] * shape[1], shape[2]} : Sizes{shape[1], shape[0] * shape[2]};
}

const Weight& weight_named(const Component& component, const std::string& name) {
  const auto found = std::ranges::find(component.weights, name, &Weight::name);
  if (found != component.weights.end()) return *found;
  std::vector<std::string> names;
  for (const Weight& each : component.weights) names.push_back(each.name);
  refuse(component, fmt::format("no weight '{}' that a low-rank update could change", name),
         did_you_mean(name, names));
}

void check(const Component& component, const Weight& weight, std::int64_t rank) {
  if (weight.routed || weight.shape.size() < 2 || weight.shape.size() > 3) {
    refuse(component, fmt::format("'{}' takes no low-rank update: it is not one matrix, or one for "
                                  "each head",
                                  weight.name));
  }
  const auto [in, out] = sizes_of(weight);
  if (rank < 1 || rank > std::min(in, out)) {
    refuse(component, fmt::format("the rank of the update of '{}' must be 1 to {}, not {}",
                                  weight.name, std::min(in, out), rank));
  }
  const std::string factor = weight.name + std::string(kFactorA);
  if (std::ranges::find(component.weights, factor, &Weight::name) != component.weights.end()) {
    refuse(component, fmt::format("'{}' has two low-rank updates", weight.name));
  }
}

void add_factors(Component& component, const std::string& name, std::int64_t rank,
                 const Sizes& sizes) {
  component.weights.push_back({name + std::string(kFactorA), {sizes.in, rank}});
  component.weights.push_back({name + std::string(kFactorB), {rank, sizes.out}});
}

/// "W_Q" of the labels `W_Q`, `W_{Q}` and `W_"Q"`.
std::string without_markup(std::string label) {
  std::erase_if(label, [](char c) { return c == '"' || c == '{' || c == '}'; });
  return label;
}

// From a weight up to the ⊕ at which its update joins, past B.
constexpr int kPathRows = 2;

/// Draws an update beside a step of an interior, whose row has room above it.
void add_path(Interior& interior, std::size_t step, std::int64_t rank) {
  const int column = interior.steps[step].column;
  const int row = interior.steps[step].row;
  for (Step& each : interior.steps) {
    if (each.column > column) ++each.column;
  }
  const int weight = static_cast<int>(step);
  const int factor_a = static_cast<int>(interior.steps.size());
  const int factor_b = factor_a + 1;
  const int sum = factor_b + 1;
  interior.steps.push_back({"A", "learned", column + 1, row, fmt::format("r = {}", rank)});
  interior.steps.push_back({"B", "learned", column + 1, row + 1, {}});
  interior.steps.push_back({"+", "sum", column, row + kPathRows, {}});
  std::vector<Wire> wires;
  for (Wire& each : interior.wires) {
    if (each.from == weight) each.from = sum;
    if (each.to == weight) wires.push_back({each.from, factor_a, {}});
  }
  wires.push_back({weight, sum, {}});
  wires.push_back({factor_a, factor_b, {}});
  wires.push_back({factor_b, sum, {}});
  std::ranges::move(wires, std::back_inserter(interior.wires));
}

void add_paths(Interior& interior, const std::map<std::string, std::int64_t>& ranks) {
  std::map<int, std::vector<std::size_t>, std::greater<>> by_row;
  for (std::size_t i = 0; i < interior.steps.size(); ++i) {
    const Step& step = interior.steps[i];
    if (step.role == "learned" && ranks.contains(without_markup(step.label))) {
      by_row[step.row].push_back(i);
    }
  }
  for (const auto& [row, steps] : by_row) {
    for (Step& each : interior.steps) {
      if (each.row > row) each.row += kPathRows;
    }
    for (const std::size_t step : steps) {
      add_path(interior, step, ranks.at(without_markup(interior.steps[step].label)));
    }
  }
}

}  // namespace

void attach_fused_low_rank(Component& component, const std::vector<std::string>& weights,
                           std::int64_t rank) {
  Sizes sizes;
  std::string name = "W_";
  for (const std::string& each : weights) {
    const Weight& weight = weight_named(component, each);
    check(component, weight, rank);
    sizes.in = sizes_of(weight).in;
    sizes.out += sizes_of(weight).out;
    name += each.substr(2);
  }
  add_factors(component, name, rank, sizes);
}

void attach_low_ranks(Component& component, const std::map<std::string, std::int64_t>& ranks) {
  for (const auto& [name, rank] : ranks) {
    const Weight& weight = weight_named(component, name);
    check(component, weight, rank);
    add_factors(component, name, rank, sizes_of(weight));
  }
  add_paths(component.interior, ranks);
}

std::vector<LowRank> low_ranks_of(const Component& component) {
  std::vector<LowRank> list;
  for (const Weight& a : component.weights) {
    if (!a.name.ends_with(kFactorA) || a.shape.size() != 2) continue;
    const std::string weight = a.name.substr(0, a.name.size() - kFactorA.size());
    const auto b =
        std::ranges::find(component.weights, weight + std::string(kFactorB), &Weight::name);
    if (b == component.weights.end() || b->shape.size() != 2) continue;
    list.push_back({weight, a.shape[1], a.shape[0] * a.shape[1] + b->shape[0] * b->shape[1]});
  }
  return list;
}

bool is_low_rank_factor(const Weight& weight) {
  return weight.name.ends_with(kFactorA) || weight.name.ends_with(kFactorB);
}

}  // namespace tviz
