// SPDX-License-Identifier: MIT
// Mixtures of experts and latent attention.
#include <gtest/gtest.h>

#include <algorithm>

#include "inspection.hpp"
#include "mixtures.hpp"

namespace tviz {
namespace {

using inspection::find;
using inspection::layout_of;
using inspection::Paths;
using inspection::roles;
using inspection::runs;
using inspection::shape;
using inspection::sites;
using models::build;

TEST(Experts, ARouterAndItsExperts) {
  const Graph graph = build(models::mixtral_8x7b());
  ASSERT_EQ(graph.streams[0].structures.size(), 1U);
  EXPECT_EQ(graph.streams[0].structures[0].name, "");
  EXPECT_EQ(layout_of(graph.streams[0].structures[0]), "ln1 attn; ln2 mlp");
  const Component& mixture = find(graph, "blocks.31.mlp");
  EXPECT_EQ(mixture.kind, "experts");
  EXPECT_EQ(mixture.n_experts, 8);
  EXPECT_EQ(mixture.experts_per_token, 2);
  EXPECT_EQ(mixture.summary, "2 of 8 experts × 14336 · silu");
  EXPECT_EQ(mixture.equation, "m(x) = ∑_{e∈E(x)} g_e(x) e(x)");
  EXPECT_EQ(roles(mixture), "router, expert");
  EXPECT_EQ(mixture.parts[0].note, "top 2");
  EXPECT_EQ(mixture.parts[0].summary, "4096 → 8");
  EXPECT_EQ(mixture.parts[1].label, "e");
  EXPECT_EQ(mixture.active_parameters(), 4096 * 8 + 2 * 3 * 4096 * 14336);
  EXPECT_EQ(sites(mixture),
            (Paths{"in", "entry", "router_logits", "expert_weights", "expert_indices",
                   "expert_gate", "expert_pre", "expert_post", "exit", "out"}));
  EXPECT_EQ(shape(mixture, "expert_weights"), "batch*seq_len, 8");
  EXPECT_EQ(shape(mixture, "expert_indices"), "batch*seq_len, 2");
  EXPECT_EQ(graph.streams[0].structures[0].additions[1].note.equation,
            "x_{{after}} = x_{{before}} + ∑_{e∈E} g_e e(\"RMS\"_2(x_{{before}}))\n"
            "E = \"{\"e_{0}, e_{1}, …, e_{7}\"}\"");
}

TEST(Experts, SharedOnesStandApart) {
  const Graph graph = build(models::qwen_1_5_moe());
  const Component& mixture = find(graph, "blocks.0.mlp");
  EXPECT_EQ(roles(mixture), "router, expert, shared_expert");
  EXPECT_EQ(mixture.parts[2].note, "gated");
  EXPECT_EQ(mixture.parts[2].summary, "2048 → 5632 → 2048 · every token");
  EXPECT_EQ(mixture.summary, "4 of 60 experts × 1408 · 1 shared expert · silu");
  EXPECT_EQ(mixture.equation, R"(m(x) = ∑_{e∈E(x)} g_e(x) e(x) + g_{"sh"}(x) e_{"sh"}(x))");
  const auto shared = 3 * 2048 * 5632 + 2048;
  EXPECT_EQ(mixture.active_parameters(), 2048 * 60 + 4 * 3 * 2048 * 1408 + shared);
}

TEST(Experts, Biases) {
  const Graph graph = build(models::gpt_oss_20b());
  EXPECT_TRUE(runs(graph.streams[0]).starts_with("local ×1; global ×1; local ×1"));
  const Component& mixture = find(graph, "blocks.0.mlp");
  EXPECT_EQ(mixture.parameters(), 2880 * 32 + 32 + 32 * (3 * 2880 * 2880 + 3 * 2880));
  EXPECT_EQ(mixture.active_parameters(), 2880 * 32 + 32 + 4 * (3 * 2880 * 2880 + 3 * 2880));
}

TEST(Experts, DenseLayersFirst) {
  const Graph graph = build(models::deepseek_v3());
  EXPECT_EQ(runs(graph.streams[0]), "dense ×3; mixture of experts ×58");
  EXPECT_EQ(graph.streams[0].structures[0].name, "dense MLP");
  EXPECT_EQ(find(graph, "blocks.2.mlp").summary, "7168 → 18432 → 7168 · silu");
  EXPECT_EQ(find(graph, "blocks.3.mlp").kind, "experts");
}

TEST(Experts, EverySecondLayer) {
  ModelArchitecture model = models::mixtral_8x7b();
  for (std::size_t i = 0; i < 32; i += 2) model.layers[i].feed_forward = FeedForward::Dense;
  const Graph graph = build(model);
  EXPECT_TRUE(runs(graph.streams[0]).starts_with("dense ×1; mixture of experts ×1; dense ×1"));
}

TEST(Experts, BesideADenseMlp) {
  ModelArchitecture model = models::mixtral_8x7b();
  model.norm_placement = NormPlacement::Sandwich;
  model.layers.assign(32, {.feed_forward = FeedForward::DenseAndExperts});
  const Graph graph = build(model);
  const BlockStructure& block = graph.streams[0].structures[0];
  EXPECT_EQ(layout_of(block), "ln1 attn ln1_post; ln2 mlp ln2_post + ln3 experts ln3_post");
  EXPECT_EQ(block.additions[1].note.text,
            "An MLP, m, and experts, e, read the same state and are added together.");
}

TEST(LatentAttention, HasItsLatentsAsParts) {
  const Graph graph = build(models::deepseek_v3());
  const Component& attention = find(graph, "blocks.0.attn");
  EXPECT_EQ(attention.kind, "attention");
  EXPECT_EQ(attention.n_heads, 128);
  EXPECT_EQ(attention.summary, "128 heads × (128 + 64 rotary) · values 128 · causal");
  EXPECT_EQ(roles(attention), "latent, norm, rotary, latent, norm, rotary");
  EXPECT_EQ(attention.parts[0].label, "c_q");
  EXPECT_EQ(attention.parts[0].note, "1536");
  EXPECT_EQ(attention.parts[3].label, "c_{kv}");
  EXPECT_EQ(attention.parts[3].note, "512");
  EXPECT_EQ(attention.parts[5].note, "64");
  EXPECT_EQ(shape(attention, "q_latent"), "batch, seq_len, 1536");
  EXPECT_EQ(shape(attention, "q"), "batch, seq_len, 128, 192");
  EXPECT_EQ(shape(attention, "z"), "batch, seq_len, 128, 128");
  EXPECT_EQ(attention.parameters(), 187'107'328);
}

TEST(LatentAttention, QueriesWithoutALatent) {
  const Graph graph = build(models::deepseek_v2_lite());
  const Component& attention = find(graph, "blocks.0.attn");
  EXPECT_EQ(roles(attention), "rotary, latent, norm, rotary");
  EXPECT_EQ(shape(attention, "q_latent"), "");
  const std::string equation =
      R"eq(h(x) = A c_{kv} W_{"UV"} W_O", "A = "softmax"(q k^⊤ / √192)", "q = x W_Q)eq"
      R"eq(", "k = c_{kv} W_{"UK"})eq";
  EXPECT_EQ(attention.equation, equation);
}

TEST(LatentAttention, AnIndexerPicksTokens) {
  const Graph graph = build(models::deepseek_v3_2());
  const Component& attention = find(graph, "blocks.0.attn");
  ASSERT_EQ(attention.parts.size(), 7U);
  EXPECT_EQ(attention.parts[6].title, "Indexer");
  const auto indexer = 1536 * 64 * 128 + 7168 * 128 + 2 * 128 + 7168 * 64;
  EXPECT_EQ(count_parameters(graph), 671'026'404'352 + 61 * std::int64_t{indexer});
}

}  // namespace
}  // namespace tviz
