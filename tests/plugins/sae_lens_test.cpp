// SPDX-License-Identifier: MIT
// What the names of SAELens and Neuronpedia mean: ids as both publish them.
#include <gtest/gtest.h>

#include <string>

#include "naming.hpp"

namespace tviz {
namespace {

using naming::Dialect;

constexpr std::string_view kSaeDialect = "sae_lens";

Graph sae_graph(const std::string& model) { return models::build(read_model(model)); }

/// Each tensor that a name means.
std::string places(const Graph& graph, std::string_view name) {
  const Dialect dialect(kSaeDialect);
  for (const HookName& hook : dialect.resolve(graph, name)) EXPECT_EQ(hook.name, name);
  return dialect.place(graph, name);
}

struct SaeMeaning {
  const char* name;
  const char* places;
};

TEST(SaeLens, HooksOfTransformerLens) {
  const Graph gpt2 = sae_graph("gpt2-small");
  for (const SaeMeaning& expected :
       {SaeMeaning{"blocks.8.hook_resid_pre", "blocks.8 resid_pre"},
        {"blocks.8.attn.hook_z", "blocks.8.attn z"},
        {"blocks.8.hook_z", "blocks.8.attn z"},
        {"blocks.8.mlp.hook_in", "blocks.8.mlp entry"},
        {"blocks.8.hook_resid_pre_768", "blocks.8 resid_pre"},
        {"blocks.8.hook_resid_post__trainer_10", "blocks.8 resid_post"},
        {"blocks.8.hook_resid_post__trainer_10_step_244", "blocks.8 resid_post"},
        {"blocks.8.hook_z__trainer_1", "blocks.8.attn z"},
        {"hook_embed", "embed out"},
        {"blocks.12.hook_resid_pre", ""},
        {"blocks.8.hook_y", ""},
        {"_768", ""},
        {"__trainer_1", ""},
        {"", ""}}) {
    EXPECT_EQ(places(gpt2, expected.name), expected.places) << expected.name;
  }
}

TEST(SaeLens, TensorsOfAnAutoencoder) {
  const Graph gpt2 = sae_graph("gpt2-small");
  struct Case {
    const char* name;
    const char* places;
    const char* shape;
  };
  for (const Case& expected :
       {Case{"blocks.8.hook_resid_pre.hook_sae_input", "blocks.8 resid_pre",
             "(batch, seq_len, 768)"},
        {"blocks.8.hook_resid_pre.hook_sae_acts_pre", "blocks.8 resid_pre",
         "(batch, seq_len, d_sae)"},
        {"blocks.8.hook_resid_pre.hook_sae_acts_post", "blocks.8 resid_pre",
         "(batch, seq_len, d_sae)"},
        {"blocks.8.mlp.hook_post.hook_sae_recons", "blocks.8.mlp post", "(batch, seq_len, 3072)"},
        {"blocks.8.hook_mlp_out.hook_sae_error", "blocks.8.mlp out", "(batch, seq_len, 768)"},
        // Heads are flattened.
        {"blocks.8.attn.hook_z.hook_sae_output", "blocks.8.attn z", "(batch, seq_len, 768)"}}) {
    EXPECT_EQ(places(gpt2, expected.name), expected.places) << expected.name;
    const std::vector<HookName> found = Dialect(kSaeDialect).resolve(gpt2, expected.name);
    ASSERT_EQ(found.size(), 1U) << expected.name;
    EXPECT_EQ(found[0].shape, expected.shape) << expected.name;
    EXPECT_EQ(found[0].head_axis, -1) << expected.name;
    EXPECT_FALSE(found[0].fires) << expected.name;
    EXPECT_EQ(found[0].needs, "a sparse autoencoder here");
  }
  EXPECT_EQ(Dialect(kSaeDialect)
                .resolve(gpt2, "blocks.8.attn.hook_z.hook_sae_input")
                .at(0)
                .symbolic_shape,
            "(batch, seq_len, n_heads*d_head)");
  EXPECT_EQ(places(gpt2, "blocks.12.hook_resid_pre.hook_sae_input"), "");
  EXPECT_EQ(places(gpt2, ".hook_sae_input"), "");
}

TEST(SaeLens, IdsOfAutoencoders) {
  const Graph gemma = sae_graph("gemma-2-2b");
  for (const SaeMeaning& expected :
       {SaeMeaning{"layer_20/width_16k/canonical", "blocks.20 resid_post"},
        {"layer_20/width_65k/average_l0_61", "blocks.20 resid_post"},
        {"layer_20", "blocks.20 resid_post"},
        {"layer_26/width_16k/canonical", ""},
        {"gemma-scope-2b-pt-res/layer_20/width_16k/average_l0_71", "blocks.20 resid_post"},
        {"gemma-scope-2b-pt-mlp-canonical/layer_20/width_16k/canonical", "blocks.20.mlp out"},
        {"gemma-scope-2b-pt-att-canonical/layer_20/width_16k/canonical", "blocks.20.attn z"},
        {"gemma-scope-2b-pt-transcoders/layer_20/width_16k/average_l0_11",
         "blocks.20.ln2 normalized + blocks.20.mlp out"},
        {"embedding/width_4k/average_l0_6", "embed out"},
        {"gemma-scope-2b-pt-res/embedding/width_4k/average_l0_6", "embed out"},
        {"resid_post_layer_11_trainer_2", "blocks.11 resid_post"},
        {"l7r_8x", "blocks.7 resid_post"},
        {"l7m_8x", "blocks.7.mlp out"},
        {"l7a_8x", "blocks.7.attn out"},
        {"l7x_8x", ""},
        {"l7r_400m_slimpajama_400m_openr1_math", "blocks.7 resid_post"},
        {"sae_bench_gemma-2-2b/blocks.12.hook_resid_post__trainer_3", "blocks.12 resid_post"}}) {
    EXPECT_EQ(places(gemma, expected.name), expected.places) << expected.name;
  }
}

TEST(SaeLens, SourcesOfNeuronpedia) {
  const Graph gpt2 = sae_graph("gpt2-small");
  for (const SaeMeaning& expected : {SaeMeaning{"8-res-jb", "blocks.8 resid_pre"},
                                     {"12-res-jb", "blocks.11 resid_post"},
                                     {"13-res-jb", ""},
                                     {"gpt2-small/6-res-jb/650", "blocks.6 resid_pre"},
                                     {"gpt2-small/6-res-jb", "blocks.6 resid_pre"},
                                     {"5-res_post_32k-oai", "blocks.5 resid_post"},
                                     {"5-res_mid_32k-oai", "blocks.5 resid_mid"},
                                     {"5-mlp_32k-oai", "blocks.5.mlp out"},
                                     {"5-att_32k-oai", "blocks.5.attn out"},
                                     {"5-att-kk", "blocks.5.attn z"},
                                     {"5", "blocks.5.mlp post"},
                                     {"gpt2-small/5/123", "blocks.5.mlp post"},
                                     {"e-res-sm", "embed out"},
                                     {"5-nothing", ""}}) {
    EXPECT_EQ(places(gpt2, expected.name), expected.places) << expected.name;
  }
  const Graph gemma = sae_graph("gemma-2-2b");
  for (const SaeMeaning& expected :
       {SaeMeaning{"20-gemmascope-res-16k", "blocks.20 resid_post"},
        {"20-gemmascope-mlp-16k", "blocks.20.mlp out"},
        {"20-gemmascope-att-16k", "blocks.20.attn z"},
        {"20-gemmascope-transcoder-16k", "blocks.20.ln2 normalized + blocks.20.mlp out"},
        {"20-transcoder-hp", "blocks.20.mlp entry + blocks.20.mlp out"},
        {"20-clt-hp", "blocks.20.mlp entry + blocks.20.mlp out"},
        {"12-sae_bench-topk-res-4k__trainer_0_step_final", "blocks.12 resid_post"}}) {
    EXPECT_EQ(places(gemma, expected.name), expected.places) << expected.name;
  }
  // The same words mean the state after the layer there.
  EXPECT_EQ(places(sae_graph("gemma-2b"), "6-res-jb"), "blocks.6 resid_post");
}

TEST(SaeLens, LongNamesMeanNothingAndTakeNoTime) {
  const Graph gpt2 = sae_graph("gpt2-small");
  EXPECT_EQ(places(gpt2, "5-" + std::string(100'000, 'r')), "");
  EXPECT_EQ(places(gpt2, std::string(100'000, '_')), "");
}

TEST(SaeLens, ListsTheHooksOfTransformerLens) {
  const Graph gpt2 = sae_graph("gpt2-small");
  std::vector<std::string> names;
  for (const HookName& hook : Dialect(kSaeDialect).all(gpt2)) names.push_back(hook.name);
  std::vector<std::string> expected;
  for (const HookName& hook : Dialect("transformer_lens").all(gpt2)) {
    expected.push_back(hook.name);
  }
  EXPECT_EQ(names, expected);
}

TEST(SaeLens, SnippetsHookByName) {
  EXPECT_EQ(Dialect("transformer_lens").snippet(),
            R"(model.run_with_hooks(tokens, fwd_hooks=[("{name}", fn)]))");
  EXPECT_EQ(Dialect(kSaeDialect).snippet(),
            R"(model.run_with_hooks_with_saes(tokens, saes=[sae], fwd_hooks=[("{name}", fn)]))");
}

}  // namespace
}  // namespace tviz
