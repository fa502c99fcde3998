// SPDX-License-Identifier: MIT

/// Time of each stage from a name to bytes, for a small, a large and a very deep model.

#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <vector>

#include "tviz/tviz.hpp"

namespace {

using namespace tviz;

const std::vector<std::string>& models() {
  static const std::vector<std::string> names{"gpt2-small", "gpt2-xl", "llama-3.1-8b"};
  return names;
}

ModelArchitecture model_of(const benchmark::State& state) {
  return read_model(models()[static_cast<std::size_t>(state.range(0))]);
}

class Names final : public HookNameSink {
 public:
  void add(const HookName& name) override { benchmark::DoNotOptimize(name.name.data()); }
};

void read_from_catalog(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(model_of(state));
}

void discover_plugins(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Registry());
}

void build_the_graph(benchmark::State& state) {
  const Registry registry;
  const ModelArchitecture model = model_of(state);
  for (auto _ : state) benchmark::DoNotOptimize(build_graph(model, registry));
}

/// One name at a time, so that a cost that grew with the layers would show.
void resolve_a_hook(benchmark::State& state) {
  const Registry registry;
  const Graph graph = build_graph(model_of(state), registry);
  const auto resolver = registry.hook_resolver("transformer_lens");
  const std::string last = graph.streams.front().blocks.back().path + ".attn.hook_pattern";
  Names names;
  for (auto _ : state) resolver->resolve(graph, last, names);
}

void load_a_theme(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(load_theme("circuits"));
}

void open_fonts(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Fonts());
}

void lay_out_the_scene(benchmark::State& state) {
  const Registry registry;
  const Graph graph = build_graph(model_of(state), registry);
  const Theme theme = load_theme("circuits");
  const Fonts fonts;
  std::vector<std::string> warnings;
  for (auto _ : state) {
    benchmark::DoNotOptimize(lay_out(graph, {}, theme, fonts, {}, warnings));
  }
}

void draw(benchmark::State& state, const char* format) {
  const Figure figure(model_of(state), {}, std::make_shared<const Registry>());
  std::size_t bytes = 0;
  for (auto _ : state) bytes = figure.render(format).size();
  state.counters["bytes"] = static_cast<double>(bytes);
}

void per_model(benchmark::internal::Benchmark* benchmark) {
  benchmark->DenseRange(0, static_cast<std::int64_t>(models().size()) - 1)
      ->ArgName("model")
      ->Unit(benchmark::kMicrosecond);
}

BENCHMARK(read_from_catalog)->Apply(per_model);
BENCHMARK(discover_plugins)->Unit(benchmark::kMicrosecond);
BENCHMARK(build_the_graph)->Apply(per_model);
BENCHMARK(resolve_a_hook)->Apply(per_model);
BENCHMARK(load_a_theme)->Unit(benchmark::kMicrosecond);
BENCHMARK(open_fonts)->Unit(benchmark::kMicrosecond);
BENCHMARK(lay_out_the_scene)->Apply(per_model);
BENCHMARK_CAPTURE(draw, svg, "svg")->Apply(per_model);
BENCHMARK_CAPTURE(draw, html, "html")->Apply(per_model);
BENCHMARK_CAPTURE(draw, pdf, "pdf")->Apply(per_model);
BENCHMARK_CAPTURE(draw, png, "png")->Apply(per_model);

}  // namespace
