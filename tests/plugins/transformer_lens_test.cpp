// SPDX-License-Identifier: MIT
// The names, shapes and options that TransformerLens 3.5 has for these models.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "models.hpp"

namespace tviz {
namespace {

class Names final : public HookNameSink {
 public:
  void add(const HookName& name) override { list.push_back(name); }
  std::vector<HookName> list;
};

/// "shape" of names that fire, "needs X" of dormant ones.
using Facts = std::map<std::string, std::string>;

std::vector<HookName> names_of(const Graph& graph) {
  const auto resolver = models::registry().hook_resolver("transformer_lens");
  Names names;
  for (const Stream& stream : graph.streams) {
    resolver->enumerate(graph, stream, nullptr, names);
    for (const Block& block : stream.blocks) resolver->enumerate(graph, stream, &block, names);
  }
  return names.list;
}

std::vector<HookName> resolve(const Graph& graph, std::string_view name) {
  Names names;
  models::registry().hook_resolver("transformer_lens")->resolve(graph, name, names);
  return names.list;
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

TEST(TransformerLens, PositionsOfAlibiNeverFire) {
  ModelArchitecture model = models::gpt2_small();
  model.positional_embedding = PositionalEmbedding::Alibi;
  const Graph graph = models::build(model);
  const Facts outside = facts(names_of(graph), "");
  EXPECT_EQ(outside.at("hook_pos_embed"), "needs nothing: this model adds no position embedding");
  const auto found = resolve(graph, "hook_pos_embed");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_FALSE(found[0].fires);
  EXPECT_EQ(found[0].component, "");
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
  EXPECT_EQ(found[0].site, "");
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
  Names names;
  const Stream& stream = graph.streams[0];
  models::registry()
      .hook_resolver("transformer_lens")
      ->enumerate(graph, stream, &stream.blocks[0], names);
  std::vector<std::string> order;
  for (const HookName& name : names.list) {
    if (name.component == "blocks.0" || name.site == "out") order.push_back(name.name.substr(9));
  }
  EXPECT_EQ(order, (std::vector<std::string>{"hook_resid_pre", "hook_attn_out", "hook_resid_mid",
                                             "hook_mlp_out", "hook_resid_post"}));
}

}  // namespace
}  // namespace tviz
