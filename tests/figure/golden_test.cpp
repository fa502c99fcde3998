// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <string>

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

}  // namespace
}  // namespace tviz::test
