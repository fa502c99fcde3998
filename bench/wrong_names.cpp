// SPDX-License-Identifier: MIT

/// What a list of wrong hook names costs in a model with 250,000 names, and how many times as much
/// as one wrong name: that is to be little, because what the nearest names are sought in is made
/// ready once.

#include <benchmark/benchmark.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "tviz/tviz.hpp"

namespace {

using namespace tviz;

/// Names that are near to some, near to none, and of layers that are not there.
std::vector<std::string> wrong_names(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string layer = std::to_string(i % 61);
    const std::string expert = std::to_string(i * 7 % 256);
    for (const std::string& name :
         {"blocks." + layer + ".attn.hook_patern",
          "blocks." + layer + ".mlp.experts." + expert + ".hook_prr",
          "blocks." + std::to_string(61 + i) + ".attn.hook_z",
          "blocks." + layer + ".mlp.hook_quite_other_things", "nonsense_" + layer}) {
      if (names.size() < count) names.push_back(name);
    }
  }
  return names;
}

void check(const std::vector<std::string>& names, const Graph& graph, const Registry& registry) {
  std::vector<ListedHook> hooks;
  for (const std::string& name : names) hooks.push_back({name, 1});
  benchmark::DoNotOptimize(check_hooks(graph, registry, {}, hooks));
}

void draw(const std::vector<std::string>& names, const ModelArchitecture& model,
          const std::shared_ptr<const Registry>& registry) {
  RenderOptions options;
  for (const std::string& name : names) options.hooks.push_back({name});
  try {
    const Figure figure(model, options, registry);
  } catch (const Error& error) {
    benchmark::DoNotOptimize(error.problems().size());
  }
}

template <class Action>
void compare_with_one(benchmark::State& state, const Action& action) {
  const auto names = wrong_names(static_cast<std::size_t>(state.range(0)));
  const auto seconds_of = [&](const std::vector<std::string>& some) {
    const auto start = std::chrono::steady_clock::now();
    action(some);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  const double of_one = seconds_of({names.front()});
  double of_all = 0;
  for (auto _ : state) of_all += seconds_of(names);
  state.counters["times_one_name"] = of_all / static_cast<double>(state.iterations()) / of_one;
}

void check_wrong_names(benchmark::State& state) {
  const Registry registry;
  const Graph graph = build_graph(read_model("deepseek-v3"), registry);
  compare_with_one(state, [&](const auto& names) { check(names, graph, registry); });
}

void draw_with_wrong_names(benchmark::State& state) {
  const auto registry = std::make_shared<const Registry>();
  const ModelArchitecture model = read_model("deepseek-v3");
  compare_with_one(state, [&](const auto& names) { draw(names, model, registry); });
}

BENCHMARK(check_wrong_names)->Arg(10)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(draw_with_wrong_names)->Arg(10)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);

}  // namespace
