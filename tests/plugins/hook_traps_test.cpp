// SPDX-License-Identifier: MIT
// Where TransformerLens's hook points are not what their names suggest.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "inspection.hpp"
#include "naming.hpp"

namespace tviz {
namespace {

using naming::Dialect;

constexpr std::string_view kTrapDialect = "transformer_lens";

Graph trap_graph(const std::string& model) { return models::build(read_model(model)); }

/// The configuration of a model that TransformerLens has loaded, with one part of one's own.
Graph loaded(const std::string& part) {
  const std::string json = R"({"model_name": "loaded", "n_layers": 4, "d_model": 64, "n_ctx": 128,
    "d_head": 16, "n_heads": 4, "d_mlp": 256, "d_vocab": 100, "act_fn": "gelu",
    "positional_embedding_type": "standard", )";
  return models::build(read_model(parse_json(json + part + "}", "cfg.json")));
}

std::string place(const Graph& graph, std::string_view name) {
  return Dialect(kTrapDialect).place(graph, name);
}

HookName only(const Graph& graph, std::string_view name) {
  const std::vector<HookName> found = Dialect(kTrapDialect).resolve(graph, name);
  EXPECT_EQ(found.size(), 1U) << name;
  return found.empty() ? HookName{} : found[0];
}

std::vector<std::string> names(const Graph& graph) {
  std::vector<std::string> names;
  for (const HookName& each : Dialect(kTrapDialect).all(graph)) names.push_back(each.name);
  return names;
}

/// The names of one block without its path, in the order of the data flow, that `wanted` has.
std::vector<std::string> order(const Graph& graph, const std::string& block,
                               const std::vector<std::string>& wanted) {
  std::vector<std::string> order;
  for (const std::string& name : names(graph)) {
    if (!name.starts_with(block + ".")) continue;
    const std::string inside = name.substr(block.size() + 1);
    if (std::ranges::find(wanted, inside) != wanted.end()) order.push_back(inside);
  }
  return order;
}

TEST(HookTraps, DormantPointsExistAndSayWhatTheyNeed) {
  const Graph graph = trap_graph("gpt2-small");
  for (const auto& [name, needs, site] :
       {std::tuple{"attn.hook_result", "use_attn_result", "result"},
        std::tuple{"hook_attn_in", "use_attn_in", "in"},
        std::tuple{"hook_q_input", "use_split_qkv_input", "q_input"},
        std::tuple{"hook_k_input", "use_split_qkv_input", "k_input"},
        std::tuple{"hook_v_input", "use_split_qkv_input", "v_input"},
        std::tuple{"hook_mlp_in", "use_hook_mlp_in", "in"}}) {
    const HookName hook = only(graph, std::string("blocks.5.") + name);
    EXPECT_FALSE(hook.fires) << name;
    EXPECT_EQ(hook.needs, needs);
    EXPECT_EQ(hook.site, site) << name;
  }
}

TEST(HookTraps, TokensAreHookedOnlyOnRequest) {
  const Graph graph = trap_graph("gpt2-small");
  const HookName hook = only(graph, "hook_tokens");
  EXPECT_EQ(hook.component, "tokens");
  EXPECT_EQ(hook.shape, "(batch, seq_len)");
  EXPECT_EQ(hook.needs, "use_hook_tokens");
  const std::vector<std::string> all = names(graph);
  EXPECT_EQ(std::ranges::count(all, "hook_tokens"), 0);
  EXPECT_EQ(place(trap_graph("bert-base-cased"), "hook_tokens"), "");
}

TEST(HookTraps, InputsAreReadBeforeTheNorm) {
  EXPECT_EQ(order(trap_graph("gpt2-small"), "blocks.3",
                  {"hook_attn_in", "hook_q_input", "ln1.hook_normalized", "attn.hook_q",
                   "hook_resid_mid", "hook_mlp_in", "ln2.hook_scale", "mlp.hook_pre"}),
            (std::vector<std::string>{"hook_attn_in", "hook_q_input", "ln1.hook_normalized",
                                      "attn.hook_q", "hook_resid_mid", "hook_mlp_in",
                                      "ln2.hook_scale", "mlp.hook_pre"}));
}

TEST(HookTraps, FoldedNormsKeepTheirHooks) {
  for (const auto& [original, folded] : {std::pair{"LN", "LNPre"}, std::pair{"RMS", "RMSPre"}}) {
    const std::string type = R"("normalization_type": ")";
    const Graph as_published = loaded(type + original + '"');
    const Graph as_loaded = loaded(type + folded + '"');
    EXPECT_EQ(names(as_loaded), names(as_published));
    EXPECT_EQ(place(as_loaded, "blocks.0.ln1.hook_scale"), "blocks.0.ln1 scale");
    EXPECT_GT(inspection::find(as_published, "blocks.0.ln1").parameters(), 0);
    EXPECT_EQ(inspection::find(as_loaded, "blocks.0.ln1").parameters(), 0);
  }
  const Graph without = loaded(R"("normalization_type": null)");
  EXPECT_EQ(place(without, "blocks.0.ln1.hook_scale"), "");
  EXPECT_EQ(place(without, "ln_final.hook_scale"), "");
}

TEST(HookTraps, Olmo2And3AreHookedBeforeTheirNorms) {
  for (const char* name : {"olmo-2-1b", "olmo-3-7b-think"}) {
    const Graph graph = trap_graph(name);
    EXPECT_EQ(place(graph, "blocks.2.hook_attn_out"), "blocks.2.attn exit") << name;
    EXPECT_EQ(place(graph, "blocks.2.hook_mlp_out"), "blocks.2.mlp exit") << name;
    EXPECT_EQ(order(graph, "blocks.2",
                    {"hook_attn_out", "ln1.hook_scale", "hook_resid_mid", "hook_mlp_out",
                     "ln2.hook_scale"}),
              (std::vector<std::string>{"hook_attn_out", "ln1.hook_scale", "hook_resid_mid",
                                        "hook_mlp_out", "ln2.hook_scale"}));
  }
}

TEST(HookTraps, Gemma2IsHookedAfterItsSecondNorms) {
  const Graph graph = trap_graph("gemma-2-2b");
  EXPECT_EQ(place(graph, "blocks.2.hook_attn_out"), "blocks.2.attn out");
  EXPECT_EQ(order(graph, "blocks.2",
                  {"ln1_post.hook_scale", "hook_attn_out", "ln2_post.hook_scale", "hook_mlp_out"}),
            (std::vector<std::string>{"ln1_post.hook_scale", "hook_attn_out", "ln2_post.hook_scale",
                                      "hook_mlp_out"}));
}

TEST(HookTraps, KindsOfAttentionCountOnlyIfLocalAttentionIsUsed) {
  const std::string types = R"("normalization_type": "LN",
                               "attn_types": ["global", "local", "global", "local"],
                               "window_size": 32, "use_local_attn": )";
  EXPECT_EQ(loaded(types + "false").streams[0].structures.size(), 1U);
  EXPECT_EQ(loaded(types + "true").streams[0].structures.size(), 2U);
  EXPECT_EQ(names(loaded(types + "false")), names(loaded(types + "true")));
}

TEST(HookTraps, TheSecondNormOfGptJAndPhiIsACopy) {
  for (const char* name : {"gpt-j-6B", "phi-1", "phi-2"}) {
    const Graph graph = trap_graph(name);
    EXPECT_EQ(place(graph, "blocks.1.ln1.hook_scale"), "blocks.1.ln1 scale") << name;
    EXPECT_EQ(place(graph, "blocks.1.ln2.hook_scale"), "blocks.1.ln1 scale") << name;
    EXPECT_EQ(place(graph, "blocks.1.hook_resid_mid"), "") << name;
  }
  const Graph pythia = trap_graph("pythia-70m");
  EXPECT_EQ(place(pythia, "blocks.1.ln2.hook_scale"), "blocks.1.ln2 scale");
}

TEST(HookTraps, PreIsTheGateOfAnMlpAndTheLinearBranchOfAnExpert) {
  const Graph llama = trap_graph("meta-llama/Llama-3.2-1B");
  EXPECT_EQ(place(llama, "blocks.0.mlp.hook_pre"), "blocks.0.mlp pre");
  EXPECT_EQ(place(llama, "blocks.0.mlp.hook_pre_linear"), "blocks.0.mlp pre_linear");
  EXPECT_EQ(place(llama, "blocks.0.mlp.hook_gate"), "");
  const Graph mixtral = trap_graph("mixtral");
  EXPECT_EQ(place(mixtral, "blocks.0.mlp.experts.7.hook_gate"), "blocks.0.mlp expert_gate");
  EXPECT_EQ(place(mixtral, "blocks.0.mlp.experts.7.hook_pre"), "blocks.0.mlp expert_pre");
  EXPECT_EQ(only(mixtral, "blocks.0.mlp.experts.7.hook_pre").expert, 7);
  EXPECT_EQ(only(mixtral, "blocks.0.mlp.hook_expert_weights").expert, kAllExperts);
  EXPECT_EQ(place(mixtral, "blocks.0.mlp.hook_pre"), "");
  EXPECT_EQ(place(mixtral, "blocks.0.mlp.experts.8.hook_pre"), "");
}

struct Shape {
  const char* model;
  const char* name;
  const char* numbers;
  const char* words;
  int head_axis;
  std::int64_t heads;
};

TEST(HookTraps, ShapesAndTheAxisOfTheHeads) {
  for (const Shape& expected :
       {Shape{"qwen3-0.6b", "attn.q_norm.hook_scale", "(batch*seq_len*16, 1)",
              "(batch*seq_len*n_heads, 1)", -1, 0},
        {"qwen3-0.6b", "attn.k_norm.hook_normalized", "(batch*seq_len*8, 128)",
         "(batch*seq_len*n_key_value_heads, d_head)", -1, 0},
        {"olmo-2-1b", "attn.q_norm.hook_normalized", "(batch, seq_len, 2048)",
         "(batch, seq_len, n_heads*d_head)", -1, 0},
        {"mixtral", "mlp.hook_expert_weights", "(batch*seq_len, 8)", "(batch*seq_len, n_experts)",
         -1, 0},
        {"mixtral", "mlp.hook_expert_indices", "(batch*seq_len, 2)",
         "(batch*seq_len, experts_per_token)", -1, 0},
        {"mixtral", "attn.hook_q", "(batch, seq_len, 32, 128)", "(batch, seq_len, n_heads, d_head)",
         2, 32},
        {"mixtral", "attn.hook_k", "(batch, seq_len, 8, 128)",
         "(batch, seq_len, n_key_value_heads, d_head)", 2, 8},
        {"mixtral", "attn.hook_rot_k", "(batch, seq_len, 8, 128)",
         "(batch, seq_len, n_key_value_heads, d_head)", 2, 8},
        {"mixtral", "hook_v_input", "(batch, seq_len, 8, 4096)",
         "(batch, seq_len, n_key_value_heads, d_model)", 2, 8},
        {"mixtral", "attn.hook_attn_scores", "(batch, 32, seq_len, seq_len)",
         "(batch, n_heads, seq_len, seq_len)", 1, 32},
        {"mixtral", "attn.hook_pattern", "(batch, 32, seq_len, seq_len)",
         "(batch, n_heads, seq_len, seq_len)", 1, 32},
        {"mixtral", "attn.hook_z", "(batch, seq_len, 32, 128)", "(batch, seq_len, n_heads, d_head)",
         2, 32},
        {"mixtral", "attn.hook_result", "(batch, seq_len, 32, 4096)",
         "(batch, seq_len, n_heads, d_model)", 2, 32},
        // Its keys and values are copied for every head, though it has but one of each.
        {"santacoder", "attn.hook_k", "(batch, seq_len, 16, 128)",
         "(batch, seq_len, n_heads, d_head)", 2, 16},
        {"santacoder", "hook_v_input", "(batch, seq_len, 16, 2048)",
         "(batch, seq_len, n_heads, d_model)", 2, 16},
        {"gemma-2b", "attn.hook_k", "(batch, seq_len, 1, 256)",
         "(batch, seq_len, n_key_value_heads, d_head)", 2, 1}}) {
    SCOPED_TRACE(std::string(expected.model) + " " + expected.name);
    const HookName hook =
        only(trap_graph(expected.model), std::string("blocks.1.") + expected.name);
    EXPECT_EQ(hook.shape, expected.numbers);
    EXPECT_EQ(hook.symbolic_shape, expected.words);
    EXPECT_EQ(hook.head_axis, expected.head_axis);
    EXPECT_EQ(hook.heads_on_axis, expected.heads);
  }
}

TEST(HookTraps, BertHasNamesOfItsOwn) {
  const Graph bert = trap_graph("bert-base-cased");
  EXPECT_EQ(place(bert, "embed.hook_embed"), "embed out");
  EXPECT_EQ(place(bert, "embed.hook_pos_embed"), "pos_embed out");
  EXPECT_EQ(place(bert, "embed.hook_token_type_embed"), "token_type_embed out");
  EXPECT_EQ(place(bert, "hook_full_embed"), "embed.ln out");
  for (const char* name :
       {"hook_embed", "hook_pos_embed", "ln_final.hook_scale", "blocks.0.hook_attn_in"}) {
    EXPECT_EQ(place(bert, name), "") << name;
  }
  // Its MLP is hooked below the norm that lies on the stream, where the state is hooked too.
  EXPECT_EQ(place(bert, "blocks.3.hook_mlp_in"), "blocks.3.ln1 in");
  EXPECT_EQ(order(bert, "blocks.3",
                  {"hook_resid_mid", "hook_mlp_in", "ln1.hook_scale", "mlp.hook_pre",
                   "hook_resid_post", "ln2.hook_scale", "hook_normalized_resid_post"}),
            (std::vector<std::string>{"hook_resid_mid", "hook_mlp_in", "ln1.hook_scale",
                                      "mlp.hook_pre", "hook_resid_post", "ln2.hook_scale",
                                      "hook_normalized_resid_post"}));
  // These belong to a head for another task, which reads the same state as this one.
  EXPECT_EQ(only(bert, "pooler.hook_pooler_out").shape, "(batch, 768)");
  EXPECT_EQ(only(bert, "nsp_head.hook_nsp_out").shape, "(batch, 2)");
  EXPECT_EQ(only(bert, "nsp_head.hook_nsp_out").needs, "BertNextSentencePrediction");
  EXPECT_EQ(place(bert, "nsp_head.hook_nsp_out"), "mlm_head in");
}

TEST(HookTraps, T5HasTwoStacks) {
  const Graph t5 = trap_graph("t5-small");
  EXPECT_EQ(place(t5, "hook_embed"), "encoder_embed out");
  EXPECT_EQ(place(t5, "blocks.0.hook_resid_pre"), "");
  EXPECT_EQ(
      order(t5, "encoder.1",
            {"ln1.hook_scale", "attn.hook_q", "ln2.hook_scale", "mlp.hook_pre", "ln3.hook_scale"}),
      (std::vector<std::string>{"ln1.hook_scale", "attn.hook_q", "ln2.hook_scale",
                                "mlp.hook_pre"}));
  EXPECT_EQ(order(t5, "decoder.1",
                  {"ln1.hook_scale", "attn.hook_q", "hook_resid_mid", "hook_cross_attn_in",
                   "ln2.hook_scale", "cross_attn.hook_q", "hook_resid_mid_cross", "ln3.hook_scale",
                   "mlp.hook_pre"}),
            (std::vector<std::string>{"ln1.hook_scale", "attn.hook_q", "hook_resid_mid",
                                      "hook_cross_attn_in", "ln2.hook_scale", "cross_attn.hook_q",
                                      "hook_resid_mid_cross", "ln3.hook_scale", "mlp.hook_pre"}));
  EXPECT_EQ(only(t5, "decoder.1.hook_cross_attn_in").head_axis, -1);
  EXPECT_EQ(only(t5, "decoder.1.cross_attn.hook_pattern").shape, "(batch, 8, dec_len, enc_len)");
  EXPECT_EQ(place(t5, "encoder.0.attn.rel_pos_hook"), "encoder.0.attn scores");
  EXPECT_EQ(place(t5, "encoder.1.attn.rel_pos_hook"), "");
  EXPECT_EQ(place(t5, "decoder.0.cross_attn.rel_pos_hook"), "");
}

TEST(HookTraps, PositionsOfBloomNeverFire) {
  const Graph bloom = trap_graph("bloom-560m");
  const HookName hook = only(bloom, "hook_pos_embed");
  EXPECT_FALSE(hook.fires);
  EXPECT_EQ(hook.needs, "nothing: this model adds no position embedding");
  EXPECT_EQ(hook.component, "embed");
  EXPECT_EQ(place(trap_graph("pythia-70m"), "hook_pos_embed"), "");
}

}  // namespace
}  // namespace tviz
