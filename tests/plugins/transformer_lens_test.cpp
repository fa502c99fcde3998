// SPDX-License-Identifier: MIT
// The names, shapes and options that TransformerLens 3.5 has for these models.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "encoders.hpp"
#include "mixtures.hpp"
#include "naming.hpp"

namespace tviz {
namespace {

using naming::Dialect;

constexpr std::string_view kDialect = "transformer_lens";

/// "shape" of names that fire, "needs X" of dormant ones.
using Facts = std::map<std::string, std::string>;

std::vector<HookName> names_of(const Graph& graph) { return Dialect(kDialect).all(graph); }

std::vector<HookName> resolve(const Graph& graph, std::string_view name) {
  return Dialect(kDialect).resolve(graph, name);
}

Facts facts(const std::vector<HookName>& names, const std::string& prefix) {
  Facts facts;
  for (const HookName& name : names) {
    const bool in_block = name.name.starts_with("blocks.");
    if (prefix.empty() ? in_block : !name.name.starts_with(prefix)) continue;
    const std::string fact = name.fires ? name.shape : "needs " + name.needs;
    EXPECT_TRUE(facts.emplace(name.name.substr(prefix.size()), fact).second) << name.name;
  }
  return facts;
}

/// All names outside the blocks and in the first and last block are these, and no others.
void expect_names(const ModelArchitecture& model, const Facts& outside, const Facts& inside,
                  std::ptrdiff_t firing, std::ptrdiff_t dormant) {
  const std::vector<HookName> names = names_of(models::build(model));
  EXPECT_EQ(facts(names, ""), outside);
  EXPECT_EQ(facts(names, "blocks.0."), inside);
  EXPECT_EQ(facts(names, "blocks." + std::to_string(model.n_layers - 1) + "."), inside);
  const auto fires = [](const HookName& name) { return name.fires; };
  EXPECT_EQ(std::count_if(names.begin(), names.end(), fires), firing);
  EXPECT_EQ(static_cast<std::ptrdiff_t>(names.size()) - firing, dormant);
}

const Facts kDormantAttention{{"attn.hook_result", "needs use_attn_result"},
                              {"hook_attn_in", "needs use_attn_in"},
                              {"hook_q_input", "needs use_split_qkv_input"},
                              {"hook_k_input", "needs use_split_qkv_input"},
                              {"hook_v_input", "needs use_split_qkv_input"}};

Facts joined(Facts facts, const Facts& more) {
  facts.insert(more.begin(), more.end());
  return facts;
}

TEST(TransformerLens, NamesOfGpt2Small) {
  const std::string stream = "(batch, seq_len, 768)";
  const std::string head = "(batch, seq_len, 12, 64)";
  const std::string pair = "(batch, 12, seq_len, seq_len)";
  const std::string one = "(batch, seq_len, 1)";
  const std::string hidden = "(batch, seq_len, 3072)";
  expect_names(models::gpt2_small(),
               {{"hook_embed", stream},
                {"hook_pos_embed", stream},
                {"ln_final.hook_scale", one},
                {"ln_final.hook_normalized", stream},
                {"unembed.hook_in", stream},
                {"unembed.hook_out", "(batch, seq_len, 50257)"}},
               joined({{"ln1.hook_scale", one},
                       {"ln1.hook_normalized", stream},
                       {"attn.hook_q", head},
                       {"attn.hook_k", head},
                       {"attn.hook_v", head},
                       {"attn.hook_z", head},
                       {"attn.hook_attn_scores", pair},
                       {"attn.hook_pattern", pair},
                       {"hook_resid_pre", stream},
                       {"hook_attn_out", stream},
                       {"hook_resid_mid", stream},
                       {"hook_resid_post", stream},
                       {"ln2.hook_scale", one},
                       {"ln2.hook_normalized", stream},
                       {"mlp.hook_pre", hidden},
                       {"mlp.hook_post", hidden},
                       {"hook_mlp_out", stream},
                       {"hook_mlp_in", "needs use_hook_mlp_in"}},
                      kDormantAttention),
               210, 72);
}

TEST(TransformerLens, NamesOfAttnOnly2l) {
  const std::string stream = "(batch, seq_len, 512)";
  const std::string head = "(batch, seq_len, 8, 64)";
  const std::string pair = "(batch, 8, seq_len, seq_len)";
  const std::string one = "(batch, seq_len, 1)";
  expect_names(models::attn_only_2l(),
               {{"hook_embed", stream},
                {"hook_pos_embed", stream},
                {"ln_final.hook_scale", one},
                {"ln_final.hook_normalized", stream},
                {"unembed.hook_in", stream},
                {"unembed.hook_out", "(batch, seq_len, 48262)"}},
               joined({{"ln1.hook_scale", one},
                       {"ln1.hook_normalized", stream},
                       {"attn.hook_q", head},
                       {"attn.hook_k", head},
                       {"attn.hook_v", head},
                       {"attn.hook_z", head},
                       {"attn.hook_attn_scores", pair},
                       {"attn.hook_pattern", pair},
                       {"hook_resid_pre", stream},
                       {"hook_attn_out", stream},
                       {"hook_resid_post", stream},
                       {"hook_mlp_in", "needs nothing: this model has no MLP"},
                       {"hook_mlp_out", "needs nothing: this model has no MLP"}},
                      kDormantAttention),
               28, 14);
}

TEST(TransformerLens, NamesOfPythia70m) {
  const std::string stream = "(batch, seq_len, 512)";
  const std::string head = "(batch, seq_len, 8, 64)";
  const std::string pair = "(batch, 8, seq_len, seq_len)";
  const std::string one = "(batch, seq_len, 1)";
  const std::string hidden = "(batch, seq_len, 2048)";
  expect_names(models::pythia_70m(),
               {{"hook_embed", stream},
                {"ln_final.hook_scale", one},
                {"ln_final.hook_normalized", stream},
                {"unembed.hook_in", stream},
                {"unembed.hook_out", "(batch, seq_len, 50304)"}},
               joined({{"ln1.hook_scale", one},
                       {"ln1.hook_normalized", stream},
                       {"attn.hook_q", head},
                       {"attn.hook_k", head},
                       {"attn.hook_v", head},
                       {"attn.hook_z", head},
                       {"attn.hook_rot_q", head},
                       {"attn.hook_rot_k", head},
                       {"attn.hook_attn_scores", pair},
                       {"attn.hook_pattern", pair},
                       {"hook_resid_pre", stream},
                       {"hook_attn_out", stream},
                       {"hook_resid_post", stream},
                       {"ln2.hook_scale", one},
                       {"ln2.hook_normalized", stream},
                       {"mlp.hook_pre", hidden},
                       {"mlp.hook_post", hidden},
                       {"hook_mlp_out", stream},
                       {"hook_mlp_in", "needs use_hook_mlp_in"}},
                      kDormantAttention),
               113, 36);
}

TEST(TransformerLens, NamesOfLlama321b) {
  const std::string stream = "(batch, seq_len, 2048)";
  const std::string head = "(batch, seq_len, 32, 64)";
  const std::string group = "(batch, seq_len, 8, 64)";
  const std::string pair = "(batch, 32, seq_len, seq_len)";
  const std::string one = "(batch, seq_len, 1)";
  const std::string hidden = "(batch, seq_len, 8192)";
  expect_names(models::llama_3_2_1b(),
               {{"hook_embed", stream},
                {"ln_final.hook_scale", one},
                {"ln_final.hook_normalized", stream},
                {"unembed.hook_in", stream},
                {"unembed.hook_out", "(batch, seq_len, 128256)"}},
               joined({{"ln1.hook_scale", one},
                       {"ln1.hook_normalized", stream},
                       {"attn.hook_q", head},
                       {"attn.hook_k", group},
                       {"attn.hook_v", group},
                       {"attn.hook_z", head},
                       {"attn.hook_rot_q", head},
                       {"attn.hook_rot_k", group},
                       {"attn.hook_attn_scores", pair},
                       {"attn.hook_pattern", pair},
                       {"hook_resid_pre", stream},
                       {"hook_attn_out", stream},
                       {"hook_resid_mid", stream},
                       {"hook_resid_post", stream},
                       {"ln2.hook_scale", one},
                       {"ln2.hook_normalized", stream},
                       {"mlp.hook_pre", hidden},
                       {"mlp.hook_pre_linear", hidden},
                       {"mlp.hook_post", hidden},
                       {"hook_mlp_out", stream},
                       {"hook_mlp_in", "needs use_hook_mlp_in"}},
                      kDormantAttention),
               325, 96);
}

ModelArchitecture solu_2l() {
  ModelArchitecture model = models::gpt2(2, 736, 11);
  model.mlp_norm = true;
  return model;
}

ModelArchitecture redwood_attn_2l() {
  ModelArchitecture model = models::attn_only_2l();
  model.positional_embedding = PositionalEmbedding::Shortformer;
  return model;
}

TEST(TransformerLens, CountsOfNames) {
  struct Case {
    const char* name;
    ModelArchitecture model;
    std::ptrdiff_t firing;
    std::ptrdiff_t dormant;
  };
  for (const Case& expected : {Case{"solu-2l", solu_2l(), 46, 12},
                               {"redwood_attn_2l", redwood_attn_2l(), 28, 16},
                               {"gpt-j-6B", models::gpt_j_6b(), 509, 168},
                               {"phi-2", models::phi_2(), 581, 192},
                               {"opt-125m", models::opt_125m(), 210, 72},
                               {"gpt-neo-125M", models::gpt_neo_125m(), 210, 72},
                               {"bloom-560m", models::bloom_560m(), 415, 145},
                               {"gemma-2-2b", models::gemma_2_2b(), 629, 156},
                               {"qwen3-0.6b", models::qwen3_0_6b(), 677, 168},
                               {"mixtral", models::mixtral_8x7b(), 1381, 192},
                               {"olmoe", models::olmoe_1b_7b(), 3445, 96},
                               {"gpt-oss-20b", models::gpt_oss_20b(), 2765, 144},
                               {"bert-base", models::bert_base(), 226, 62},
                               {"hubert-base-ls960", models::hubert_base(), 216, 60},
                               {"t5-small", models::t5_small(), 271, 86}}) {
    const std::vector<HookName> names = names_of(models::build(expected.model));
    const auto firing =
        std::count_if(names.begin(), names.end(), [](const HookName& name) { return name.fires; });
    EXPECT_EQ(firing, expected.firing) << expected.name;
    EXPECT_EQ(static_cast<std::ptrdiff_t>(names.size()) - firing, expected.dormant)
        << expected.name;
  }
}

TEST(TransformerLens, NamesOfOtherArchitectures) {
  struct Case {
    ModelArchitecture model;
    const char* name;
    const char* component;
    const char* shape;
  };
  for (const Case& expected :
       {Case{models::bert_base(), "embed.hook_embed", "embed", "(batch, seq_len, 768)"},
        {models::bert_base(), "embed.hook_pos_embed", "pos_embed", "(batch, seq_len, 768)"},
        {models::bert_base(), "embed.hook_token_type_embed", "token_type_embed",
         "(batch, seq_len, 768)"},
        {models::bert_base(), "hook_full_embed", "embed.ln", "(batch, seq_len, 768)"},
        {models::bert_base(), "blocks.3.ln2.hook_scale", "blocks.3.ln2", "(batch, seq_len, 1)"},
        {models::bert_base(), "blocks.3.hook_normalized_resid_post", "blocks.3",
         "(batch, seq_len, 768)"},
        {models::bert_base(), "mlm_head.ln.hook_normalized", "mlm_head.ln",
         "(batch, seq_len, 768)"},
        {models::t5_small(), "hook_embed", "encoder_embed", "(batch, enc_len, 512)"},
        {models::t5_small(), "encoder_final_ln.hook_scale", "encoder_final_ln",
         "(batch, enc_len, 1)"},
        {models::t5_small(), "decoder.5.cross_attn.hook_pattern", "decoder.5.cross_attn",
         "(batch, 8, dec_len, enc_len)"},
        {models::t5_small(), "decoder.5.cross_attn.hook_v", "decoder.5.cross_attn",
         "(batch, enc_len, 8, 64)"},
        {models::t5_small(), "decoder.0.hook_resid_mid_cross", "decoder.0",
         "(batch, dec_len, 512)"},
        {models::t5_small(), "unembed.hook_out", "unembed", "(batch, dec_len, 32128)"},
        {models::gpt_j_6b(), "blocks.9.ln2.hook_scale", "blocks.9.ln1", "(batch, seq_len, 1)"},
        {models::qwen3_0_6b(), "blocks.0.attn.k_norm.hook_normalized", "blocks.0.attn",
         "(batch*seq_len*8, 128)"},
        {models::mixtral_8x7b(), "blocks.0.mlp.experts.7.hook_pre", "blocks.0.mlp",
         "(n_routed_tokens, 14336)"},
        {models::mixtral_8x7b(), "blocks.0.mlp.hook_expert_weights", "blocks.0.mlp",
         "(batch*seq_len, 8)"},
        {models::gemma_2_2b(), "blocks.0.ln1_post.hook_scale", "blocks.0.ln1_post",
         "(batch, seq_len, 1)"}}) {
    const auto found = resolve(models::build(expected.model), expected.name);
    ASSERT_EQ(found.size(), 1U) << expected.name;
    EXPECT_EQ(found[0].component, expected.component) << expected.name;
    EXPECT_EQ(found[0].shape, expected.shape) << expected.name;
    EXPECT_TRUE(found[0].fires) << expected.name;
  }
  EXPECT_TRUE(
      resolve(models::build(models::mixtral_8x7b()), "blocks.0.mlp.experts.8.hook_pre").empty());
}

TEST(TransformerLens, PositionsOfAlibiNeverFire) {
  ModelArchitecture model = models::gpt2_small();
  model.positional_embedding = PositionalEmbedding::Alibi;
  const Graph graph = models::build(model);
  const Facts outside = facts(names_of(graph), "");
  EXPECT_EQ(outside.at("hook_pos_embed"), "needs nothing: this model adds no position embedding");
  const auto found = resolve(graph, "hook_pos_embed");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_FALSE(found[0].fires);
  EXPECT_EQ(found[0].component, "embed");  // Where it would be added.
  EXPECT_EQ(found[0].shape, "(batch, seq_len, 768)");

  model.positional_embedding = PositionalEmbedding::None;
  EXPECT_TRUE(resolve(models::build(model), "hook_pos_embed").empty());
}

TEST(TransformerLens, DormantShapes) {
  const Graph graph = models::build(models::llama_3_2_1b());
  EXPECT_EQ(resolve(graph, "blocks.3.attn.hook_result").at(0).shape, "(batch, seq_len, 32, 2048)");
  EXPECT_EQ(resolve(graph, "blocks.3.hook_attn_in").at(0).shape, "(batch, seq_len, 32, 2048)");
  EXPECT_EQ(resolve(graph, "blocks.3.hook_q_input").at(0).shape, "(batch, seq_len, 32, 2048)");
  EXPECT_EQ(resolve(graph, "blocks.3.hook_k_input").at(0).shape, "(batch, seq_len, 8, 2048)");
  EXPECT_EQ(resolve(graph, "blocks.3.hook_v_input").at(0).shape, "(batch, seq_len, 8, 2048)");
  EXPECT_EQ(resolve(graph, "blocks.3.hook_mlp_in").at(0).shape, "(batch, seq_len, 2048)");
}

TEST(TransformerLens, SaysWhereAHookIs) {
  const Graph graph = models::build(models::llama_3_2_1b());
  struct Case {
    const char* name;
    const char* component;
    const char* site;
    int head_axis;
    std::int64_t heads_on_axis;
  };
  for (const Case& expected :
       {Case{"hook_embed", "embed", "out", -1, 0},
        Case{"ln_final.hook_scale", "ln_final", "scale", -1, 0},
        Case{"blocks.0.hook_resid_pre", "blocks.0", "resid_pre", -1, 0},
        Case{"blocks.15.hook_resid_mid", "blocks.15", "resid_mid", -1, 0},
        Case{"blocks.0.hook_attn_out", "blocks.0.attn", "out", -1, 0},
        Case{"blocks.0.attn.hook_q", "blocks.0.attn", "q", 2, 32},
        Case{"blocks.0.attn.hook_k", "blocks.0.attn", "k", 2, 8},
        Case{"blocks.9.attn.hook_rot_k", "blocks.9.attn", "rotated_k", 2, 8},
        Case{"blocks.0.attn.hook_pattern", "blocks.0.attn", "pattern", 1, 32},
        Case{"blocks.0.hook_k_input", "blocks.0.attn", "k_input", 2, 8},
        Case{"blocks.7.ln2.hook_scale", "blocks.7.ln2", "scale", -1, 0},
        Case{"blocks.7.hook_mlp_out", "blocks.7.mlp", "out", -1, 0}}) {
    const auto found = resolve(graph, expected.name);
    ASSERT_EQ(found.size(), 1U) << expected.name;
    EXPECT_EQ(found[0].name, expected.name);
    EXPECT_EQ(found[0].component, expected.component);
    EXPECT_EQ(found[0].site, expected.site) << expected.name;
    EXPECT_EQ(found[0].head_axis, expected.head_axis) << expected.name;
    EXPECT_EQ(found[0].heads_on_axis, expected.heads_on_axis) << expected.name;
  }
}

TEST(TransformerLens, NamesOfMissingMlpsBelongToTheBlock) {
  const auto found = resolve(models::build(models::attn_only_2l()), "blocks.1.hook_mlp_out");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].component, "blocks.1");
  EXPECT_EQ(found[0].site, "resid_post");
  EXPECT_EQ(found[0].shape, "(batch, seq_len, 512)");
  EXPECT_FALSE(found[0].fires);
}

TEST(TransformerLens, ResolvesWhatItEnumeratesAndNothingElse) {
  const Graph graph = models::build(models::pythia_70m());
  for (const HookName& name : names_of(graph)) {
    const auto found = resolve(graph, name.name);
    ASSERT_EQ(found.size(), 1U) << name.name;
    EXPECT_EQ(found[0].component, name.component);
    EXPECT_EQ(found[0].shape, name.shape);
  }
  for (const char* name :
       {"", "hook_pos_embed", "blocks", "blocks.0", "blocks.0.", "blocks.6.attn.hook_q",
        "blocks.00.attn.hook_q", "blocks.-1.attn.hook_q", "blocks.0.hook_resid_mid",
        "blocks.0.mlp.hook_pre_linear", "blocks.0.attn.hook_q ", "attn.hook_q", "hook_q",
        "blocks.0.attn.hook_embed", "Hook_embed", "{path}.hook_q"}) {
    EXPECT_TRUE(resolve(graph, name).empty()) << name;
  }
}

TEST(TransformerLens, EnumeratesInTheOrderOfTheDataFlow) {
  const Graph graph = models::build(models::gpt2_small());
  const Stream& stream = graph.streams[0];
  std::vector<std::string> order;
  for (const HookName& name : Dialect(kDialect).in_block(graph, stream, stream.blocks[0])) {
    if (name.component == "blocks.0" || name.site == "out") order.push_back(name.name.substr(9));
  }
  EXPECT_EQ(order, (std::vector<std::string>{"hook_resid_pre", "hook_attn_out", "hook_resid_mid",
                                             "hook_mlp_out", "hook_resid_post"}));
}

}  // namespace
}  // namespace tviz
