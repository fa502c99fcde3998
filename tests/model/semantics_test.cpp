// SPDX-License-Identifier: MIT
// What each field of a TransformerLens configuration means for the model.
#include <gtest/gtest.h>

#include "support.hpp"

namespace tviz {
namespace {

/// A configuration with these fields beside those that every one has.
ModelArchitecture read_semantics(std::string_view more, std::string_view norm = R"("LN")",
                                 std::string_view positions = R"("standard")") {
  return test::from_json(
      R"({"n_layers": 6, "d_model": 64, "n_ctx": 32, "d_head": 16, "n_heads": 4, "d_mlp": 256,
          "d_vocab": 100, "act_fn": "gelu", "normalization_type": )" +
      std::string(norm) + R"(, "positional_embedding_type": )" + std::string(positions) +
      (more.empty() ? "" : ", ") + std::string(more) + "}");
}

TEST(Semantics, StandardPositionsAreLearned) {
  EXPECT_EQ(read_semantics("").positional_embedding, PositionalEmbedding::Learned);
}

TEST(Semantics, ShortformerPositionsActInsideAttention) {
  EXPECT_EQ(read_semantics("", R"("LN")", R"("shortformer")").positional_embedding,
            PositionalEmbedding::Shortformer);
}

TEST(Semantics, RotaryPositionsMayTurnAPartOfTheHead) {
  const ModelArchitecture model = read_semantics(R"("rotary_dim": 8)", R"("LN")", R"("rotary")");
  EXPECT_EQ(model.positional_embedding, PositionalEmbedding::Rotary);
  EXPECT_EQ(model.rotary_dim, 8);
}

TEST(Semantics, AlibiHasNoPositions) {
  const ModelArchitecture model = read_semantics("", R"("LN")", R"("alibi")");
  EXPECT_EQ(model.positional_embedding, PositionalEmbedding::Alibi);
  EXPECT_EQ(model.rotary_dim, 0);
}

TEST(Semantics, RelativePositionsMakeAnEncoderAndADecoder) {
  const ModelArchitecture model =
      read_semantics(R"("relative_attention_num_buckets": 32, "attention_dir": "bidirectional",
              "tie_word_embeddings": true, "use_attn_scale": false,
              "original_architecture": "T5ForConditionalGeneration")",
                     R"("LN")", R"("relative_positional_bias")");
  EXPECT_EQ(model.kind, "encoder_decoder");
  EXPECT_EQ(model.normalization, Normalization::RmsNorm);
  EXPECT_EQ(model.n_relative_buckets, 32);
  EXPECT_TRUE(model.causal);
  EXPECT_TRUE(model.tie_word_embeddings);
  EXPECT_EQ(model.score_scale, 1);
  EXPECT_FALSE(model.biases.mlp);
  EXPECT_TRUE(model.layer(5).cross_attention);
  ASSERT_EQ(model.encoders.size(), 1U);
  const ModelArchitecture& encoder = model.encoders.front();
  EXPECT_EQ(encoder.kind, "encoder");
  EXPECT_TRUE(encoder.encoders.empty());
  EXPECT_FALSE(encoder.causal);
  EXPECT_FALSE(encoder.biases.mlp);
  EXPECT_TRUE(encoder.shared_embedding);
  EXPECT_FALSE(encoder.layer(5).cross_attention);
  EXPECT_EQ(encoder.n_relative_buckets, 32);
}

TEST(Semantics, NormsWithWeights) {
  EXPECT_EQ(read_semantics("", R"("LN")").normalization, Normalization::LayerNorm);
  EXPECT_TRUE(read_semantics("", R"("LN")").learned_norms);
  EXPECT_EQ(read_semantics("", R"("RMS")").normalization, Normalization::RmsNorm);
  EXPECT_TRUE(read_semantics("", R"("RMS")").learned_norms);
}

TEST(Semantics, NormsWhoseWeightsAreFolded) {
  EXPECT_EQ(read_semantics("", R"("LNPre")").normalization, Normalization::LayerNorm);
  EXPECT_FALSE(read_semantics("", R"("LNPre")").learned_norms);
  EXPECT_EQ(read_semantics("", R"("RMSPre")").normalization, Normalization::RmsNorm);
  EXPECT_FALSE(read_semantics("", R"("RMSPre")").learned_norms);
  // The model itself has them.
  EXPECT_TRUE(
      read_semantics(R"("original_architecture": "GPT2LMHeadModel")", R"("LNPre")").learned_norms);
}

TEST(Semantics, ABridgeHasTheModulesOfItsArchitecture) {
  constexpr const char* kBridge =
      R"("original_architecture": null, "architecture": "GPTJForCausalLM",
         "parallel_attn_mlp": true)";
  const ModelArchitecture bridge = read_semantics(kBridge, R"("LN")", R"("rotary")");
  EXPECT_EQ(bridge.model_type, "gptj");
  EXPECT_TRUE(bridge.shared_norm);
  EXPECT_EQ(read_semantics(R"("architecture": "MyOwnModel")").model_type, "");
}

TEST(Semantics, NoNorms) {
  EXPECT_EQ(read_semantics("", "null").normalization, Normalization::None);
}

TEST(Semantics, TheLastNormMayBeAnotherOne) {
  EXPECT_EQ(read_semantics(R"("final_rms": true)", R"("LNPre")").final_normalization,
            Normalization::RmsNorm);
  EXPECT_EQ(read_semantics(R"("final_rms": true)", R"("RMS")").final_normalization,
            Normalization::None);
  EXPECT_EQ(read_semantics(R"("final_rms": false)").final_normalization, Normalization::None);
}

TEST(Semantics, ParallelBlocks) {
  EXPECT_TRUE(read_semantics(R"("parallel_attn_mlp": true)").parallel_attn_mlp);
  EXPECT_FALSE(read_semantics(R"("parallel_attn_mlp": false)").parallel_attn_mlp);
}

TEST(Semantics, ParallelBlocksShareTheirNormIfTheOriginalDoes) {
  const auto shared = [](std::string_view original) {
    return read_semantics(R"("parallel_attn_mlp": true, "original_architecture": ")" +
                              std::string(original) + '"',
                          R"("LN")", R"("rotary")")
        .shared_norm;
  };
  EXPECT_TRUE(shared("GPTJForCausalLM"));
  EXPECT_TRUE(shared("PhiForCausalLM"));
  EXPECT_FALSE(shared("GPTNeoXForCausalLM"));
}

TEST(Semantics, AttentionOnlyModelsHaveNoMlp) {
  const ModelArchitecture model = read_semantics(R"("attn_only": true)");
  EXPECT_TRUE(model.attn_only());
  EXPECT_EQ(model.d_mlp, 0);
}

TEST(Semantics, NormsBeforeAndAfterWorkWithRmsAlone) {
  constexpr const char* kBoth = R"("use_normalization_before_and_after": true)";
  EXPECT_EQ(read_semantics(kBoth, R"("RMS")").norm_placement, NormPlacement::Sandwich);
  EXPECT_EQ(read_semantics(kBoth, R"("LN")").norm_placement, NormPlacement::Pre);
}

TEST(Semantics, OlmoIsKnownByItsArchitecture) {
  for (const char* original : {"Olmo2ForCausalLM", "Olmo3ForCausalLM"}) {
    const ModelArchitecture model = read_semantics(
        R"("original_architecture": ")" + std::string(original) + '"', R"("RMS")", R"("rotary")");
    EXPECT_EQ(model.norm_placement, NormPlacement::Post);
    EXPECT_EQ(model.query_key_norm, QueryKeyNorm::WholeVector);
  }
}

TEST(Semantics, BertHasItsNormsOnTheStream) {
  const ModelArchitecture model = read_semantics(R"("attention_dir": "bidirectional",
                                          "original_architecture": "BertForMaskedLM")");
  EXPECT_EQ(model.kind, "encoder");
  EXPECT_FALSE(model.causal);
  EXPECT_EQ(model.norm_placement, NormPlacement::OnStream);
  EXPECT_TRUE(model.embedding_norm);
  EXPECT_FALSE(model.final_norm);
  EXPECT_EQ(model.output_head, OutputHead::MaskedLanguageModel);
  EXPECT_EQ(model.n_token_types, 2);
}

TEST(Semantics, AudioEncodersHaveNoVocabulary) {
  const ModelArchitecture model = test::from_json(R"({"n_layers": 2, "d_model": 64, "n_ctx": 32,
    "n_heads": 4, "d_mlp": 256, "d_vocab": -1, "d_vocab_out": -1, "act_fn": "gelu",
    "normalization_type": "LN", "positional_embedding_type": "standard",
    "attention_dir": "bidirectional", "original_architecture": "HubertModel"})");
  EXPECT_EQ(model.d_vocab, 0);
  EXPECT_EQ(model.patches.d_wave, 512);
  EXPECT_EQ(model.norm_placement, NormPlacement::OnStream);
  EXPECT_EQ(model.output_head, OutputHead::None);
}

TEST(Semantics, TypesOfAttentionCountIfTheyAreUsed) {
  constexpr const char* kTypes =
      R"("window_size": 8, "attn_types": {"period": ["global", "local"]})";
  EXPECT_EQ(test::reaches(read_semantics(R"("use_local_attn": true, )" + std::string(kTypes))),
            "glglgl");
  EXPECT_EQ(test::reaches(read_semantics(R"("use_local_attn": false, )" + std::string(kTypes))),
            "");
}

TEST(Semantics, FewerKeyValueHeadsAreGroups) {
  EXPECT_EQ(read_semantics(R"("n_key_value_heads": null)").n_key_value_heads, 4);
  EXPECT_EQ(read_semantics(R"("n_key_value_heads": 2)").n_key_value_heads, 2);
  EXPECT_EQ(read_semantics(R"("n_key_value_heads": 1)").n_key_value_heads, 1);
}

TEST(Semantics, GatedMlp) { EXPECT_TRUE(read_semantics(R"("gated_mlp": true)").gated_mlp); }

TEST(Semantics, ActivationsWithANormInside) {
  const auto norm_of = [](std::string_view activation) {
    return test::from_json(R"({"n_layers": 1, "d_model": 64, "n_ctx": 8, "n_heads": 4,
      "d_vocab": 9, "normalization_type": "LN", "positional_embedding_type": "standard",
      "act_fn": ")" + std::string(activation) +
                           "\"}")
        .mlp_norm;
  };
  EXPECT_TRUE(norm_of("solu_ln"));
  EXPECT_TRUE(norm_of("gelu_ln"));
  EXPECT_FALSE(norm_of("gelu"));
  EXPECT_FALSE(read_semantics(R"("attn_only": true)").mlp_norm);
}

TEST(Semantics, ExpertsAreGatedAndWinOverTheMlp) {
  const ModelArchitecture model = read_semantics(R"("num_experts": 8, "experts_per_token": 2)");
  EXPECT_EQ(model.experts.n_experts, 8);
  EXPECT_EQ(model.experts.experts_per_token, 2);
  EXPECT_EQ(model.experts.d_expert, 256);
  EXPECT_TRUE(model.gated_mlp);
  EXPECT_EQ(model.layer(5).feed_forward, FeedForward::Experts);
  const ModelArchitecture gpt_oss = read_semantics(R"("num_experts": 8, "experts_per_token": 2,
                                            "original_architecture": "GptOssForCausalLM")");
  EXPECT_TRUE(gpt_oss.experts.biases);
  EXPECT_TRUE(gpt_oss.experts.router_bias);
  EXPECT_TRUE(gpt_oss.attention_sinks);
}

TEST(Semantics, NormsOfQueriesAndKeys) {
  EXPECT_EQ(read_semantics(R"("use_qk_norm": true)").query_key_norm, QueryKeyNorm::PerHead);
  EXPECT_EQ(read_semantics(R"("use_qk_norm": false)").query_key_norm, QueryKeyNorm::None);
  EXPECT_EQ(read_semantics(R"("use_qk_norm": false, "original_architecture": "OlmoeForCausalLM")")
                .query_key_norm,
            QueryKeyNorm::WholeVector);
}

TEST(Semantics, ANormAboveTheEmbedding) {
  EXPECT_TRUE(read_semantics(R"("post_embedding_ln": true)").embedding_norm);
  EXPECT_FALSE(read_semantics("").embedding_norm);
}

TEST(Semantics, SoftCaps) {
  const ModelArchitecture model =
      read_semantics(R"("attn_scores_soft_cap": 50.0, "output_logits_soft_cap": 30.0)");
  EXPECT_EQ(model.attention_soft_cap, 50);
  EXPECT_EQ(model.logit_soft_cap, 30);
  // TransformerLens writes -1 for none.
  EXPECT_EQ(read_semantics(R"("attn_scores_soft_cap": -1.0)").attention_soft_cap, 0);
}

TEST(Semantics, TheCountThatADumpHoldsIsNotTaken) {
  EXPECT_EQ(read_semantics(R"("n_params": 7)"), read_semantics(""));
}

}  // namespace
}  // namespace tviz
