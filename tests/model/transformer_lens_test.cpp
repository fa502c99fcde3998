// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "support.hpp"

namespace tviz {
namespace {

/// A TransformerLens configuration with the fields that every one has, and then `more`, which
/// may give them anew in a second run of the same keys' place.
std::string configuration(std::string_view norm, std::string_view positions,
                          std::string_view more = {}) {
  return R"({"n_layers": 2, "d_model": 64, "n_ctx": 32, "d_head": 16, "n_heads": 4, "d_mlp": 256,
    "d_vocab": 100, "d_vocab_out": 100, "n_key_value_heads": null, "act_fn": "gelu_new",
    "eps": 1e-05, "seed": null, "dtype": "torch.float32",
    "normalization_type": )" +
         std::string(norm) + R"(, "positional_embedding_type": )" + std::string(positions) +
         std::string(more) + "}";
}

ModelArchitecture read(std::string_view norm, std::string_view positions,
                       std::string_view more = {}) {
  return test::from_json(configuration(norm, positions, more));
}

std::string error_with(std::string_view more) {
  return test::json_error(configuration("\"LN\"", "\"standard\"", more));
}

TEST(TransformerLens, EveryKindOfNorm) {
  EXPECT_EQ(read("\"LN\"", "\"standard\"").normalization, Normalization::LayerNorm);
  EXPECT_EQ(read("\"LNPre\"", "\"standard\"").normalization, Normalization::LayerNorm);
  EXPECT_EQ(read("\"RMS\"", "\"standard\"").normalization, Normalization::RmsNorm);
  EXPECT_EQ(read("\"RMSPre\"", "\"standard\"").normalization, Normalization::RmsNorm);
  EXPECT_EQ(read("null", "\"standard\"").normalization, Normalization::None);
}

TEST(TransformerLens, AFileWrittenByHandMayNameItsFigureAndPlugin) {
  const ModelArchitecture model =
      read("null", "\"alibi\"", R"(, "title": "By hand", "kind": "looped-decoder")");
  EXPECT_EQ(model.title, "By hand");
  EXPECT_EQ(model.kind, "looped-decoder");
}

TEST(TransformerLens, EveryKindOfPositions) {
  EXPECT_EQ(read("\"LN\"", "\"standard\"").positional_embedding, PositionalEmbedding::Learned);
  EXPECT_EQ(read("\"LN\"", "\"alibi\"").positional_embedding, PositionalEmbedding::Alibi);
  const ModelArchitecture rotary = read("\"LN\"", "\"rotary\"", R"(, "rotary_dim": 8)");
  EXPECT_EQ(rotary.positional_embedding, PositionalEmbedding::Rotary);
  EXPECT_EQ(rotary.rotary_dim, 8);
  EXPECT_EQ(read("\"LN\"", "\"rotary\"").rotary_dim, 16);
}

TEST(TransformerLens, ItsOwnModelsHaveAllBiasesAndAnUnembedding) {
  const ModelArchitecture model = read("\"LN\"", "\"standard\"", R"(, "model_name": "mine")");
  EXPECT_EQ(model.model_name, "mine");
  EXPECT_EQ(model.biases, (BiasUse{.unembedding = true}));
  EXPECT_FALSE(model.tie_word_embeddings);
  EXPECT_TRUE(model.warnings.empty());
}

TEST(TransformerLens, AKnownOriginalHasItsOwnFacts) {
  const ModelArchitecture gpt2 =
      read("\"LNPre\"", "\"standard\"", R"(, "original_architecture": "GPT2LMHeadModel")");
  EXPECT_EQ(gpt2.biases, BiasUse{});
  EXPECT_TRUE(gpt2.tie_word_embeddings);
  const ModelArchitecture llama =
      read("\"RMS\"", "\"rotary\"",
           R"(, "original_architecture": "LlamaForCausalLM", "gated_mlp": true,
             "tie_word_embeddings": true)");
  EXPECT_EQ(llama.biases,
            (BiasUse{.query_key_value = false, .attention_output = false, .mlp = false}));
  EXPECT_TRUE(llama.tie_word_embeddings);
  EXPECT_TRUE(llama.gated_mlp);
}

TEST(TransformerLens, AnAttentionOnlyModelHasNoMlpWhateverItsWidth) {
  const ModelArchitecture model =
      read("\"LN\"", "\"standard\"", R"(, "attn_only": true, "gated_mlp": true)");
  EXPECT_TRUE(model.attn_only());
  EXPECT_EQ(model.act_fn, "");
  EXPECT_FALSE(model.gated_mlp);
}

TEST(TransformerLens, LocalAttentionInEachSpelling) {
  const auto local = [](std::string_view types) {
    return read(
        "\"LN\"", "\"standard\"",
        R"(, "use_local_attn": true, "window_size": 8, "attn_types": )" + std::string(types));
  };
  EXPECT_EQ(test::reaches(local(R"(["global", "local"])")), "gl");
  EXPECT_EQ(test::reaches(local(R"({"period": ["local", "global", "global"]})")), "lg");
  EXPECT_EQ(test::reaches(local(R"("local")")), "ll");
  EXPECT_EQ(test::reaches(local(R"(["local", "global", "local", "local"])")), "lg");
  EXPECT_EQ(local(R"("local")").window_size, 8);
  EXPECT_EQ(local(R"("global")").window_size, 0);
}

TEST(TransformerLens, AttentionTypesCountOnlyIfTheyAreUsed) {
  const ModelArchitecture model =
      read("\"LN\"", "\"standard\"",
           R"(, "use_local_attn": false, "window_size": 8, "attn_types": ["local", "local"])");
  EXPECT_TRUE(model.layers.empty());
  EXPECT_EQ(model.window_size, 0);
}

TEST(TransformerLens, LocalAttentionNeedsTypesAndAWindow) {
  EXPECT_EQ(error_with(R"(, "use_local_attn": true, "window_size": 8)"),
            "m.json:1:1: attn_types: missing");
  EXPECT_EQ(error_with(R"(, "use_local_attn": true, "attn_types": "local")"),
            "m.json:1:1: window_size: missing");
}

TEST(TransformerLens, AnUnknownWordNamesTheKnownOnes) {
  EXPECT_EQ(test::json_error(configuration("\"LN\"", "\"rotery\"")),
            "m.json:4:62: positional_embedding_type: must be one of standard, rotary, alibi, "
            "shortformer, relative_positional_bias "
            "(did you mean 'rotary'?)");
}

TEST(TransformerLens, AMisspeltEssentialKeyIsRecognised) {
  EXPECT_EQ(
      test::json_error("{\"normalization_type\": \"LN\", \"positional_embedding_type\": null,\n"
                       "\"n_layer\": 2, \"d_model\": 64, \"n_heads\": 4, \"d_vocab\": 10}"),
      "m.json:2:1: n_layers: missing (is 'n_layer' a misspelling of it?)");
}

}  // namespace
}  // namespace tviz
