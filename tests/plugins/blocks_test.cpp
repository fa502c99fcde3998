// SPDX-License-Identifier: MIT
// How blocks of decoders are put together: norms, branches, notes, and what layers are called.
#include <gtest/gtest.h>

#include "inspection.hpp"
#include "mixtures.hpp"
#include "tviz/base/error.hpp"

namespace tviz {
namespace {

using inspection::find;
using inspection::layout_of;
using inspection::Paths;
using inspection::paths;
using inspection::runs;
using inspection::shape;
using inspection::sites;
using inspection::stream_points;
using models::build;

const BlockStructure& first_block(const Graph& graph) { return graph.streams[0].structures[0]; }

std::string layout_with(NormPlacement placement) {
  ModelArchitecture model = models::gpt2_small();
  model.norm_placement = placement;
  return layout_of(first_block(build(model)));
}

TEST(Blocks, NormsStandWhereTheModelHasThem) {
  EXPECT_EQ(layout_with(NormPlacement::Pre), "ln1 attn; ln2 mlp");
  EXPECT_EQ(layout_with(NormPlacement::Post), "attn ln1; mlp ln2");
  EXPECT_EQ(layout_with(NormPlacement::Sandwich), "ln1 attn ln1_post; ln2 mlp ln2_post");
  EXPECT_EQ(layout_with(NormPlacement::OnStream), "attn, ln1; mlp, ln2");
}

TEST(Blocks, NoNormsAtAll) {
  ModelArchitecture model = models::gpt2_small();
  model.normalization = Normalization::None;
  for (const NormPlacement placement : {NormPlacement::Pre, NormPlacement::Post,
                                        NormPlacement::Sandwich, NormPlacement::OnStream}) {
    model.norm_placement = placement;
    EXPECT_EQ(layout_of(first_block(build(model))), "attn; mlp");
  }
}

TEST(Blocks, ParallelBranchesShareANormOrHaveTheirOwn) {
  EXPECT_EQ(layout_of(first_block(build(models::pythia_70m()))), "ln1 attn + ln2 mlp");
  const Graph graph = build(models::gpt_j_6b());
  EXPECT_EQ(layout_of(first_block(graph)), "ln1: attn + mlp");
  EXPECT_EQ(stream_points(first_block(graph)), "resid_pre 0, resid_post 1");
  EXPECT_EQ(find(graph, "blocks.0.attn").parameters(), 4 * 4096 * 4096);
}

TEST(Blocks, ASharedNormNeedsTwoBranches) {
  ModelArchitecture model = models::gpt_j_6b();
  model.d_mlp = 0;
  EXPECT_EQ(layout_of(first_block(build(model))), "ln1 attn");
}

TEST(Blocks, StatesOfNormsOnTheStream) {
  ModelArchitecture model = models::gpt2_small();
  model.norm_placement = NormPlacement::OnStream;
  const Graph graph = build(model);
  EXPECT_EQ(stream_points(first_block(graph)),
            "resid_pre 0, resid_mid 1, resid_post 2, normalized_resid_post 2");
  EXPECT_EQ(first_block(graph).additions[1].note.equation,
            R"(x_{{after}} = "LN"_2(x_{{before}} + m(x_{{before}})))");
}

TEST(Blocks, NormsWithoutWeightsOrBias) {
  const Graph bare = build(models::olmo_1b());
  EXPECT_EQ(find(bare, "blocks.0.ln1").parameters(), 0);
  EXPECT_EQ(find(bare, "blocks.0.ln1").summary, "2048 · no weights");
  EXPECT_EQ(find(bare, "blocks.0.ln1").equation, R"("LN"(x) = (x − μ(x)) / σ(x))");
  const Graph unbiased = build(models::aya_23_8b());
  EXPECT_EQ(find(unbiased, "ln_final").parameters(), 4096);
  EXPECT_EQ(find(unbiased, "ln_final").equation, R"("LN"(x) = (x − μ(x)) / σ(x) ⊙ w)");
}

TEST(Blocks, FinalNormOfItsOwnKindOrNone) {
  ModelArchitecture model = models::gpt2_small();
  model.final_normalization = Normalization::RmsNorm;
  const Graph graph = build(model);
  EXPECT_EQ(find(graph, "ln_final").title, "RMSNorm");
  EXPECT_EQ(find(graph, "blocks.0.ln1").title, "LayerNorm");
  EXPECT_EQ(graph.streams[0].exit_note.equation, "T(t) = W_U \"RMS\"_f(x_{{after}})\nW_U = W_E^⊤");
  model.final_norm = false;
  EXPECT_EQ(paths(build(model).streams[0].exit), (Paths{"unembed", "logits"}));
}

TEST(Blocks, EmbeddingNormAndProjection) {
  const Graph bloom = build(models::bloom_560m());
  EXPECT_EQ(paths(bloom.streams[0].after_entry), Paths{"embed.ln"});
  EXPECT_EQ(bloom.streams[0].entry_note.equation, R"(x_0 = "LN"_e(W_E t))");
  const Graph opt = build(models::opt_350m());
  EXPECT_EQ(paths(opt.streams[0].entry), (Paths{"tokens", "embed", "embed_proj"}));
  EXPECT_EQ(paths(opt.streams[0].exit), (Paths{"unembed_proj", "unembed", "logits"}));
  EXPECT_EQ(find(opt, "embed_proj").summary, "512 → 1024");
  EXPECT_EQ(find(opt, "pos_embed").summary, "2050 × 1024");
}

TEST(Blocks, PositionsThatAreNotAddedToTheStream) {
  ModelArchitecture model = models::gpt2_small();
  model.positional_embedding = PositionalEmbedding::Shortformer;
  const Graph graph = build(model);
  EXPECT_TRUE(graph.streams[0].added_at_entry.empty());
  EXPECT_EQ(paths(graph.streams[0].used_by_blocks), Paths{"pos_embed"});
  EXPECT_EQ(find(graph, "blocks.0.attn").summary,
            "12 heads × 64 · causal · positions on queries and keys");
  model.positional_embedding = PositionalEmbedding::Sinusoidal;
  const Graph fixed = build(model);
  EXPECT_EQ(paths(fixed.streams[0].added_at_entry), Paths{"pos_embed"});
  EXPECT_EQ(find(fixed, "pos_embed").parameters(), 0);
}

TEST(Blocks, NormOnQueriesAndKeys) {
  const Graph each = build(models::qwen3_0_6b());
  const Component& attention = find(each, "blocks.0.attn");
  EXPECT_EQ(attention.summary,
            "16 heads × 128 · 8 key/value heads · causal · rotary · norm on queries and keys");
  EXPECT_EQ(attention.equation,
            R"(h(x) = A x W_V W_O", "A = "softmax"(R("RMS"(x W_Q)) R("RMS"(x W_K))^⊤ / √128))");
  EXPECT_EQ(shape(attention, "q_norm_scale"), "batch*seq_len*16, 1");
  EXPECT_EQ(shape(attention, "k_norm_normalized"), "batch*seq_len*8, 128");
  EXPECT_EQ(attention.parameters(), (2 * 16 + 2 * 8) * 1024 * 128 + 2 * 128);

  const Graph whole = build(models::olmo_2_7b());
  EXPECT_EQ(shape(find(whole, "blocks.0.attn"), "q_norm_normalized"), "batch, seq_len, 4096");
  EXPECT_EQ(find(whole, "blocks.0.attn").parameters(), 4 * 4096 * 4096 + 2 * 4096);
}

TEST(Blocks, ScoresOfAllSorts) {
  ModelArchitecture model = models::gpt2_small();
  model.score_scale = 1;
  model.attention_soft_cap = 50;
  model.attention_sinks = true;
  model.attention_gate = true;
  const std::int64_t before = count_parameters(build(models::gpt2_small()));
  const Graph graph = build(model);
  EXPECT_EQ(find(graph, "blocks.0.attn").summary,
            "12 heads × 64 · causal · scores not scaled · soft cap 50 · sinks · gate");
  const std::string equation =
      R"eq(h(x) = (σ(x W_G) ⊙ A x W_V) W_O", "A = "softmax"([50 "tanh"((x W_Q (x W_K)^⊤))eq"
      R"eq( / 50)", "s]))eq";
  EXPECT_EQ(find(graph, "blocks.0.attn").equation, equation);
  EXPECT_EQ(count_parameters(graph), before + 12 * (12 + 768 * 768 + 768));
  EXPECT_EQ(find(build(models::gemma_2_2b()), "logits").summary, "256000 per token · soft cap 30");
}

TEST(Blocks, KeysWithoutBias) {
  ModelArchitecture model = models::gpt2_small();
  model.biases.key = false;
  EXPECT_EQ(count_parameters(build(model)), 124'439'808 - 12 * 768);
}

TEST(Blocks, NormInsideTheMlp) {
  ModelArchitecture model = models::gpt2_small();
  model.act_fn = "solu";
  model.mlp_norm = true;
  const Graph graph = build(model);
  const Component& mlp = find(graph, "blocks.0.mlp");
  EXPECT_EQ(mlp.equation, R"(m(x) = "LN"("solu"(x W_{"in"} + b_{"in"})) W_{"out"} + b_{"out"})");
  EXPECT_EQ(sites(mlp), (Paths{"in", "entry", "pre", "mid", "ln_scale", "ln_normalized", "post",
                               "exit", "out"}));
  EXPECT_EQ(count_parameters(graph), 124'439'808 + 12 * 2 * 3072);
}

TEST(Blocks, LocalAndGlobalLayersInPatterns) {
  const Graph gemma = build(models::gemma_3_1b());
  EXPECT_EQ(runs(gemma.streams[0]),
            "local ×5; global ×1; local ×5; global ×1; local ×5; global ×1; local ×5; global ×1; "
            "local ×2");
  EXPECT_EQ(first_block(gemma).name, "local attention, window 512");
  EXPECT_EQ(layout_of(first_block(gemma)), "ln1 attn ln1_post; ln2 mlp ln2_post");
}

TEST(Blocks, LayersThatDifferInNumbers) {
  ModelArchitecture model = models::llama_3_2_1b();
  model.layers.resize(16);
  model.layers[1].d_mlp = 4096;
  model.layers[2].n_heads = 16;
  model.layers[2].n_key_value_heads = 4;
  model.layers[3].d_mlp = 8192;  // The model's own number makes no difference.
  const Graph graph = build(model);
  const Stream& stream = graph.streams[0];
  ASSERT_EQ(stream.structures.size(), 3U);
  EXPECT_EQ(stream.structures[0].name, "32 heads × 64, 8 key/value heads, MLP of 8192");
  EXPECT_EQ(stream.structures[1].short_name, "32 heads, 8 key/value heads, MLP of 4096");
  EXPECT_EQ(stream.structures[2].name, "16 heads × 64, 4 key/value heads, MLP of 8192");
  EXPECT_EQ(find(graph, "blocks.1.mlp").summary, "2048 → 4096 → 2048 · silu");
  EXPECT_EQ(find(graph, "blocks.2.attn").n_heads, 16);
}

TEST(Blocks, LayersWithoutPositions) {
  const Graph graph = build(models::llama_4_scout());
  const Stream& stream = graph.streams[0];
  EXPECT_EQ(stream.structures[0].name, "local attention, window 8192");
  EXPECT_EQ(stream.structures[1].name, "global attention, without positions");
  EXPECT_EQ(stream.structures[1].short_name, "global, no positions");
  EXPECT_NE(find(graph, "blocks.0.attn").summary.find("rotary · norm"), std::string::npos);
  EXPECT_EQ(find(graph, "blocks.3.attn").summary, "40 heads × 128 · 8 key/value heads · causal");
  EXPECT_EQ(shape(find(graph, "blocks.3.attn"), "rotated_q"), "");
}

TEST(Blocks, ALayerOfNothingIsRefused) {
  ModelArchitecture model = models::gpt2_small();
  model.layers.assign(12, {.mixer = TokenMixer::None, .feed_forward = FeedForward::None});
  EXPECT_THROW(build(model), Error);
}

}  // namespace
}  // namespace tviz
