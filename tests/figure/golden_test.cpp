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

/// Hooks of each kind on opened layers of different structures, and more functions than colours.
std::vector<Example> hook_examples() {
  std::vector<Example> examples;
  const auto add = [&](const char* name, const char* source, std::vector<std::string> expanded,
                       std::vector<Hook> hooks) {
    Example example{name, source, {}};
    example.options.max_layers = 1;
    example.options.expanded = std::move(expanded);
    example.options.hooks = std::move(hooks);
    example.options.output.text = TextMode::System;
    examples.push_back(std::move(example));
  };
  add("gpt2-opened", "gpt2", {"blocks.0"},
      {{"blocks.0.attn.hook_pattern", "head_ablation", {0, 2}},
       {"blocks.0.hook_resid_mid", "steer", {}},
       {"blocks.0.attn.hook_result", "attribute", {}},
       {"blocks.0.hook_mlp_out", "gradient", {}, true}});
  add("llama-opened", "llama-3.1-8b", {"blocks.0"},
      {{"blocks.0.attn.hook_k", "cache_edit", {3}}, {"blocks.0.mlp.hook_pre", "gate", {}}});
  add("pythia-opened", "pythia-70m", {"blocks.0"},
      {{"blocks.0.hook_attn_out", "ablate", {}}, {"blocks.0.mlp.hook_post", "patch", {}}});
  add("t5-opened", "t5-small", {"all"},
      {{"decoder.0.cross_attn.hook_pattern", "align", {1}},
       {"encoder.0.hook_resid_post", "read", {}},
       {"decoder.0.hook_resid_mid_cross", "patch", {}}});
  std::vector<Hook> twelve;
  for (const char* point :
       {"hook_resid_pre", "attn.hook_q", "attn.hook_k", "attn.hook_v", "attn.hook_pattern",
        "attn.hook_z", "hook_attn_out", "hook_resid_mid", "ln2.hook_normalized", "mlp.hook_pre",
        "mlp.hook_post", "hook_resid_post"}) {
    twelve.push_back({std::string("blocks.1.") + point, "", {}});
  }
  add("gpt2-twelve-functions", "gpt2", {}, twelve);
  return examples;
}

TEST(Golden, Hooks) {
  for (const Example& example : hook_examples()) {
    EXPECT_EQ(compare_with_golden(example.name + ".svg",
                                  visualize(example.source, example.options).render("svg")),
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

/// Figures that flow to the right.
TEST(Golden, Rightwards) {
  RenderOptions hooked;
  hooked.hooks = examples().front().options.hooks;
  for (const auto& [name, source, example_options] :
       {Example{"gpt2-right", "gpt2", hooked}, Example{"t5-right", "t5-small", {}},
        Example{"gemma-right", "gemma-2-2b", {}}}) {
    RenderOptions options = example_options;
    options.max_layers = 1;
    options.direction = Direction::Right;
    options.output.text = TextMode::System;
    const Figure figure = visualize(source, options);
    EXPECT_EQ(compare_with_golden(name + ".svg", figure.render("svg")), "");
    if (name != "gpt2-right") continue;
    EXPECT_EQ(compare_with_golden(name + ".scene.json", to_json(figure.scene())), "");
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

/// Small models of families that show something new, looked at when they were written.
TEST(Golden, SmallFamilies) {
  for (const Family& family : small_families()) {
    RenderOptions options;
    options.view = View::Block;
    options.output.text = TextMode::System;
    EXPECT_EQ(
        compare_with_golden(family.name + ".svg", visualize(family.model, options).render("svg")),
        "");
  }
}

}  // namespace
}  // namespace tviz::test
