// SPDX-License-Identifier: MIT
// What the documentation allows many threads to do at once.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <latch>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tviz/tviz.hpp"

namespace tviz {
namespace {

constexpr std::size_t kThreadCount = 8;

/// Runs `action(number)` in each of the threads, which all begin together.
template <class Action>
void in_threads(const Action& action) {
  std::latch start(kThreadCount);
  std::vector<std::jthread> threads;
  for (std::size_t number = 0; number < kThreadCount; ++number) {
    threads.emplace_back([&action, &start, number] {
      start.arrive_and_wait();
      action(number);
    });
  }
}

using Files = std::vector<std::string>;

/// One figure in every format. Threads begin with different formats, so that different
/// backends and equal ones run side by side.
Files render_all(const Figure& figure, std::size_t first = 0) {
  constexpr std::array kFormats{"svg", "html", "fragment", "pdf", "png", "ps", "eps"};
  Files files(kFormats.size());
  for (std::size_t i = 0; i < kFormats.size(); ++i) {
    const std::size_t format = (first + i) % kFormats.size();
    files[format] = figure.render(kFormats.at(format));
  }
  return files;
}

const RenderOptions& options_with_hooks() {
  static const RenderOptions options{
      .hooks = {{"blocks.1.attn.hook_pattern", "head_ablation", {0, 2}}}};
  return options;
}

TEST(Threads, DrawOneFigureAtOnceWithEqualBytes) {
  const Files expected = render_all(visualize("llama-3.1-8b", options_with_hooks()));
  // A figure of its own, whose registry has loaded nothing but the architecture and the dialect.
  const Figure figure = visualize("llama-3.1-8b", options_with_hooks());
  std::array<Files, kThreadCount> results;
  in_threads([&](std::size_t number) { results.at(number) = render_all(figure, number); });
  // Not EXPECT_EQ, which would print them.
  for (const Files& result : results) EXPECT_TRUE(result == expected);
}

TEST(Threads, MakeFiguresOfTheirOwnFromOneRegistry) {
  const std::string expected = visualize("gpt2", options_with_hooks()).render("svg");
  const auto registry = std::make_shared<const Registry>();
  std::array<std::string, kThreadCount> results;
  in_threads([&](std::size_t number) {
    results.at(number) = Figure(read_model("gpt2"), options_with_hooks(), registry).render("svg");
  });
  for (const std::string& result : results) EXPECT_TRUE(result == expected);
}

/// A registry with one plugin of the zoo and, for what all figures need, the built-in ones.
std::shared_ptr<const Registry> registry_with(const std::string& plugin) {
  const auto registry = std::make_shared<Registry>();
  registry->add_file(std::filesystem::path(TVIZ_ZOO) / (plugin + ".so"));
  return registry;
}

TEST(Threads, UseRegistriesWithDifferentPluginsSideBySide) {
  // Both plugins provide the backend "shout", each with its own words.
  const auto good = registry_with("good");
  const auto rival = registry_with("rival");
  std::array<std::string, kThreadCount> results;
  in_threads([&](std::size_t number) {
    const auto& registry = number % 2 == 0 ? good : rival;
    results.at(number) = Figure(read_model("attn-only-1l"), {}, registry).render("shout");
  });
  for (std::size_t number = 0; number < kThreadCount; ++number) {
    const std::string name = number % 2 == 0 ? "good" : "rival";
    EXPECT_EQ(results.at(number).substr(0, name.size() + 2), name + ": ");
  }
  // Neither has heard of the other's plugin.
  for (const auto& [registry, other] : {std::pair(good, "rival"), std::pair(rival, "good")}) {
    for (const PluginRecord& record : registry->records()) EXPECT_NE(record.name, other);
  }
}

}  // namespace
}  // namespace tviz
