// SPDX-License-Identifier: MIT
// The names of the bridge of TransformerLens 3, its own and the older ones that it accepts.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "naming.hpp"

namespace tviz {
namespace {

using naming::Dialect;
using naming::graph_of;

/// "blocks.3.ln2.hook_scale" without its block: "ln2.hook_scale".
std::string inside_block(const std::string& name) {
  for (const char* blocks : {"blocks.", "encoder.", "decoder."}) {
    const std::string_view prefix = blocks;
    if (!name.starts_with(prefix)) continue;
    const auto dot = name.find('.', prefix.size());
    return dot == std::string::npos ? name : name.substr(dot + 1);
  }
  return name;
}

/// Whether a name belongs to a block that is like one before it: four have every kind.
bool repeats(const std::string& name) {
  const std::size_t dot = name.find('.');
  return dot != std::string::npos && name.find_first_of("0123456789") == dot + 1 &&
         std::atoi(name.c_str() + dot + 1) > 3;
}

/// The old names that the bridge does not accept in a model, those of blocks once.
std::set<std::string> refused(const std::string& model) {
  const Graph graph = graph_of(model);
  const Dialect bridge("transformer_bridge@3.5");
  std::set<std::string> names;
  for (const HookName& old : Dialect("transformer_lens").all(graph)) {
    if (repeats(old.name)) continue;
    const std::string inner = inside_block(old.name);
    const std::string shown = inner.starts_with("mlp.experts.") ? "mlp.experts" : inner;
    const auto found = bridge.resolve(graph, old.name);
    if (found.empty()) names.insert(shown);
    for (const HookName& each : found) {
      EXPECT_EQ(each.name, old.name);
      EXPECT_FALSE(each.component.empty()) << old.name;
      EXPECT_FALSE(each.site.empty()) << old.name;
    }
  }
  return names;
}

using Set = std::set<std::string>;

TEST(TransformerBridge, TakesTheOldNamesThatItsCodeTakes) {
  for (const char* model :
       {"gpt2-small", "pythia-70m", "meta-llama/Llama-3.2-1B", "gemma-2-2b", "gemma-3-270m",
        "qwen3-0.6b", "santacoder", "olmo-2-1b", "opt-125m", "gpt-neo-125M"}) {
    SCOPED_TRACE(model);
    EXPECT_EQ(refused(model), Set{});
  }
}

TEST(TransformerBridge, RefusesTheOldNamesThatItsCodeHasNot) {
  struct Case {
    const char* model;
    Set refused;
  };
  const Set no_mlp{"hook_mlp_in", "hook_mlp_out"};
  const Set no_second_norm{"ln2.hook_scale", "ln2.hook_normalized"};
  const Set no_experts{"mlp.hook_expert_weights", "mlp.hook_expert_indices", "mlp.experts"};
  for (const Case& expected :
       {Case{"attn-only-2l", no_mlp},
        {"redwood_attn_2l", no_mlp},
        {"solu-2l", {"mlp.hook_mid", "mlp.ln.hook_scale", "mlp.ln.hook_normalized"}},
        {"gpt-j-6B", no_second_norm},
        {"phi-1", no_second_norm},
        {"phi-2", no_second_norm},
        {"mixtral", no_experts},
        {"olmoe", no_experts},
        {"gpt-oss-20b", no_experts},
        // ALiBi: neither position embeddings nor rotation.
        {"bloom-560m", {"hook_pos_embed", "embed.ln.hook_scale", "embed.ln.hook_normalized"}},
        {"bert-base-cased",
         {"embed.hook_embed", "embed.hook_pos_embed", "embed.hook_token_type_embed",
          "hook_full_embed", "embed.ln.hook_scale", "embed.ln.hook_normalized",
          "mlm_head.ln.hook_scale", "mlm_head.ln.hook_normalized", "hook_normalized_resid_post",
          "nsp_head.hook_nsp_out"}},
        {"hubert-base-ls960", {"hook_normalized_resid_post"}}}) {
    SCOPED_TRACE(expected.model);
    Set names = refused(expected.model);
    // What lies outside HuBERT's blocks, and heads that a model may have or not.
    for (const char* other : {"embed.hook_embed", "pooler.hook_pooler_out"}) {
      if (!expected.refused.contains(other)) names.erase(other);
    }
    // Shortformer's inputs, which never fire.
    names.erase("attn.hook_attn_input");
    EXPECT_EQ(names, expected.refused);
  }
}

TEST(TransformerBridge, OfT5OnlyNamesOutsideBlocksStay) {
  const Graph graph = graph_of("t5-small");
  const Dialect bridge("transformer_bridge@3.5");
  Set taken;
  for (const HookName& old : Dialect("transformer_lens").all(graph)) {
    if (!bridge.resolve(graph, old.name).empty()) taken.insert(old.name);
  }
  EXPECT_EQ(taken, (Set{"hook_embed", "unembed.hook_in", "unembed.hook_out"}));
}

struct BridgeMeaning {
  const char* name;
  const char* place;
};

void expect_places(const std::string& model, const std::vector<BridgeMeaning>& meanings) {
  SCOPED_TRACE(model);
  const Graph graph = graph_of(model);
  const Dialect bridge("transformer_bridge@3.5");
  for (const BridgeMeaning& each : meanings) {
    EXPECT_EQ(bridge.place(graph, each.name), each.place) << each.name;
  }
}

TEST(TransformerBridge, ItsNamesAndTheirOlderSpellings) {
  expect_places("gpt2", {{"embed.hook_in", "embed in"},
                         {"hook_embed", "embed out"},
                         {"hook_pos_embed", "pos_embed out"},
                         {"hook_unembed", "unembed out"},
                         {"blocks.3.hook_in", "blocks.3 resid_pre"},
                         {"blocks.3.hook_resid_pre", "blocks.3 resid_pre"},
                         {"blocks.3.hook_resid_post", "blocks.3 resid_post"},
                         // The branch below the norm, not the stream beside it.
                         {"blocks.3.hook_resid_mid", "blocks.3.ln2 in"},
                         {"blocks.3.hook_attn_out", "blocks.3.attn out"},
                         {"blocks.3.attn.hook_in", "blocks.3.attn entry"},
                         {"blocks.3.hook_attn_in", "blocks.3.attn in"},
                         {"blocks.3.attn.hook_q_input", "blocks.3.attn q_input"},
                         {"blocks.3.attn.hook_q", "blocks.3.attn q"},
                         {"blocks.3.attn.q.hook_out", "blocks.3.attn q"},
                         {"blocks.3.attn.hook_z", "blocks.3.attn z"},
                         {"blocks.3.attn.o.hook_in", "blocks.3.attn z"},
                         {"blocks.3.mlp.hook_pre", "blocks.3.mlp pre"},
                         {"blocks.3.mlp.hook_post", "blocks.3.mlp post"},
                         {"blocks.3.mlp.hook_in", "blocks.3.mlp entry"},
                         {"blocks.3.hook_mlp_in", "blocks.3.mlp in"},
                         {"blocks.3.ln1.hook_scale", "blocks.3.ln1 scale"},
                         {"blocks.3.attn.qkv.hook_out",
                          "blocks.3.attn q + blocks.3.attn k + blocks.3.attn v"}});
}

TEST(TransformerBridge, GatesAndExperts) {
  expect_places("meta-llama/Llama-3.2-1B",
                {{"blocks.1.mlp.hook_pre", "blocks.1.mlp pre"},
                 {"blocks.1.mlp.gate.hook_out", "blocks.1.mlp pre"},
                 {"blocks.1.mlp.hook_pre_linear", "blocks.1.mlp pre_linear"},
                 {"blocks.1.mlp.in.hook_out", "blocks.1.mlp pre_linear"},
                 // It exists although nothing is embedded.
                 {"hook_pos_embed", "blocks.0.attn rotation"}});
  // Qwen2's adapter calls its gated MLP a plain one, so the old name is the linear branch.
  expect_places("qwen1.5-0.5b", {{"blocks.1.mlp.hook_pre", "blocks.1.mlp pre_linear"},
                                 {"blocks.1.mlp.hook_pre_linear", ""}});
  // Of a mixture, the hidden states' names mean the stream's width.
  expect_places("mixtral", {{"blocks.1.mlp.hook_pre", "blocks.1.mlp entry"},
                            {"blocks.1.mlp.hook_post", "blocks.1.mlp out"},
                            {"blocks.1.mlp.gate.hook_out", "blocks.1.mlp router_logits"},
                            {"blocks.1.mlp.hook_router_scores", "blocks.1.mlp router_logits"}});
  EXPECT_EQ(Dialect("transformer_bridge@3.5")
                .resolve(graph_of("mixtral"), "blocks.1.mlp.hook_pre")
                .at(0)
                .shape,
            "(batch, seq_len, 4096)");
}

TEST(TransformerBridge, NormsAfterAComponent) {
  expect_places("gemma-2-2b", {{"blocks.0.hook_attn_out", "blocks.0.ln1_post out"},
                               {"blocks.0.attn.hook_out", "blocks.0.attn exit"},
                               {"blocks.0.hook_mlp_out", "blocks.0.ln2_post out"},
                               {"blocks.0.mlp.hook_out", "blocks.0.mlp exit"}});
  expect_places("olmo-2-1b", {{"blocks.0.hook_attn_out", "blocks.0.attn exit"},
                              {"blocks.0.hook_resid_mid", "blocks.0.mlp entry"}});
}

TEST(TransformerBridge, OfBertTheMiddleIsWhereTheBlockUsedToEnd) {
  expect_places("bert-base-cased", {{"blocks.2.hook_resid_mid", "blocks.2.ln2 in"},
                                    {"blocks.2.hook_resid_post", "blocks.2 normalized_resid_post"},
                                    {"blocks.2.hook_mlp_out", "blocks.2.mlp out"},
                                    {"blocks.2.mlp.out.hook_out", "blocks.2.mlp out"},
                                    {"blocks.2.hook_mlp_in", "blocks.2.mlp entry"},
                                    {"ln_final.hook_scale", "mlm_head.ln scale"}});
}

TEST(TransformerBridge, ParallelBlocksHaveNoMiddle) {
  expect_places("gpt-j-6B", {{"blocks.2.hook_resid_mid", ""},
                             {"blocks.2.ln2.hook_in", ""},
                             {"blocks.2.hook_attn_out", "blocks.2.attn out"},
                             {"rotary_emb.hook_out", ""}});
  expect_places("pythia-70m", {{"blocks.2.hook_resid_mid", ""},
                               {"blocks.2.ln2.hook_in", "blocks.2.ln2 in"},
                               {"rotary_emb.hook_cos", "blocks.0.attn rotation"}});
}

TEST(TransformerBridge, OfT5) {
  expect_places("t5-small", {{"encoder_blocks.1.attn.hook_pattern", "encoder.1.attn pattern"},
                             {"decoder_blocks.1.self_attn.hook_q", "decoder.1.attn q"},
                             {"decoder_blocks.1.cross_attn.hook_out", "decoder.1.cross_attn out"},
                             {"decoder_blocks.1.hook_resid_mid", "decoder.1 resid_mid"},
                             {"decoder_blocks.1.hook_resid_mid2", "decoder.1 resid_mid_cross"},
                             {"decoder_blocks.1.ln2.hook_in", "decoder.1.ln2 in"},
                             {"encoder_ln_final.hook_scale", "encoder_final_ln scale"},
                             {"decoder_blocks.1.hook_attn_out", ""},
                             {"decoder_blocks.1.hook_mlp_out", ""},
                             {"encoder.1.attn.hook_pattern", ""},
                             {"hook_pos_embed", "encoder_rel_pos out"}});
}

TEST(TransformerBridge, LatentAttention) {
  expect_places("deepseek-v2-lite", {{"blocks.1.attn.hook_kv_latent", "blocks.1.attn kv_latent"},
                                     {"blocks.1.attn.hook_q_latent", ""},
                                     {"blocks.1.attn.q_a_proj.hook_in", ""},
                                     {"blocks.1.attn.hook_result", "blocks.1.attn out"},
                                     {"blocks.1.hook_q_input", ""},
                                     {"blocks.1.hook_attn_in", ""}});
  const auto queries = Dialect("transformer_bridge@3.5")
                           .resolve(graph_of("deepseek-v2-lite"), "blocks.1.attn.hook_q");
  ASSERT_EQ(queries.size(), 1U);
  EXPECT_EQ(queries[0].shape, "(batch, 16, seq_len, 192)");
  EXPECT_EQ(queries[0].head_axis, 1);
}

TEST(TransformerBridge, StateSpacesAndTowers) {
  expect_places("flame-mamba2_1B", {{"blocks.0.norm.hook_scale", "blocks.0.ln1 scale"},
                                    {"blocks.0.ln1.hook_scale", ""},
                                    {"blocks.0.hook_mixer_in", "blocks.0.mixer entry"},
                                    {"blocks.0.mixer.hook_in_proj", "blocks.0.mixer projected"},
                                    {"blocks.0.mixer.hook_ssm_out", "blocks.0.mixer out"},
                                    {"blocks.0.mixer.hook_x_proj", ""}});
  expect_places("llava-1.5-7b", {{"vision_projector.hook_out", "vision_projector projected"},
                                 {"vision_projector.hook_projected", "vision_projector projected"},
                                 {"vision_encoder.hook_in", ""}});
}

TEST(TransformerBridge, SaysWhatSleeps) {
  const Graph graph = graph_of("opt-125m");
  const Dialect bridge("transformer_bridge@3.5");
  const auto needs = [&](std::string_view name) { return bridge.resolve(graph, name).at(0).needs; };
  EXPECT_EQ(needs("blocks.0.attn.hook_result"), "use_attn_result");
  EXPECT_EQ(needs("blocks.0.hook_attn_in"), "use_attn_in");
  EXPECT_EQ(needs("blocks.0.hook_k_input"), "use_split_qkv_input");
  EXPECT_EQ(needs("blocks.0.hook_mlp_in"), "use_hook_mlp_in");
  EXPECT_EQ(needs("blocks.0.hook_mlp_out"), "nothing: the model's code has no module for it");
  EXPECT_EQ(needs("blocks.0.mlp.out.hook_out"), "");
}

TEST(TransformerBridge, UnknownNamesMeanNothing) {
  const Graph graph = graph_of("gpt2");
  const Dialect bridge("transformer_bridge@3.5");
  for (const char* name : {"", "blocks", "blocks.3", "blocks.12.hook_in", "blocks.03.hook_in",
                           "blocks.-1.hook_in", "blocks.0.hook_z", "blocks.0.attn.qkv.q_hook_in",
                           "hook_tokens", "blocks.0.mlp.hook_pre_linear", "rotary_emb.hook_out",
                           "{block}.hook_in", "blocks.0.attn.hook_rot_q", "blocks.0"}) {
    EXPECT_TRUE(bridge.resolve(graph, name).empty()) << name;
  }
  // What its adapters do not read.
  EXPECT_TRUE(bridge.all(graph_of("roberta-base")).empty());
}

TEST(TransformerBridge, ResolvesWhatItEnumerates) {
  for (const char* model : {"gpt2", "t5-small", "deepseek-v3", "bert-base-cased"}) {
    const Graph graph = graph_of(model);
    const Dialect bridge("transformer_bridge@3.5");
    std::set<std::string> seen;
    for (const HookName& name : bridge.all(graph)) {
      if (!seen.insert(name.name).second || seen.size() > 300) continue;
      const auto found = bridge.resolve(graph, name.name);
      ASSERT_FALSE(found.empty()) << name.name;
      EXPECT_EQ(found[0].component, name.component) << name.name;
      EXPECT_EQ(found[0].shape, name.shape) << name.name;
    }
    EXPECT_GT(seen.size(), 200U) << model;
  }
}

TEST(TransformerBridge, HasALineOfCode) {
  EXPECT_EQ(Dialect("transformer_bridge@3.5").snippet(),
            R"(bridge.run_with_hooks(tokens, fwd_hooks=[("{name}", hook)]))");
}

}  // namespace
}  // namespace tviz
