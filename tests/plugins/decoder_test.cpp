// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>

#include "inspection.hpp"
#include "models.hpp"
#include "tviz/base/error.hpp"

namespace tviz {
namespace {

using models::build;

using inspection::find;
using inspection::Paths;
using inspection::paths;
using inspection::sites;

TEST(Decoder, CountsParametersExactly) {
  EXPECT_EQ(count_parameters(build(models::gpt2_small())), 124'439'808);
  EXPECT_EQ(count_parameters(build(models::gpt2(24, 1024, 16))), 354'823'168);
  EXPECT_EQ(count_parameters(build(models::gpt2(36, 1280, 20))), 774'030'080);
  EXPECT_EQ(count_parameters(build(models::gpt2(48, 1600, 25))), 1'557'611'200);
  EXPECT_EQ(count_parameters(build(models::pythia_70m())), 70'426'624);
  EXPECT_EQ(count_parameters(build(models::llama_2_7b())), 6'738'415'616);
  EXPECT_EQ(count_parameters(build(models::llama_3_1_8b())), 8'030'261'248);
  EXPECT_EQ(count_parameters(build(models::mistral_7b())), 7'241'732'096);
}

TEST(Decoder, CountsBiasesOnlyWhereTheyAre) {
  ModelArchitecture model = models::gpt2_small();
  const std::int64_t all = count_parameters(build(model));
  model.biases.unembedding = true;
  EXPECT_EQ(count_parameters(build(model)), all + 50257);
  model.biases.unembedding = false;
  model.biases.attention_output = false;
  EXPECT_EQ(count_parameters(build(model)), all - 12 * 768);
  model.biases.query_key_value = false;
  EXPECT_EQ(count_parameters(build(model)), all - 12 * 768 * 4);
  model.biases.mlp = false;
  EXPECT_EQ(count_parameters(build(model)), all - 12 * (768 * 4 + 3072 + 768));
}

TEST(Decoder, SequentialBlock) {
  const Graph graph = build(models::gpt2_small());
  ASSERT_EQ(graph.streams.size(), 1U);
  const Stream& stream = graph.streams[0];
  EXPECT_EQ(stream.name, "residual");
  EXPECT_EQ(paths(stream.entry), (Paths{"tokens", "embed"}));
  EXPECT_EQ(paths(stream.added_at_entry), Paths{"pos_embed"});
  EXPECT_EQ(paths(stream.exit), (Paths{"ln_final", "unembed", "logits"}));
  EXPECT_EQ(stream.blocks.size(), 12U);
  EXPECT_EQ(stream.blocks[11].path, "blocks.11");
  ASSERT_EQ(stream.structures.size(), 1U);
  const BlockStructure& block = stream.structures[0];
  EXPECT_EQ(block.name, "");
  ASSERT_EQ(block.additions.size(), 2U);
  ASSERT_EQ(block.additions[0].branches.size(), 1U);
  EXPECT_EQ(paths(block.additions[0].branches[0].components), (Paths{"ln1", "attn"}));
  EXPECT_EQ(paths(block.additions[1].branches[0].components), (Paths{"ln2", "mlp"}));
  ASSERT_EQ(block.stream_points.size(), 3U);
  EXPECT_EQ(block.stream_points[1].point.site, "resid_mid");
  EXPECT_EQ(block.stream_points[1].after_additions, 1);
  EXPECT_EQ(block.stream_points[2].point.site, "resid_post");
  EXPECT_EQ(block.stream_points[2].after_additions, 2);
}

TEST(Decoder, ParallelBlockWithTwoNorms) {
  const Graph graph = build(models::pythia_70m());
  EXPECT_TRUE(graph.streams[0].added_at_entry.empty());
  const BlockStructure& block = graph.streams[0].structures.at(0);
  ASSERT_EQ(block.additions.size(), 1U);
  EXPECT_TRUE(block.additions[0].shared.empty());
  ASSERT_EQ(block.additions[0].branches.size(), 2U);
  EXPECT_EQ(paths(block.additions[0].branches[0].components), (Paths{"ln1", "attn"}));
  EXPECT_EQ(paths(block.additions[0].branches[1].components), (Paths{"ln2", "mlp"}));
  ASSERT_EQ(block.stream_points.size(), 2U);
  EXPECT_EQ(block.stream_points[1].after_additions, 1);
  EXPECT_EQ(block.additions[0].note.text,
            "Attention heads, h, and an MLP, m, read the same state and are added together.");
  EXPECT_EQ(block.additions[0].note.equation,
            "x_{{after}} = x_{{before}} + ∑_{h∈H} h(\"LN\"_1(x_{{before}})) + "
            "m(\"LN\"_2(x_{{before}}))\nH = \"{\"h_{0}, h_{1}, …, h_{7}\"}\"");
}

TEST(Decoder, AttentionOnlyBlock) {
  const Graph graph = build(models::attn_only_2l());
  const BlockStructure& block = graph.streams[0].structures.at(0);
  ASSERT_EQ(block.additions.size(), 1U);
  ASSERT_EQ(block.additions[0].branches.size(), 1U);
  EXPECT_EQ(paths(block.additions[0].branches[0].components), (Paths{"ln1", "attn"}));
  EXPECT_EQ(block.stream_points.size(), 2U);
  EXPECT_EQ(states_before(graph.streams[0], graph.streams[0].blocks[1]), 1);
}

TEST(Decoder, WithoutNorms) {
  ModelArchitecture model = models::gpt2_small();
  model.normalization = Normalization::None;
  const Graph graph = build(model);
  EXPECT_EQ(paths(graph.streams[0].exit), (Paths{"unembed", "logits"}));
  EXPECT_EQ(graph.streams[0].exit_note.equation, "T(t) = W_U x_{{after}}\nW_U = W_E^⊤");
  for (const ComponentReference& each : components_of(graph)) {
    EXPECT_NE(each.component->kind, "norm");
  }
}

TEST(Decoder, OneStructureForEachReach) {
  ModelArchitecture model = models::gpt2_small();
  model.n_layers = 4;
  model.window_size = 256;
  const LayerKind local_layer{.reach = AttentionReach::Local};
  model.layers = {{}, local_layer, {}, local_layer};
  const Graph graph = build(model);
  const Stream& stream = graph.streams[0];
  ASSERT_EQ(stream.structures.size(), 2U);
  EXPECT_EQ(stream.structures[0].name, "global attention");
  EXPECT_EQ(stream.structures[1].name, "local attention, window 256");
  EXPECT_EQ(stream.structures[0].short_name, "global");
  EXPECT_EQ(stream.structures[1].short_name, "local");
  EXPECT_EQ(stream.blocks[2].structure, 0U);
  EXPECT_EQ(stream.blocks[3].structure, 1U);
  EXPECT_EQ(find(graph, "blocks.2.attn").summary, "12 heads × 64 · causal");
  EXPECT_EQ(find(graph, "blocks.3.attn").summary, "12 heads × 64 · causal · local, window 256");

  model.layers.assign(4, local_layer);
  const Graph local = build(model);
  ASSERT_EQ(local.streams[0].structures.size(), 1U);
  EXPECT_EQ(local.streams[0].structures[0].name, "");
  EXPECT_EQ(find(local, "blocks.0.attn").summary, "12 heads × 64 · causal · local, window 256");
}

TEST(Decoder, DescribesAttention) {
  const Graph gpt2 = build(models::gpt2_small());
  const Component& attention = find(gpt2, "blocks.0.attn");
  EXPECT_EQ(attention.kind, "attention");
  EXPECT_EQ(attention.label, "h");
  EXPECT_EQ(attention.title, "Attention");
  EXPECT_EQ(attention.n_heads, 12);
  EXPECT_EQ(attention.n_key_value_heads, 12);
  EXPECT_EQ(attention.parameters(), 2'362'368);
  EXPECT_EQ(attention.equation, R"(h(x) = A x W_V W_O", "A = "softmax"(x W_Q (x W_K)^⊤ / √64))");

  const Graph llama = build(models::llama_3_1_8b());
  EXPECT_EQ(find(llama, "blocks.0.attn").summary,
            "32 heads × 128 · 8 key/value heads · causal · rotary");
  EXPECT_EQ(find(llama, "blocks.0.attn").n_key_value_heads, 8);
  EXPECT_EQ(find(llama, "blocks.0.attn").equation,
            R"(h(x) = A x W_V W_O", "A = "softmax"(R(x W_Q) R(x W_K)^⊤ / √128))");

  EXPECT_EQ(find(build(models::pythia_70m()), "blocks.5.attn").summary,
            "8 heads × 64 · causal · rotary 16 of 64");

  ModelArchitecture model = models::gpt2_small();
  model.n_heads = 1;
  model.n_key_value_heads = 1;
  model.positional_embedding = PositionalEmbedding::Alibi;
  const Graph alibi = build(model);
  EXPECT_EQ(find(alibi, "blocks.0.attn").summary, "1 head × 64 · causal · ALiBi");
  EXPECT_EQ(find(alibi, "blocks.0.attn").equation,
            R"(h(x) = A x W_V W_O", "A = "softmax"(x W_Q (x W_K)^⊤ / √64 + B))");
  EXPECT_TRUE(alibi.streams[0].added_at_entry.empty());
}

TEST(Decoder, DescribesMlps) {
  const Graph gpt2 = build(models::gpt2_small());
  const Component& mlp = find(gpt2, "blocks.0.mlp");
  EXPECT_EQ(mlp.label, R"("MLP  "m)");
  EXPECT_EQ(mlp.title, "MLP");
  EXPECT_EQ(mlp.summary, "768 → 3072 → 768 · gelu_new");
  EXPECT_EQ(mlp.equation, R"(m(x) = "gelu"(x W_{"in"} + b_{"in"}) W_{"out"} + b_{"out"})");

  const Graph llama = build(models::llama_2_7b());
  const Component& gated = find(llama, "blocks.0.mlp");
  EXPECT_EQ(gated.label, R"("gated MLP  "m)");
  EXPECT_EQ(gated.title, "Gated MLP");
  EXPECT_EQ(gated.summary, "4096 → 11008 → 4096 · silu");
  EXPECT_EQ(gated.equation, R"(m(x) = ("silu"(x W_{"gate"}) ⊙ x W_{"in"}) W_{"out"})");

  ModelArchitecture model = models::llama_2_7b();
  model.biases.mlp = true;
  model.act_fn = "a\"b";
  const Graph odd = build(model);
  EXPECT_EQ(find(odd, "blocks.0.mlp").equation,
            R"(m(x) = ("ab"(x W_{"gate"} + b_{"gate"}) ⊙ (x W_{"in"} + b_{"in"})) W_{"out"} + )"
            R"(b_{"out"})");
  EXPECT_EQ(find(odd, "blocks.0.mlp").parameters(), gated.parameters() + 2 * 11008 + 4096);
}

TEST(Decoder, DescribesTheRest) {
  const Graph gpt2 = build(models::gpt2_small());
  EXPECT_EQ(find(gpt2, "tokens").label, R"("tokens  "t)");
  EXPECT_EQ(find(gpt2, "embed").summary, "50257 × 768");
  EXPECT_EQ(find(gpt2, "pos_embed").summary, "1024 × 768");
  EXPECT_EQ(find(gpt2, "blocks.0.ln1").label, R"("LN"_1)");
  EXPECT_EQ(find(gpt2, "blocks.0.ln1").title, "LayerNorm");
  EXPECT_EQ(find(gpt2, "blocks.0.ln1").parameters(), 2 * 768);
  EXPECT_EQ(find(gpt2, "unembed").summary, "768 × 50257 · tied to the embedding");
  EXPECT_EQ(find(gpt2, "unembed").parameters(), 0);
  EXPECT_EQ(find(gpt2, "logits").summary, "50257 per token");
  const Stream& stream = gpt2.streams[0];
  EXPECT_EQ(stream.entry_note.text, "Token and position embedding.");
  EXPECT_EQ(stream.entry_note.equation, R"(x_0 = W_E t + W_{"pos"})");
  EXPECT_EQ(stream.structures[0].additions[0].note.equation,
            "x_{{after}} = x_{{before}} + ∑_{h∈H} h(\"LN\"_1(x_{{before}}))\n"
            "H = \"{\"h_{0}, h_{1}, …, h_{11}\"}\"");
  EXPECT_EQ(stream.structures[0].additions[1].note.equation,
            "x_{{after}} = x_{{before}} + m(\"LN\"_2(x_{{before}}))");
  EXPECT_EQ(stream.exit_note.equation, "T(t) = W_U \"LN\"_f(x_{{after}})\nW_U = W_E^⊤");

  const Graph llama = build(models::llama_2_7b());
  EXPECT_EQ(find(llama, "blocks.0.ln2").label, R"("RMS"_2)");
  EXPECT_EQ(find(llama, "ln_final").title, "RMSNorm");
  EXPECT_EQ(find(llama, "ln_final").parameters(), 4096);
  EXPECT_EQ(find(llama, "unembed").summary, "4096 × 32000");
  EXPECT_EQ(llama.streams[0].entry_note.equation, "x_0 = W_E t");
  EXPECT_EQ(llama.streams[0].exit_note.equation, R"(T(t) = W_U "RMS"_f(x_{{after}}))");
}

TEST(Decoder, PositionsOfUnknownLengthHaveNoWeight) {
  ModelArchitecture model = models::gpt2_small();
  model.n_ctx = 0;
  const Graph graph = build(model);
  EXPECT_EQ(find(graph, "pos_embed").parameters(), 0);
  EXPECT_EQ(find(graph, "pos_embed").summary, "context length unknown");
}

TEST(Decoder, HookPointsFollowTheModel) {
  const Graph gpt2 = build(models::gpt2_small());
  EXPECT_EQ(sites(find(gpt2, "blocks.0.attn")),
            (Paths{"in", "q_input", "k_input", "v_input", "entry", "q", "k", "v", "scores",
                   "pattern", "z", "result", "exit", "out"}));
  EXPECT_EQ(sites(find(gpt2, "blocks.0.mlp")),
            (Paths{"in", "entry", "pre", "post", "exit", "out"}));
  EXPECT_EQ(sites(find(gpt2, "blocks.0.ln1")), (Paths{"in", "scale", "normalized", "out"}));
  EXPECT_EQ(sites(find(gpt2, "unembed")), (Paths{"in", "out"}));

  const Graph llama = build(models::llama_3_1_8b());
  EXPECT_EQ(sites(find(llama, "blocks.0.attn")),
            (Paths{"in", "q_input", "k_input", "v_input", "entry", "q", "k", "v", "rotation",
                   "rotated_q", "rotated_k", "scores", "pattern", "z", "result", "exit", "out"}));
  EXPECT_EQ(sites(find(llama, "blocks.0.mlp")),
            (Paths{"in", "entry", "pre", "activated", "pre_linear", "post", "exit", "out"}));
}

TEST(Decoder, EveryAxisHasItsWord) {
  const auto words = [](const Graph& graph, std::string_view path, std::string_view site) {
    const auto& points = find(graph, path).hook_points;
    const auto found = std::ranges::find(points, site, &HookPoint::site);
    return found == points.end() ? std::string() : symbolic_shape_text(found->shape);
  };
  const Graph gpt2 = build(models::gpt2_small());
  EXPECT_EQ(words(gpt2, "embed", "out"), "(batch, seq_len, d_model)");
  EXPECT_EQ(words(gpt2, "blocks.0.ln1", "scale"), "(batch, seq_len, 1)");
  EXPECT_EQ(words(gpt2, "blocks.0.attn", "k"), "(batch, seq_len, n_heads, d_head)");
  EXPECT_EQ(words(gpt2, "blocks.0.attn", "pattern"), "(batch, n_heads, seq_len, seq_len)");
  EXPECT_EQ(words(gpt2, "blocks.0.mlp", "post"), "(batch, seq_len, d_mlp)");
  EXPECT_EQ(words(gpt2, "unembed", "out"), "(batch, seq_len, d_vocab_out)");

  const Graph llama = build(models::llama_3_1_8b());
  EXPECT_EQ(words(llama, "blocks.0.attn", "q"), "(batch, seq_len, n_heads, d_head)");
  EXPECT_EQ(words(llama, "blocks.0.attn", "k"), "(batch, seq_len, n_key_value_heads, d_head)");
  EXPECT_EQ(words(llama, "blocks.0.attn", "v_input"),
            "(batch, seq_len, n_key_value_heads, d_model)");
}

TEST(Decoder, NumbersThatMakeNoModelAreRefusedByTheHost) {
  ModelArchitecture model = models::gpt2_small();
  model.n_heads = 1'000'000'000;
  model.n_key_value_heads = 1'000'000'000;
  try {
    build(model);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "attn: n_heads is 1000000000, but must be 0 to 4096");
  }
}

}  // namespace
}  // namespace tviz
