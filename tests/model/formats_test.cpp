// SPDX-License-Identifier: MIT
// Files that are no config.json of Hugging Face: each is read by its keys, or refused by what it
// is.
#include <gtest/gtest.h>

#include <string>

#include "support.hpp"

namespace tviz {
namespace {

using test::from_json;
using test::json_error;

TEST(Formats, MetaGivesTheWidthOfTheMlpByMultiples) {
  const ModelArchitecture model = from_json(R"({"dim": 4096, "n_layers": 2, "n_heads": 32,
    "n_kv_heads": 8, "vocab_size": 128256, "multiple_of": 1024, "ffn_dim_multiplier": 1.3,
    "norm_eps": 1e-5, "rope_theta": 500000.0})");
  EXPECT_EQ(model.d_mlp, 14336);
  EXPECT_EQ(model.n_key_value_heads, 8);
  EXPECT_EQ(model.normalization, Normalization::RmsNorm);
  EXPECT_EQ(model.warnings.front(), "no model_type, read as the params.json of a model like Llama");
  EXPECT_TRUE(model.unread.empty());
}

TEST(Formats, MetaLeavesTheVocabularyToTheTokenizer) {
  EXPECT_NE(json_error(R"({"dim": 8, "n_layers": 1, "n_heads": 2, "vocab_size": -1})")
                .find("left to the tokenizer"),
            std::string::npos);
}

TEST(Formats, MistralWritesItsExpertsUnderMoe) {
  const ModelArchitecture model = from_json(R"({"dim": 64, "n_layers": 2, "head_dim": 16,
    "hidden_dim": 128, "n_heads": 4, "n_kv_heads": 2, "norm_eps": 1e-5, "vocab_size": 100,
    "moe": {"num_experts_per_tok": 2, "num_experts": 8}})");
  EXPECT_EQ(model.experts.n_experts, 8);
  EXPECT_EQ(model.experts.d_expert, 128);
}

TEST(Formats, ATypeMayBeSpeltInMetasWords) {
  const ModelArchitecture model = from_json(R"({"model_type": "arcee", "dim": 64, "n_layers": 1,
    "n_heads": 4, "vocab_size": 100, "mlp_structure": "2_projection"})");
  EXPECT_EQ(model.warnings.front(),
            "the keys are not those of model type 'arcee', read as the params.json of a model "
            "like Llama");
  EXPECT_EQ(model.unread.size(), 1U);
}

TEST(Formats, NanoGptIsGpt2WithoutBiasesIfItSaysSo) {
  const ModelArchitecture model = from_json(R"({"n_layer": 6, "n_head": 6, "n_embd": 384,
    "block_size": 256, "vocab_size": 65, "bias": false, "dropout": 0.2})");
  EXPECT_EQ(model.n_ctx, 256);
  EXPECT_FALSE(model.biases.norm);
  EXPECT_FALSE(model.biases.mlp);
  EXPECT_TRUE(model.tie_word_embeddings);
}

TEST(Formats, BertIsKnownByItsTokenTypes) {
  const ModelArchitecture model = from_json(R"({"hidden_act": "gelu", "hidden_size": 768,
    "intermediate_size": 3072, "max_position_embeddings": 512, "num_attention_heads": 12,
    "num_hidden_layers": 12, "type_vocab_size": 2, "vocab_size": 30522})");
  EXPECT_EQ(model.kind, "encoder");
  EXPECT_EQ(model.norm_placement, NormPlacement::OnStream);
}

TEST(Formats, GptNeoxLeavesTheVocabularyToTheTokenizer) {
  const ModelArchitecture model = read_model(parse_yaml(R"({"num-layers": 12, "hidden-size": 768,
    "num-attention-heads": 12, "pos-emb": "rotary", "rotary-pct": 0.25, "no-weight-tying": true,
    "gpt-j-residual": true})",
                                                        "m.yml"));
  EXPECT_TRUE(model.parallel_attn_mlp);
  EXPECT_EQ(model.rotary_dim, 16);
  EXPECT_FALSE(model.tie_word_embeddings);
  EXPECT_EQ(model.warnings.back(), "d_vocab: given by the tokenizer, 50304 assumed");
}

TEST(Formats, GptNeoxHalvesNoWidthButPartsIt) {
  const ModelArchitecture model = from_json(R"({"num_layers": 2, "hidden_size": 8192,
    "intermediate_size": 86016, "num_attention_heads": 64, "num_kv_heads": 8, "norm": "rmsnorm",
    "activation": "swiglu", "mlp_multiple_of": 256, "pos_emb": "rotary"})");
  EXPECT_EQ(model.d_mlp, 28672);
  EXPECT_TRUE(model.gated_mlp);
}

TEST(Formats, OlmosTrainingCodeHasItsModelUnderOneKey) {
  const ModelArchitecture model = from_json(R"({"run_name": "x", "model": {"d_model": 2048,
    "n_heads": 16, "n_layers": 2, "mlp_ratio": 8, "weight_tying": true, "rope": true,
    "activation_type": "swiglu", "include_bias": false, "layer_norm_with_affine": false,
    "max_sequence_length": 2048, "vocab_size": 50280, "embedding_size": 50304}})");
  EXPECT_EQ(model.d_mlp, 8192);
  EXPECT_EQ(model.d_vocab, 50304);
  EXPECT_FALSE(model.learned_norms);
}

TEST(Formats, LitGptNamesItsClasses) {
  const ModelArchitecture model = from_json(R"({"name": "pythia-14m", "n_layer": 6, "n_head": 4,
    "n_embd": 128, "block_size": 512, "padded_vocab_size": 50304, "rotary_percentage": 0.25,
    "parallel_residual": true, "bias": true, "norm_class_name": "LayerNorm",
    "mlp_class_name": "GptNeoxMLP", "intermediate_size": 512})");
  EXPECT_EQ(model.d_mlp, 512);
  EXPECT_TRUE(model.parallel_attn_mlp);
  EXPECT_EQ(model.rotary_dim, 8);
}

TEST(Formats, OpenClipHasTwoTowers) {
  const ModelArchitecture model = from_json(R"({"embed_dim": 512,
    "vision_cfg": {"image_size": 224, "layers": 12, "width": 768, "patch_size": 32},
    "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 512, "heads": 8,
                 "layers": 12}})");
  EXPECT_EQ(model.kind, "dual_encoder");
  ASSERT_EQ(model.encoders.size(), 1U);
  EXPECT_EQ(model.encoders[0].n_heads, 12);
  EXPECT_EQ(model.projector.d_out, 512);
}

TEST(Formats, WhispersOwnDimensionsAreThoseOfTwoStacks) {
  const ModelArchitecture model = from_json(R"({"n_mels": 80, "n_audio_ctx": 1500,
    "n_audio_state": 384, "n_audio_head": 6, "n_audio_layer": 4, "n_vocab": 51865,
    "n_text_ctx": 448, "n_text_state": 384, "n_text_head": 6, "n_text_layer": 4})");
  EXPECT_EQ(model.kind, "encoder_decoder");
  EXPECT_EQ(test::parameters(model), 37'760'640);
}

TEST(Formats, MambasAuthorsRoundTheVocabulary) {
  const ModelArchitecture model = from_json(R"({"d_model": 768, "n_layer": 24,
    "vocab_size": 50277, "ssm_cfg": {}, "rms_norm": true, "residual_in_fp32": true,
    "fused_add_norm": true, "pad_vocab_size_multiple": 8})");
  EXPECT_EQ(model.d_vocab, 50280);
  EXPECT_EQ(test::parameters(model), 129'135'360);
}

TEST(Formats, WhatIsNoModelIsRefusedByWhatItIs) {
  const auto says = [](const std::string& text, const std::string& message) {
    return json_error(text).find(message) != std::string::npos;
  };
  EXPECT_TRUE(says(R"({"_class_name": "FluxTransformer2DModel", "num_layers": 19})",
                   "FluxTransformer2DModel is a part of a diffusers pipeline"));
  EXPECT_TRUE(says(R"({"peft_type": "LORA", "base_model_name_or_path": "a/b", "r": 16})",
                   "a PEFT adapter for a/b; give the configuration of that model"));
  EXPECT_TRUE(says(R"({"peft_type": "LORA", "base_model_name_or_path": null})",
                   "a PEFT adapter, not a model"));
  EXPECT_TRUE(says(R"({"tokenizer_class": "GPT2Tokenizer", "model_max_length": 1024})",
                   "settings of a tokenizer (GPT2Tokenizer)"));
  EXPECT_TRUE(says(R"({"model": {"_component_": "torchtune.models.llama3.llama3_8b"}})",
                   "stand in the function torchtune.models.llama3.llama3_8b"));
  EXPECT_TRUE(says(R"({"attention_config": [[["gmlp"], "all"]], "num_layers": 12,
                       "hidden_size": 768, "num_attention_heads": 12})",
                   "gMLP, which mixes tokens by a gate"));
  EXPECT_TRUE(says(R"({"learning_rate": 0.1, "batch_size": 8})",
                   "this is no configuration of a model that tviz knows"));
}

}  // namespace
}  // namespace tviz
