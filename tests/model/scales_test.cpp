// SPDX-License-Identifier: MIT
// Factors that configurations put before scores, embeddings, sums and logits.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "support.hpp"

namespace tviz {
namespace {

using test::from_json;

/// A configuration with these keys beside the sizes.
ModelArchitecture model_of(const std::string& model_type, const std::string& more) {
  return from_json(R"({"model_type": ")" + model_type +
                   R"(", "num_hidden_layers": 4, "hidden_size": 96, "num_attention_heads": 2,
      "num_key_value_heads": 1, "head_dim": 64, "intermediate_size": 16, "vocab_size": 10)" +
                   more + "}");
}

TEST(Scales, AreOneUnlessToldOtherwise) {
  const ModelArchitecture model = model_of("llama", "");
  EXPECT_EQ(model.score_scale, 0);
  EXPECT_EQ(model.embedding_scale, 1);
  EXPECT_EQ(model.residual_scale, 1);
  EXPECT_EQ(model.logit_scale, 1);
}

TEST(Scales, GraniteHasFour) {
  const ModelArchitecture model =
      model_of("granite", R"(, "attention_multiplier": 0.015625, "embedding_multiplier": 12,
        "residual_multiplier": 0.22, "logits_scaling": 8)");
  EXPECT_EQ(model.score_scale, 1.0 / 64);
  EXPECT_EQ(model.embedding_scale, 12);
  EXPECT_EQ(model.residual_scale, 0.22);
  EXPECT_EQ(model.logit_scale, 1.0 / 8);
  EXPECT_TRUE(model.unread.empty());
}

TEST(Scales, GemmaScalesItsEmbeddingAndItsQueries) {
  const ModelArchitecture model = model_of("gemma2", R"(, "query_pre_attn_scalar": 144)");
  EXPECT_DOUBLE_EQ(model.score_scale, 1.0 / 12);
  EXPECT_DOUBLE_EQ(model.embedding_scale, std::sqrt(96.0));
  EXPECT_TRUE(model.unread.empty());
  EXPECT_DOUBLE_EQ(model_of("gemma2", "").score_scale, 1.0 / 16);
  EXPECT_EQ(model_of("gemma", "").score_scale, 0);
}

TEST(Scales, MinicpmDependsOnItsDepthAndWidth) {
  const ModelArchitecture model = model_of("minicpm", R"(, "scale_emb": 12, "scale_depth": 1.4,
      "dim_model_base": 24)");
  EXPECT_EQ(model.embedding_scale, 12);
  EXPECT_DOUBLE_EQ(model.residual_scale, 1.4 / 2);
  EXPECT_DOUBLE_EQ(model.logit_scale, 1.0 / 4);
  EXPECT_TRUE(model.unread.empty());
}

TEST(Scales, CohereScalesItsLogits) {
  EXPECT_EQ(model_of("cohere", R"(, "logit_scale": 0.25)").logit_scale, 0.25);
  EXPECT_EQ(model_of("cohere", "").logit_scale, 0.0625);
}

TEST(Scales, ATiedT5ScalesItsLogits) {
  constexpr const char* kT5 = R"({"model_type": "t5", "num_layers": 1, "d_model": 64, "d_kv": 8,
      "num_heads": 2, "d_ff": 16, "vocab_size": 10, "tie_word_embeddings": )";
  EXPECT_EQ(from_json(std::string(kT5) + "true}").logit_scale, 1.0 / 8);
  EXPECT_EQ(from_json(std::string(kT5) + "false}").logit_scale, 1);
}

TEST(Scales, BartMayScaleBothEmbeddings) {
  constexpr const char* kBart = R"({"model_type": "bart", "encoder_layers": 1, "decoder_layers": 1,
      "d_model": 64, "encoder_attention_heads": 2, "decoder_attention_heads": 2,
      "encoder_ffn_dim": 16, "decoder_ffn_dim": 16, "vocab_size": 10, "scale_embedding": )";
  const ModelArchitecture scaled = from_json(std::string(kBart) + "true}");
  EXPECT_EQ(scaled.embedding_scale, 8);
  EXPECT_EQ(scaled.encoders.front().embedding_scale, 8);
  EXPECT_TRUE(scaled.unread.empty());
  EXPECT_EQ(from_json(std::string(kBart) + "false}").embedding_scale, 1);
}

TEST(Scales, ADumpOfTransformerLensMayDivideScores) {
  constexpr const char* kDump = R"({"n_layers": 1, "d_model": 64, "n_ctx": 8, "d_head": 16,
      "n_heads": 4, "d_vocab": 10, "act_fn": "gelu", "attn_scale": )";
  EXPECT_EQ(from_json(std::string(kDump) + "8.0}").score_scale, 1.0 / 8);
  EXPECT_EQ(from_json(std::string(kDump) + "-1.0}").score_scale, 0);
  EXPECT_EQ(from_json(std::string(kDump) + R"(8.0, "use_attn_scale": false})").score_scale, 1);
}

TEST(Scales, ANumberThatIsNoneIsAnError) {
  EXPECT_EQ(test::thrown([] { model_of("granite", R"(, "logits_scaling": "eight")"); }),
            R"(m.json:2:110: logits_scaling: must be a number, got "eight")");
}

}  // namespace
}  // namespace tviz
