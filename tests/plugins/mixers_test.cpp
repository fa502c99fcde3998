// SPDX-License-Identifier: MIT
// State spaces, linear attention, and hybrids.
#include <gtest/gtest.h>

#include "inspection.hpp"
#include "recurrent.hpp"

namespace tviz {
namespace {

using inspection::find;
using inspection::layout_of;
using inspection::Paths;
using inspection::roles;
using inspection::runs;
using inspection::shape;
using inspection::sites;
using inspection::stream_points;
using models::build;

TEST(Mixers, Mamba) {
  const Graph graph = build(models::mamba_130m());
  const BlockStructure& block = graph.streams[0].structures[0];
  EXPECT_EQ(layout_of(block), "ln1 mixer");
  EXPECT_EQ(stream_points(block), "resid_pre 0, resid_post 1");
  EXPECT_EQ(block.additions[0].note.text,
            "A sequence mixer, s (Mamba), reads the normed stream and is added back.");
  EXPECT_EQ(block.additions[0].note.equation,
            R"(x_{{after}} = x_{{before}} + s("RMS"(x_{{before}})))");
  const Component& mixer = find(graph, "blocks.0.mixer");
  EXPECT_EQ(mixer.kind, "mixer");
  EXPECT_EQ(mixer.n_heads, 0);
  EXPECT_EQ(mixer.summary, "768 → 1536 → 768 · state 16");
  EXPECT_EQ(roles(mixer), "step, step, gate");
  EXPECT_EQ(shape(mixer, "scan"), "batch, seq_len, 1536");
}

TEST(Mixers, BiasesAndNormsOfMamba) {
  ModelArchitecture model = models::mamba_130m();
  const std::int64_t plain = count_parameters(build(model));
  model.state_space.conv_bias = false;
  EXPECT_EQ(count_parameters(build(model)), plain - 24 * 1536);
  model.state_space.conv_bias = true;
  model.state_space.projection_bias = true;
  EXPECT_EQ(count_parameters(build(model)), plain + 24 * (2 * 1536 + 768));
  model.state_space.projection_bias = false;
  model.state_space.inner_norms = true;
  EXPECT_EQ(count_parameters(build(model)), plain + 24 * (48 + 2 * 16));
}

TEST(Mixers, Mamba2HasHeads) {
  const Graph graph = build(models::mamba_2_130m());
  const Component& mixer = find(graph, "blocks.0.mixer");
  EXPECT_EQ(mixer.title, "Mamba-2");
  EXPECT_EQ(mixer.summary, "24 heads · 768 → 1536 → 768 · state 128");
  EXPECT_EQ(roles(mixer), "step, step, gate");
  EXPECT_EQ(shape(mixer, "conv"), "batch, seq_len, 1792");
}

TEST(Mixers, RwkvMixesTimeAndChannels) {
  const Graph graph = build(models::rwkv_4_169m());
  EXPECT_EQ(layout_of(graph.streams[0].structures[0]), "ln1 mixer; ln2 mlp");
  EXPECT_EQ(find(graph, "blocks.0.mixer").title, "RWKV time mixing");
  EXPECT_EQ(find(graph, "blocks.0.mlp").title, "RWKV channel mixing");
  EXPECT_EQ(roles(find(graph, "blocks.0.mixer")), "step, step, gate");
  EXPECT_EQ(graph.streams[0].after_entry.at(0).path, "embed.ln");
}

TEST(Mixers, GatedLinearAttention) {
  ModelArchitecture model = models::gla_340m();
  const Graph graph = build(model);
  const Component& mixer = find(graph, "blocks.0.mixer");
  EXPECT_EQ(mixer.summary, "4 heads · a state of 128 × 256 each");
  EXPECT_EQ(roles(mixer), "step, gate");
  model.linear_attention.d_conv = 4;
  EXPECT_EQ(find(build(model), "blocks.0.mixer").parameters(), mixer.parameters() + 4 * 2048);
}

TEST(Mixers, GatedDeltaNetBesideGatedAttention) {
  const Graph graph = build(models::qwen3_next_80b());
  const Stream& stream = graph.streams[0];
  EXPECT_TRUE(runs(stream).starts_with("delta net ×3; attention ×1; delta net ×3"));
  EXPECT_EQ(stream.structures[0].name, "gated delta net");
  const Component& mixer = find(graph, "blocks.0.mixer");
  EXPECT_EQ(mixer.summary, "16 key heads × 128 · 32 value heads × 128");
  EXPECT_EQ(roles(mixer), "step, step, gate");
  EXPECT_EQ(shape(mixer, "v"), "batch, seq_len, 32, 128");
  EXPECT_EQ(find(graph, "blocks.3.attn").summary,
            "16 heads × 256 · 2 key/value heads · causal · rotary 64 of 256 · norm on queries and "
            "keys · gate");
  EXPECT_EQ(layout_of(stream.structures[1]), "ln1 attn; ln2 mlp");
}

TEST(Mixers, JambaAlternatesMixersAndExperts) {
  const Graph graph = build(models::jamba_v0_1());
  const Stream& stream = graph.streams[0];
  ASSERT_EQ(stream.structures.size(), 3U);
  EXPECT_EQ(stream.structures[0].name, "Mamba, dense MLP");
  EXPECT_EQ(stream.structures[0].short_name, "Mamba, dense");
  EXPECT_EQ(stream.structures[1].short_name, "Mamba, mixture of experts");
  EXPECT_EQ(stream.structures[2].name, "attention, dense MLP");
  EXPECT_EQ(stream.blocks[4].structure, 2U);
  EXPECT_EQ(stream.blocks[28].structure, 2U);
  EXPECT_EQ(find(graph, "blocks.4.attn").summary, "32 heads × 128 · 8 key/value heads · causal");
}

TEST(Mixers, ShortConvolutionStandsBetweenTwoGates) {
  ModelArchitecture model = models::lfm2_1b();
  const Graph graph = build(model);
  const Stream& stream = graph.streams[0];
  EXPECT_TRUE(runs(stream).starts_with("convolution ×2; attention ×1; convolution ×2"));
  EXPECT_EQ(layout_of(stream.structures[0]), "ln1 mixer; ln2 mlp");
  EXPECT_EQ(stream.structures[0].name, "short convolution");
  const Component& mixer = find(graph, "blocks.0.mixer");
  EXPECT_EQ(mixer.summary, "2048 channels · over 3 tokens · 2 gates");
  EXPECT_EQ(mixer.equation, R"(s(x) = (c ⊙ "conv"(b ⊙ u)) W_O)");
  EXPECT_EQ(roles(mixer), "step, step, gate");
  EXPECT_EQ(shape(mixer, "projected"), "batch, seq_len, 6144");
  EXPECT_EQ(mixer.interior.steps.size(), 7U);
  EXPECT_EQ(sites(mixer),
            (Paths{"in", "entry", "projected", "conv", "gate", "gated", "exit", "out"}));
  model.short_convolution.bias = true;
  EXPECT_EQ(find(build(model), "blocks.0.mixer").parameters(), mixer.parameters() + 5 * 2048);
}

TEST(Mixers, FalconH1AddsAttentionAndMambaTogether) {
  ModelArchitecture model = models::falcon_h1_500m();
  const Graph graph = build(model);
  const Stream& stream = graph.streams[0];
  ASSERT_EQ(stream.structures.size(), 1U);
  EXPECT_EQ(layout_of(stream.structures[0]), "ln1: attn + mixer; ln2 mlp");
  const Note& note = stream.structures[0].additions[0].note;
  EXPECT_EQ(note.text,
            "Attention heads, h, and a sequence mixer, s, read the same state and are added "
            "together.");
  const std::int64_t without = find(graph, "blocks.0.mixer").parameters();
  model.state_space.gated_norm = true;
  EXPECT_EQ(find(build(model), "blocks.0.mixer").parameters(), without + 1536);
  model.layers.front().parallel_mixer = TokenMixer::None;
  const Graph other = build(model);
  EXPECT_EQ(other.streams[0].structures[0].name, "attention");
  EXPECT_EQ(other.streams[0].structures[1].name, "attention and Mamba-2");
}

TEST(Mixers, NemotronHasOneThingALayer) {
  const Graph graph = build(models::nemotron_h_8b());
  const Stream& stream = graph.streams[0];
  ASSERT_EQ(stream.structures.size(), 3U);
  EXPECT_TRUE(runs(stream).starts_with(
      "Mamba-2 ×1; MLP ×1; Mamba-2 ×1; MLP ×1; Mamba-2 ×1; MLP ×1; Mamba-2 ×1; attention ×1"));
  EXPECT_EQ(layout_of(stream.structures[0]), "ln1 mixer");
  EXPECT_EQ(layout_of(stream.structures[1]), "ln1 mlp");
  EXPECT_EQ(layout_of(stream.structures[2]), "ln1 attn");
  EXPECT_EQ(sites(find(graph, "blocks.1.mlp")),
            (Paths{"in", "entry", "pre", "post", "exit", "out"}));
}

}  // namespace
}  // namespace tviz
