// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "support.hpp"

namespace tviz {
namespace {

constexpr std::string_view kEssential = "n_layers: 2\nd_model: 64\nn_heads: 4\nd_vocab: 100\n";

ModelArchitecture read_dictionary(std::string_view more = {}) {
  return test::from_yaml(std::string(kEssential) + std::string(more));
}

std::string error_of(std::string_view more) {
  return test::thrown([&] { read_dictionary(more); });
}

TEST(Dictionary, FourNumbersAreEnough) {
  const ModelArchitecture model = read_dictionary("n_ctx: 32\n");
  EXPECT_EQ(model.model_name, "Transformer");
  EXPECT_EQ(model.kind, "decoder");
  EXPECT_EQ(model.d_head, 16);
  EXPECT_EQ(model.d_mlp, 256);
  EXPECT_EQ(model.d_vocab_out, 100);
  EXPECT_EQ(model.n_key_value_heads, 4);
  EXPECT_EQ(model.act_fn, "gelu");
  EXPECT_EQ(model.normalization, Normalization::LayerNorm);
  EXPECT_EQ(model.positional_embedding, PositionalEmbedding::Learned);
  EXPECT_FALSE(model.parallel_attn_mlp);
  EXPECT_FALSE(model.gated_mlp);
  EXPECT_FALSE(model.tie_word_embeddings);
  EXPECT_EQ(model.biases, BiasUse{});
  EXPECT_TRUE(model.warnings.empty());
}

TEST(Dictionary, ANameIsNoPlaceOnSomebodysComputer) {
  const auto name_of = [](std::string_view path) {
    return read_dictionary("model_name: '" + std::string(path) + "'\n").model_name;
  };
  EXPECT_EQ(name_of("/home/ada/runs/checkpoint-500/"), "checkpoint-500");
  EXPECT_EQ(name_of("~/runs/mine"), "mine");
  EXPECT_EQ(name_of(R"(C:\Users\ada\mine)"), "mine");
  EXPECT_EQ(name_of("/c/hub/models--openai-community--gpt2/snapshots/607a30d7"),
            "openai-community/gpt2");
  EXPECT_EQ(name_of("/"), "Transformer");
  EXPECT_EQ(name_of("meta-llama/Llama-3.1-8B"), "meta-llama/Llama-3.1-8B");
}

TEST(Dictionary, TheActivationHasManyNames) {
  for (const char* key : {"activation", "act_fn", "hidden_act", "activation_function"}) {
    EXPECT_EQ(read_dictionary(std::string(key) + ": relu\n").act_fn, "relu") << key;
  }
}

TEST(Dictionary, EveryOptionIsRead) {
  const ModelArchitecture model = read_dictionary(
      "model_name: tiny\ntitle: A tiny model\nd_head: 8\nd_mlp: 10\nn_ctx: 32\n"
      "d_vocab_out: 7\nn_key_value_heads: 2\nln_type: pre\npos_embed_type: rotary\n"
      "rotary_dim: 4\nactivation: relu\nmlp_type: gated\nhas_parallel_attention: true\n"
      "tied_embeddings: true\nattn_type: gqa\n");
  EXPECT_EQ(model.model_name, "tiny");
  EXPECT_EQ(model.title, "A tiny model");
  EXPECT_EQ(model.d_head, 8);
  EXPECT_EQ(model.d_mlp, 10);
  EXPECT_EQ(model.d_vocab_out, 7);
  EXPECT_EQ(model.n_key_value_heads, 2);
  EXPECT_EQ(model.positional_embedding, PositionalEmbedding::Rotary);
  EXPECT_EQ(model.rotary_dim, 4);
  EXPECT_EQ(model.act_fn, "relu");
  EXPECT_TRUE(model.gated_mlp);
  EXPECT_TRUE(model.parallel_attn_mlp);
  EXPECT_TRUE(model.tie_word_embeddings);
  EXPECT_TRUE(model.warnings.empty());
}

TEST(Dictionary, TheKindNamesTheArchitectureThatDrawsIt) {
  const ModelArchitecture model = read_dictionary("n_ctx: 8\nkind: looped-decoder\n");
  EXPECT_EQ(model.kind, "looped-decoder");
  EXPECT_TRUE(model.warnings.empty());
  EXPECT_EQ(error_of("kind: 3\n"), "m.yaml:5:7: kind: must be text, got 3 (put it in quotes)");
}

TEST(Dictionary, TransformerLensWordsWillDoToo) {
  const ModelArchitecture model = read_dictionary(
      "act_fn: silu\ngated_mlp: true\nparallel_attn_mlp: true\ntie_word_embeddings: true\n"
      "normalization_type: RMS\nn_ctx: 9\n");
  EXPECT_EQ(model.act_fn, "silu");
  EXPECT_TRUE(model.gated_mlp);
  EXPECT_TRUE(model.parallel_attn_mlp);
  EXPECT_TRUE(model.tie_word_embeddings);
  EXPECT_EQ(model.normalization, Normalization::RmsNorm);
}

TEST(Dictionary, NormsAndPositionsCanBeTurnedOff) {
  const ModelArchitecture model =
      read_dictionary("has_layer_norm: false\nhas_positional_embedding: false\n");
  EXPECT_EQ(model.normalization, Normalization::None);
  EXPECT_EQ(model.positional_embedding, PositionalEmbedding::None);
  EXPECT_EQ(read_dictionary("pos_embed_type: null\n").positional_embedding,
            PositionalEmbedding::None);
  EXPECT_TRUE(model.warnings.empty());
}

TEST(Dictionary, AnMlpOfWidthZeroIsNone) { EXPECT_TRUE(read_dictionary("d_mlp: 0\n").attn_only()); }

TEST(Dictionary, WhatIsAssumedIsSaid) {
  EXPECT_EQ(read_dictionary().warnings,
            std::vector<std::string>{"n_ctx: not given; the parameters of the positional "
                                     "embedding are not counted"});
  EXPECT_TRUE(read_dictionary("pos_embed_type: sinusoidal\n").warnings.empty());
  EXPECT_EQ(read_dictionary("pos_embed_type: none\nattn_type: linear\nn_loops: 3\ndropout: 0.1\n")
                .warnings,
            (std::vector<std::string>{"attn_type: this kind of attention is not known; heads are "
                                      "drawn as n_heads and n_key_value_heads say",
                                      "1 key not read: n_loops"}));
}

TEST(Dictionary, JsonAndYamlSayTheSame) {
  EXPECT_EQ(read_dictionary("n_ctx: 8\n"),
            test::from_json(
                R"({"n_layers": 2, "d_model": 64, "n_heads": 4, "d_vocab": 100, "n_ctx": 8})"));
}

TEST(Dictionary, EveryProblemIsReportedAtItsPlace) {
  EXPECT_EQ(test::json_error("{\n  \"model_name\": \"bad\",\n  \"n_layers\": -3,\n"
                             "  \"n_heads\": 0,\n  \"d_model\": \"wide\",\n  \"d_mpl\": 4\n}"),
            "m.json:3:15: n_layers: must be at least 1, got -3\n"
            "m.json:5:14: d_model: must be a whole number, got \"wide\"\n"
            "m.json:4:14: n_heads: must be at least 1, got 0\n"
            "m.json:1:1: d_vocab: missing\n"
            "m.json:6:3: unknown key 'd_mpl' (did you mean 'd_mlp'?)");
}

TEST(Dictionary, AMisspeltEssentialKeyIsOneProblem) {
  EXPECT_EQ(test::json_error(R"({"n_layer": 2, "d_model": 64, "n_heads": 4, "d_vocab": 10})"),
            "m.json:1:2: n_layers: missing (is 'n_layer' a misspelling of it?)");
}

TEST(Dictionary, LimitsAreNamed) {
  const Document document =
      parse_json(R"({"n_layers": 9, "d_model": 64, "n_heads": 4, "d_vocab": 100})", "m.json");
  EXPECT_EQ(test::thrown([&] { read_model(document, {.layers = 8, .heads = 3, .width = 99}); }),
            "m.json:1:14: n_layers: must be at most 8, got 9 (limit layers)\n"
            "m.json:1:43: n_heads: must be at most 3, got 4 (limit heads)\n"
            "m.json:1:57: d_vocab: must be at most 99, got 100 (limit width)");
}

TEST(Dictionary, ContradictionsPointAtTheirKey) {
  EXPECT_EQ(error_of("n_key_value_heads: 3\n"),
            "m.yaml:5:20: n_key_value_heads: must divide n_heads (4), got 3");
  EXPECT_EQ(error_of("has_parallel_attention: true\nd_mlp: 0\n"),
            "m.yaml:5:25: has_parallel_attention: needs an MLP, but d_mlp is 0");
  EXPECT_EQ(test::json_error(R"({"n_layers": 2, "d_model": 65, "n_heads": 4, "d_vocab": 10})"),
            "m.json:1:28: d_model: must be a multiple of n_heads (4), got 65 (or give d_head)");
}

TEST(Dictionary, WhatCannotBeMeantIsSaid) {
  EXPECT_EQ(error_of("mlp_type: moe\n"),
            "m.yaml:5:11: mlp_type: must be one of standard, gated, false, true");
  EXPECT_EQ(error_of("num_experts: 8\n"),
            "m.yaml:1:1: experts.experts_per_token: must be at least 1, got 0");
}

TEST(Dictionary, ANumberWhereAWordBelongsIsRefused) {
  EXPECT_EQ(error_of("model_name: 12\n"),
            "m.yaml:5:13: model_name: must be text, got 12 (put it in quotes)");
  EXPECT_EQ(error_of("has_layer_norm: 'no'\n"),
            "m.yaml:5:17: has_layer_norm: must be true or false, got \"no\"");
}

TEST(Dictionary, ATextIsNoModel) {
  EXPECT_EQ(test::json_error("[1]"), "m.json:1:1: a model must be a map of keys and values");
  EXPECT_EQ(test::json_error("null"), "m.json:1:1: a model must be a map of keys and values");
}

TEST(Dictionary, UnknownKeysDoNotFlood) {
  std::string more;
  for (int i = 0; i < 1000; ++i) more += "zzz" + std::to_string(i) + "_zzzzzzzzzz: 1\n";
  const ModelArchitecture model = read_dictionary("n_ctx: 8\n" + more);
  EXPECT_EQ(model.warnings,
            std::vector<std::string>{"1000 keys not read: zzz0_zzzzzzzzzz, zzz1_zzzzzzzzzz, "
                                     "zzz2_zzzzzzzzzz, zzz3_zzzzzzzzzz, …"});
  EXPECT_EQ(model.unread.size(), 1000U);
}

}  // namespace
}  // namespace tviz
