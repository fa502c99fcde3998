// SPDX-License-Identifier: MIT
// Lists of names held against models.
#include "tviz/hooks/hook_check.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tviz/tviz.hpp"

namespace tviz::test {
namespace {

const Registry& installed() {
  static const Registry registry;
  return registry;
}

/// "fault: reason (instead)"; empty if there is nothing to find fault with.
std::string fault(const std::string& model, const std::string& name,
                  std::string_view dialect = "transformer_lens") {
  const Graph graph = build_graph(read_model(model), installed());
  const std::vector<ListedHook> hooks{{name, 7}};
  const std::vector<HookFinding> findings = check_hooks(graph, installed(), dialect, hooks);
  if (findings.empty()) return {};
  const HookFinding& finding = findings.front();
  EXPECT_EQ(findings.size(), 1U);
  EXPECT_EQ(finding.hook.name, name);
  EXPECT_EQ(finding.hook.line, 7);
  std::string text = std::string(name_of(finding.fault)) + ": " + finding.reason;
  return finding.instead.empty() ? text : text + " (" + finding.instead + ")";
}

TEST(HookList, HasOneNameALine) {
  const std::vector<ListedHook> hooks =
      read_hook_list("# names\nhook_embed\n\n  blocks.0.hook_mlp_out\t# of the MLP\r\nlast");
  ASSERT_EQ(hooks.size(), 3U);
  EXPECT_EQ(hooks[0].name, "hook_embed");
  EXPECT_EQ(hooks[0].line, 2);
  EXPECT_EQ(hooks[1].name, "blocks.0.hook_mlp_out");
  EXPECT_EQ(hooks[1].line, 4);
  EXPECT_EQ(hooks[2].name, "last");
  EXPECT_EQ(hooks[2].line, 5);
  EXPECT_TRUE(read_hook_list("").empty());
  EXPECT_TRUE(read_hook_list("#\n \n").empty());
}

TEST(HookCheck, FindsNoFaultWithWhatFires) {
  EXPECT_EQ(fault("gpt2", "blocks.11.attn.hook_pattern"), "");
  EXPECT_EQ(fault("gpt2", "8-res-jb", "sae_lens"), "");
}

TEST(HookCheck, Dormant) {
  EXPECT_EQ(fault("gpt2", "blocks.0.attn.hook_result"), "dormant: it needs use_attn_result");
  EXPECT_EQ(fault("bloom-560m", "hook_pos_embed"),
            "dormant: it never fires: this model adds no position embedding");
}

TEST(HookCheck, PatternsThatReachNothingThatFires) {
  EXPECT_EQ(fault("gpt2", "blocks.{0,3-5}.attn.hook_z"), "");
  EXPECT_EQ(fault("gpt2", "blocks.*.attn.hook_result"), "dormant: it needs use_attn_result");
  EXPECT_EQ(fault("gpt2", "blocks.*.attn.hook_zz"), "unknown: it matches no name");
}

TEST(HookCheck, WithoutADialectNamesAreTransformerLenss) {
  EXPECT_EQ(fault("gpt2", "blocks.0.attn.hook_z", ""), "");
  EXPECT_EQ(fault("gpt2", "transformer.h.0.mlp", ""),
            "stale: it is a name in the dialect hugging_face");
}

TEST(HookCheck, Impossible) {
  EXPECT_EQ(fault("gpt2", "blocks.12.hook_resid_pre"),
            "impossible: there is no blocks.12; the last is blocks.11 (blocks.11.hook_resid_pre)");
  EXPECT_EQ(fault("gpt2", "blocks.99999999999999999999.hook_resid_pre"),
            "impossible: there is no blocks.99999999999999999999; the last is blocks.11 "
            "(blocks.11.hook_resid_pre)");
  EXPECT_EQ(fault("mixtral", "blocks.3.mlp.experts.8.hook_pre"),
            "impossible: there is no blocks.3.mlp.experts.8; the last is blocks.3.mlp.experts.7 "
            "(blocks.3.mlp.experts.7.hook_pre)");
  EXPECT_EQ(fault("mixtral", "blocks.32.mlp.experts.8.hook_pre"),
            "impossible: there is no blocks.32; the last is blocks.31 "
            "(blocks.31.mlp.experts.0.hook_pre)");
  EXPECT_EQ(fault("t5-small", "decoder.6.cross_attn.hook_q"),
            "impossible: there is no decoder.6; the last is decoder.5 "
            "(decoder.5.cross_attn.hook_q)");
  EXPECT_EQ(fault("gpt2", "layer_12/width_16k/canonical", "sae_lens"),
            "impossible: there is no layer_12; the last is layer_11 "
            "(layer_11/width_16k/canonical)");
}

TEST(HookCheck, LayersOfAnotherKindMayHaveIt) {
  // Its first three layers have an MLP, the others experts.
  EXPECT_EQ(fault("deepseek-v3", "blocks.0.mlp.hook_expert_weights"),
            "impossible: blocks.0 has no such hook point, but blocks.3 has it "
            "(blocks.3.mlp.hook_expert_weights)");
  EXPECT_EQ(fault("deepseek-v3", "blocks.9.mlp.hook_pre"),
            "impossible: blocks.9 has no such hook point, but blocks.2 has it "
            "(blocks.2.mlp.hook_pre)");
}

TEST(HookCheck, Stale) {
  struct Case {
    const char* model;
    const char* name;
    const char* fault;
  };
  for (const Case& expected :
       {Case{"pythia-70m", "blocks.0.hook_resid_mid",
             "stale: attention and MLP read the same state and are added at once"},
        {"attn-only-2l", "blocks.0.hook_resid_mid",
         "stale: without an MLP a layer has no state in between (blocks.0.hook_resid_post)"},
        {"pythia-70m", "hook_pos_embed",
         "stale: positions rotate queries and keys, and nothing is added to the embedding "
         "(blocks.0.attn.hook_rot_q)"},
        {"bert-base-cased", "ln_final.hook_scale",
         "stale: norms lie on the stream, so the last one is that of the last layer "
         "(blocks.11.ln2.hook_scale)"},
        {"bert-base-cased", "hook_embed",
         "stale: an encoder has it under 'embed' (embed.hook_embed)"},
        {"meta-llama/Llama-3.2-1B", "blocks.5.mlp.hook_gate",
         "stale: hook_pre is the gate of an MLP (blocks.5.mlp.hook_pre)"},
        {"mixtral", "blocks.5.mlp.hook_post",
         "stale: each expert has its own (blocks.5.mlp.experts.0.hook_post)"},
        {"gpt2", "blocks.5.mlp.hook_pre_linear",
         "stale: this MLP has no gate, so hook_pre is its only branch (blocks.5.mlp.hook_pre)"},
        {"gpt2", "blocks.0.ln1_post.hook_scale",
         "stale: there is no second norm before the stream"},
        {"gpt2", "blocks.0.attn.hook_rot_k",
         "stale: positions do not rotate queries and keys (blocks.0.attn.hook_k)"},
        {"t5-small", "blocks.0.hook_mlp_out",
         "stale: the layers of the two stacks are called encoder and decoder "
         "(decoder.0.hook_mlp_out)"},
        {"t5-small", "encoder.1.attn.rel_pos_hook",
         "stale: only the first layer of a stack has it"},
        {"gpt2", "decoder.0.hook_mlp_out",
         "stale: the layers of a single stack are called blocks (blocks.0.hook_mlp_out)"},
        // What would be right in the single stack is not there either.
        {"gpt2", "decoder.0.hook_cross_attn_out",
         "stale: the layers of a single stack are called blocks"},
        {"gpt2", "mlm_head.ln.hook_scale", "stale: other models of TransformerLens have it"},
        {"gpt2", "8-res-jb", "stale: it is a name in the dialect sae_lens"}}) {
    EXPECT_EQ(fault(expected.model, expected.name), expected.fault) << expected.model;
  }
}

TEST(HookCheck, MisspeltOrUnknown) {
  EXPECT_EQ(fault("gpt2", "blocks.0.attn.hook_patern"),
            "misspelt: the model has no such name (blocks.0.attn.hook_pattern)");
  EXPECT_EQ(fault("gpt2", "qwertyuiop"), "unknown: the model has no such name");
  EXPECT_EQ(fault("gpt2", std::string(100'000, '.')), "unknown: the model has no such name");
}

TEST(HookCheck, ReportsInTheOrderOfTheList) {
  const Graph graph = build_graph(read_model("gpt2"), installed());
  const std::vector<ListedHook> hooks = read_hook_list("nonsense\nhook_embed\nhook_tokens\n");
  const std::vector<HookFinding> findings =
      check_hooks(graph, installed(), "transformer_lens", hooks);
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].hook.line, 1);
  EXPECT_EQ(findings[1].hook.line, 3);
  EXPECT_THROW(check_hooks(graph, installed(), "no_such_dialect", hooks), Error);
}

/// A reason for a name that the model has would be wrong.
TEST(HookCheck, NamesThatExistAreNotAbsent) {
  const auto resolver = installed().hook_resolver("transformer_lens");
  for (const char* model :
       {"gpt2", "pythia-70m", "attn-only-2l", "solu-2l", "gemma-2-2b", "olmo-2-1b",
        "bert-base-cased", "t5-small", "qwen3-0.6b", "bloom-560m"}) {
    const Figure figure = visualize(model);
    for (const HookName& name : figure.hook_names()) {
      // Its reason speaks of the layers that lack it.
      if (name.name.ends_with("rel_pos_hook")) continue;
      const std::string reason = resolver->absence(figure.graph(), name.name).reason;
      EXPECT_EQ(reason, "other models of TransformerLens have it") << model << ' ' << name.name;
    }
  }
}

}  // namespace
}  // namespace tviz::test
