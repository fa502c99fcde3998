// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "families.hpp"
#include "golden.hpp"
#include "tviz/tviz.hpp"

namespace tviz::test {
namespace {

struct Example {
  std::string name;
  std::string source;
  RenderOptions options;
};

std::vector<Example> examples() {
  Example hooked{"gpt2-hooks", "gpt2", {}};
  hooked.options.max_layers = 3;
  hooked.options.hooks = {{"blocks.1.attn.hook_pattern", "head_ablation", {0, 2}},
                          {"blocks.2.mlp.hook_post", "ablation_hook", {}},
                          {"blocks.1.hook_resid_mid", "steer", {}}};
  Example dark{"llama-dark", "llama-3.1-8b", {}};
  dark.options.max_layers = 1;
  dark.options.theme = "circuits-dark";
  Example pythia{"pythia-70m", "pythia-70m", {}};
  pythia.options.max_layers = 1;
  return {hooked, dark, pythia, {"attn-only-2l", "attn-only-2l", {}}};
}

TEST(Golden, Graphs) {
  for (const char* name : {"gpt2", "pythia-70m", "attn-only-1l", "llama-3.1-8b", "gpt-neo-125m"}) {
    EXPECT_EQ(
        compare_with_golden(std::string(name) + ".graph.json", to_json(visualize(name).graph())),
        "");
  }
}

TEST(Golden, Scenes) {
  for (const Example& example : examples()) {
    EXPECT_EQ(compare_with_golden(example.name + ".scene.json",
                                  to_json(visualize(example.source, example.options).scene())),
              "");
  }
}

TEST(Golden, Svgs) {
  for (Example& example : examples()) {
    // Without the font's bytes, which belong to the font packages.
    example.options.output.text = TextMode::System;
    EXPECT_EQ(compare_with_golden(example.name + ".svg",
                                  visualize(example.source, example.options).render("svg")),
              "");
  }
}

/// One of each kind of architecture, looked at when they were written.
TEST(Golden, KindsOfArchitecture) {
  const std::set<std::string> kept{"gpt-j-6b",
                                   "gemma-3-1b-it",
                                   "OLMo-2-7B",
                                   "DeepSeek-V3",
                                   "bert-base-uncased",
                                   "Mixtral-8x7B-v0.1",
                                   "t5-base",
                                   "whisper-large-v2-REDUCED-1L",
                                   "llava-1.5-7b-hf",
                                   "flame-mamba_1B",
                                   "jamba-REDUCED-4L",
                                   "vit-base-patch16-224",
                                   "Nemotron-H-56B-Base-8K",
                                   "Meta-Llama-3.1-405B"};
  std::size_t seen = 0;
  for (const Family& family : families()) {
    if (!kept.contains(family.name)) continue;
    ++seen;
    RenderOptions options;
    options.max_layers = 1;
    options.output.text = TextMode::System;
    EXPECT_EQ(
        compare_with_golden(family.name + ".svg", visualize(family.model, options).render("svg")),
        "");
  }
  EXPECT_EQ(seen, kept.size());
}

}  // namespace
}  // namespace tviz::test
