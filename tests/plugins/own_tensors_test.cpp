// SPDX-License-Identifier: MIT
// Tensors that a family lists, and streams that are several or passed several times.
#include <gtest/gtest.h>

#include "decoders.hpp"
#include "inspection.hpp"

namespace tviz {
namespace {

using inspection::find;
using inspection::layout_of;
using inspection::paths;
using inspection::Paths;
using inspection::roles;
using models::build;

constexpr std::int64_t kWidth = 64;

ModelArchitecture small() { return models::llama(4, kWidth, 4, 2, 16, 128, 100); }

TEST(OwnTensors, BelongToAComponentOfSomeLayers) {
  ModelArchitecture model = small();
  const std::int64_t plain = count_parameters(build(model));
  model.own_tensors = {{.of = "attn",
                        .says = "keys convolved",
                        .label = R"("conv")",
                        .shapes = {{"conv.w", {32, 3}}},
                        .layers = {true, false, true, false}}};
  const Graph graph = build(model);
  EXPECT_EQ(count_parameters(graph), plain + 2 * 32 * 3);
  ASSERT_EQ(graph.streams[0].structures.size(), 2U);
  EXPECT_EQ(graph.streams[0].structures[0].name, "keys convolved");
  const Component& attention = find(graph, "blocks.2.attn");
  EXPECT_TRUE(attention.summary.ends_with(" · keys convolved"));
  EXPECT_EQ(roles(attention), "latent");
  EXPECT_TRUE(find(graph, "blocks.3.attn").parts.empty());
}

TEST(OwnTensors, AreTheNormsOrTheExpertsThatTheyName) {
  ModelArchitecture model = small();
  model.experts = {.n_experts = 4, .experts_per_token = 2, .d_expert = 8};
  model.layers.assign(4, {.feed_forward = FeedForward::Experts});
  const std::int64_t plain = count_parameters(build(model));
  model.own_tensors = {{.of = "ln2", .says = "a gate", .label = {}, .shapes = {{"gate", {5}}}},
                       {.of = "experts", .says = "a scale", .label = {}, .shapes = {{"s", {7}}}},
                       {.of = "mlp", .says = "nothing", .label = {}, .shapes = {{"s", {11}}}}};
  const Graph graph = build(model);
  EXPECT_EQ(count_parameters(graph), plain + 4 * (5 + 7));
  EXPECT_EQ(find(graph, "blocks.0.ln1").summary, "64");
  EXPECT_EQ(find(graph, "blocks.0.ln2").summary, "64 · a gate");
}

TEST(OwnTensors, AreBoxesOfTheirOwn) {
  ModelArchitecture model = small();
  model.own_tensors = {
      {.of = "entry", .says = "a tower", .label = R"("tower")"},
      {.of = "positions", .says = "angles", .label = R"("rot_pos")", .shapes = {{"w", {8}}}},
      {.of = "exit", .says = "a neck", .label = R"("neck")", .shapes = {{"w", {8, 4}}}}};
  const Graph graph = build(model);
  const Stream& stream = graph.streams[0];
  EXPECT_EQ(paths(stream.entry), (Paths{"tokens", "embed", "entry_1"}));
  EXPECT_EQ(paths(stream.used_by_blocks), (Paths{"positions_1"}));
  EXPECT_EQ(paths(stream.exit), (Paths{"exit_1", "ln_final", "unembed", "logits"}));
  EXPECT_EQ(stream.entry.back().title, "A tower");
  EXPECT_EQ(stream.entry.back().summary, "not drawn");
  EXPECT_EQ(stream.exit.front().summary, "8 × 4");
}

TEST(HyperConnections, StandBeforeEachNorm) {
  ModelArchitecture model = small();
  const std::int64_t plain = count_parameters(build(model));
  model.hyper_connections.n_streams = 4;
  const Graph graph = build(model);
  EXPECT_EQ(layout_of(graph.streams[0].structures[0]), "mix1 ln1 attn; mix2 ln2 mlp");
  EXPECT_EQ(graph.streams[0].exit.front().path, "mix_final");
  const std::int64_t each = 24 * (4 * kWidth + 1) + 3;
  EXPECT_EQ(count_parameters(graph), plain + 4 * 2 * each + 4 * (4 * kWidth + 1) + 1);
  model.hyper_connections.mixed = model.hyper_connections.learned_exit = false;
  EXPECT_EQ(count_parameters(build(model)), plain + 4 * 2 * (8 * (4 * kWidth + 1) + 2));
}

TEST(DepthLoops, GoThroughTheirLayers) {
  ModelArchitecture model = small();
  model.loop = {.first = 1, .n_layers = 2, .n_times = 3};
  const Graph graph = build(model);
  ASSERT_EQ(graph.streams[0].loops.size(), 1U);
  EXPECT_EQ(graph.streams[0].loops[0].first, 1);
  EXPECT_EQ(graph.streams[0].loops[0].last, 2);
  EXPECT_EQ(graph.streams[0].loops[0].times, "3");
}

TEST(AltUp, StandsAboveTheMlpAndLaurelBesideAttention) {
  ModelArchitecture model = small();
  const std::int64_t plain = count_parameters(build(model));
  model.laurel_rank = 8;
  model.n_alt_streams = 4;
  const Graph graph = build(model);
  EXPECT_EQ(layout_of(graph.streams[0].structures[0]), "ln1: attn + laurel; ln2 mlp; alt_up");
  const std::int64_t laurel = 2 * 8 * kWidth + kWidth;
  EXPECT_EQ(count_parameters(graph), plain + 4 * (laurel + 4 * kWidth + 2 * kWidth + 4 * 20));
}

TEST(LatentAttention, MayDifferFromLayerToLayer) {
  ModelArchitecture model = small();
  model.latent = {.q_rank = 8,
                  .kv_rank = 8,
                  .d_nope = 8,
                  .d_rope = 8,
                  .d_value = 16,
                  .n_index_heads = 2,
                  .d_index = 4};
  model.layers.assign(4, {});
  model.layers[1].indexer = false;
  model.layers[2].kv_rank = 16;
  const Graph graph = build(model);
  ASSERT_EQ(graph.streams[0].structures.size(), 3U);
  EXPECT_EQ(roles(find(graph, "blocks.0.attn")),
            "latent, norm, rotary, latent, norm, rotary, indexer");
  EXPECT_EQ(roles(find(graph, "blocks.1.attn")), "latent, norm, rotary, latent, norm, rotary");
  EXPECT_EQ(graph.streams[0].structures[1].name, "latent of 8, without an indexer");
}

}  // namespace
}  // namespace tviz
