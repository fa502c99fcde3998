// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "support.hpp"

namespace tviz {
namespace {

using test::from_json;
using test::json_error;
using test::parameters;

TEST(HuggingFace, Gpt2WithoutInnerWidthHasFourTimesItsWidth) {
  const ModelArchitecture model = from_json(R"({
    "activation_function": "gelu_new", "architectures": ["GPT2LMHeadModel"], "model_type": "gpt2",
    "n_ctx": 1024, "n_embd": 768, "n_head": 12, "n_inner": null, "n_layer": 12,
    "n_positions": 1024, "bos_token_id": 50256, "task_specific_params": {"x": {"y": 1}},
    "vocab_size": 50257})");
  EXPECT_EQ(model.d_mlp, 3072);
  EXPECT_EQ(model.d_head, 64);
  EXPECT_TRUE(model.tie_word_embeddings);
  EXPECT_EQ(parameters(model), 124'439'808);
  EXPECT_TRUE(model.warnings.empty());
}

TEST(HuggingFace, Gpt2FollowsItsSwitches) {
  const ModelArchitecture model = from_json(R"({
    "model_type": "gpt2", "n_layer": 1, "n_embd": 8, "n_head": 2, "vocab_size": 5, "n_inner": 20,
    "tie_word_embeddings": false, "activation_function": "relu"})");
  EXPECT_EQ(model.d_mlp, 20);
  EXPECT_FALSE(model.tie_word_embeddings);
  EXPECT_EQ(model.act_fn, "relu");
  EXPECT_EQ(model.n_ctx, 1024);
}

TEST(HuggingFace, GptNeoAlternatesBothWaysOfSayingIt) {
  constexpr std::string_view kRest = R"("model_type": "gpt_neo", "hidden_size": 768,
    "num_heads": 12, "num_layers": 4, "intermediate_size": null, "max_position_embeddings": 2048,
    "vocab_size": 50257, "window_size": 128)";
  const auto read = [&](std::string_view layers) {
    return from_json("{" + std::string(kRest) + std::string(layers) + "}");
  };
  EXPECT_EQ(test::reaches(read("")), "glgl");
  EXPECT_EQ(test::reaches(read(R"(, "attention_layers": ["local", "local", "global", "local"])")),
            "llgl");
  EXPECT_EQ(test::reaches(read(R"(, "attention_types": [[["global"], 2], [["local"], 2]])")),
            "ggll");
  const ModelArchitecture model = read("");
  EXPECT_EQ(model.window_size, 128);
  EXPECT_EQ(model.d_mlp, 3072);
  EXPECT_FALSE(model.biases.query_key_value);
  EXPECT_TRUE(model.biases.attention_output);
}

TEST(HuggingFace, GptNeoThatIsAllGlobalHasNoWindow) {
  const ModelArchitecture model = from_json(R"({"model_type": "gpt_neo", "hidden_size": 8,
    "num_heads": 2, "num_layers": 2, "vocab_size": 5, "attention_layers": ["global", "global"]})");
  EXPECT_TRUE(model.layers.empty());
  EXPECT_EQ(model.window_size, 0);
}

TEST(HuggingFace, GptNeoWithTheWrongNumberOfLayersIsRefused) {
  EXPECT_EQ(json_error(R"({"model_type": "gpt_neo", "hidden_size": 8, "num_heads": 2,
    "num_layers": 3, "vocab_size": 5, "attention_types": [[["global", "local"], 2]]})"),
            "m.json:2:58: attention_types: must name 'global' or 'local' for each of the 3 layers "
            "(it names 4)");
  EXPECT_EQ(json_error(R"({"model_type": "gpt_neo", "hidden_size": 8, "num_heads": 2,
    "num_layers": 3, "vocab_size": 5, "attention_types": [[["global"], 999999999999999999]]})"),
            "m.json:2:58: attention_types: must name 'global' or 'local' for each of the 3 layers");
}

TEST(HuggingFace, GptNeoXDefaultsAreThoseOfPythia) {
  const ModelArchitecture model = from_json(R"({"model_type": "gpt_neox", "hidden_size": 512,
    "num_attention_heads": 8, "num_hidden_layers": 6, "intermediate_size": 2048,
    "max_position_embeddings": 2048, "vocab_size": 50304})");
  EXPECT_TRUE(model.parallel_attn_mlp);
  EXPECT_EQ(model.rotary_dim, 16);
  EXPECT_TRUE(model.biases.query_key_value);
  EXPECT_FALSE(model.tie_word_embeddings);
  EXPECT_EQ(parameters(model), 70'426'624);
}

TEST(HuggingFace, GptNeoXMayBeSequentialAndRotateWhollyAndHaveNoBias) {
  const ModelArchitecture model = from_json(R"({"model_type": "gpt_neox", "hidden_size": 2560,
    "num_attention_heads": 32, "num_hidden_layers": 32, "intermediate_size": 10240,
    "max_position_embeddings": 2048, "vocab_size": 50432, "rotary_pct": 1.0,
    "use_parallel_residual": false, "attention_bias": false})");
  EXPECT_FALSE(model.parallel_attn_mlp);
  EXPECT_EQ(model.rotary_dim, 80);
  EXPECT_FALSE(model.biases.query_key_value);
  EXPECT_FALSE(model.biases.attention_output);
  EXPECT_TRUE(model.biases.mlp);
}

TEST(HuggingFace, LlamaWithGroupedQueries) {
  const ModelArchitecture model = from_json(R"({"architectures": ["LlamaForCausalLM"],
    "model_type": "llama", "hidden_size": 2048, "intermediate_size": 8192, "head_dim": 64,
    "num_attention_heads": 32, "num_hidden_layers": 16, "num_key_value_heads": 8,
    "max_position_embeddings": 131072, "rope_scaling": {"factor": 32.0}, "hidden_act": "silu",
    "eos_token_id": [1, 2], "tie_word_embeddings": true, "vocab_size": 128256})");
  EXPECT_EQ(model.n_key_value_heads, 8);
  EXPECT_TRUE(model.gated_mlp);
  EXPECT_EQ(model.normalization, Normalization::RmsNorm);
  EXPECT_EQ(parameters(model), 1'235'814'400);
}

TEST(HuggingFace, LlamaWithoutKeyValueHeadsHasOneForEachHead) {
  const ModelArchitecture model = from_json(R"({"model_type": "llama", "hidden_size": 64,
    "intermediate_size": 100, "num_attention_heads": 4, "num_hidden_layers": 1,
    "num_key_value_heads": null, "head_dim": null, "vocab_size": 10, "attention_bias": true,
    "mlp_bias": true})");
  EXPECT_EQ(model.n_key_value_heads, 4);
  EXPECT_EQ(model.d_head, 16);
  EXPECT_TRUE(model.biases.query_key_value);
  EXPECT_TRUE(model.biases.mlp);
}

TEST(HuggingFace, MistralsWindowIsOnUnlessNull) {
  const auto read = [](std::string_view window) {
    return from_json(R"({"model_type": "mistral", "hidden_size": 5120, "intermediate_size": 14336,
      "num_attention_heads": 32, "num_hidden_layers": 40, "num_key_value_heads": 8,
      "head_dim": 128, "max_position_embeddings": 131072, "vocab_size": 131072)" +
                     std::string(window) + "}");
  };
  EXPECT_EQ(read("").window_size, 4096);
  EXPECT_EQ(read(R"(, "sliding_window": 1024)").window_size, 1024);
  EXPECT_EQ(read(R"(, "sliding_window_size": 512)").window_size, 512);
  EXPECT_EQ(test::reaches(read("")), std::string(40, 'l'));
  const ModelArchitecture global = read(R"(, "sliding_window": null)");
  EXPECT_EQ(global.window_size, 0);
  EXPECT_TRUE(global.layers.empty());
  EXPECT_EQ(global.d_head, 128);  // Not d_model / n_heads.
  EXPECT_EQ(parameters(global), 12'247'782'400);
}

TEST(HuggingFace, TheClassNameWillDoWithoutAModelType) {
  const ModelArchitecture model = from_json(
      R"({"architectures": ["GPT2LMHeadModel"], "n_layer": 1, "n_embd": 8, "n_head": 2,
          "vocab_size": 5})");
  EXPECT_EQ(model.act_fn, "gelu_new");
}

TEST(HuggingFace, AnotherHeadIsSaid) {
  const ModelArchitecture model = from_json(
      R"({"architectures": ["GPT2DoubleHeadsModel"], "model_type": "gpt2", "n_layer": 1,
          "n_embd": 8, "n_head": 2, "vocab_size": 5})");
  EXPECT_EQ(model.warnings,
            std::vector<std::string>{"architectures: GPT2DoubleHeadsModel is drawn as "
                                     "GPT2LMHeadModel"});
}

TEST(HuggingFace, TheClassOfADecoderTellsItsHead) {
  const auto read = [](const std::string& class_name) {
    return from_json(R"({"model_type": "llama", "hidden_size": 8, "intermediate_size": 16,
      "num_attention_heads": 2, "num_hidden_layers": 1, "vocab_size": 5,
      "id2label": {"0": "a", "1": "b", "2": "c"}, "architectures": [")" +
                     class_name + R"("]})");
  };
  EXPECT_EQ(read("LlamaModel").output_head, OutputHead::None);
  const ModelArchitecture classifier = read("LlamaForSequenceClassification");
  EXPECT_EQ(classifier.output_head, OutputHead::Classifier);
  EXPECT_EQ(classifier.n_labels, 3);
  EXPECT_EQ(read("LlamaForTokenClassification").output_head, OutputHead::TokenClassifier);
  EXPECT_EQ(read("LlamaForQuestionAnswering").n_labels, 2);
  for (const char* name : {"LlamaModel", "LlamaForSequenceClassification"}) {
    EXPECT_TRUE(read(name).warnings.empty()) << name;
  }
  // Of another family nothing is known but what it says itself.
  EXPECT_EQ(read("MyModel").output_head, OutputHead::LanguageModel);
  EXPECT_FALSE(read("MyModel").warnings.empty());
}

TEST(HuggingFace, LayersMayHaveNumbersOfTheirOwn) {
  const ModelArchitecture model = from_json(R"({"model_type": "llama", "hidden_size": 64,
    "intermediate_size": 100, "num_attention_heads": 4, "num_hidden_layers": 3, "vocab_size": 10,
    "per_layer_config": {"01": {"head_dim": 32, "num_key_value_heads": 2, "gain": 3}}})");
  EXPECT_EQ(model.layer(0).d_head, 0);
  EXPECT_EQ(model.layer(1).d_head, 32);
  EXPECT_EQ(model.layer(1).n_key_value_heads, 2);
  ASSERT_EQ(model.unread.size(), 1U);
  EXPECT_EQ(model.unread[0].key, "per_layer_config.01.gain");
}

TEST(HuggingFace, TheFileOrItsFolderNamesTheModel) {
  constexpr std::string_view kText =
      R"({"model_type": "gpt2", "n_layer": 1, "n_embd": 8, "n_head": 2, "vocab_size": 5})";
  const auto name = [&](std::string source) {
    return read_model(parse_json(kText, std::move(source))).model_name;
  };
  EXPECT_EQ(name("models/Tiny-1.5B.json"), "Tiny-1.5B");
  EXPECT_EQ(name("models/tiny/config.json"), "tiny");
  EXPECT_EQ(name("config.json"), "Transformer");
  EXPECT_EQ(name("standard input"), "Transformer");
}

TEST(HuggingFace, TheTitleIsANameOrSaysWhatItIs) {
  const auto title = [&](const std::string& more, std::string source) {
    const std::string text =
        R"({"model_type": "gpt2", "n_layer": 3, "n_embd": 8, "n_head": 2, "vocab_size": 5)" + more;
    return read_model(parse_json(text + "}", std::move(source))).title;
  };
  EXPECT_EQ(title("", "config.json"), "GPT2 architecture, 3 layers");
  EXPECT_EQ(title("", "/home/me/runs/17/config.json"), "GPT2 architecture, 3 layers");
  EXPECT_EQ(title(R"(, "architectures": ["GPT2LMHeadModel"])", "m.json"),
            "GPT2 architecture, 3 layers");
  EXPECT_EQ(title(R"(, "architectures": ["GPT2ForSequenceClassification"])", "m.json"),
            "GPT2 architecture, 3 layers");
  EXPECT_EQ(title(R"(, "_name_or_path": "stanford-crfm/alias-gpt2")", "m.json"), "alias-gpt2");
  EXPECT_EQ(title(R"(, "_name_or_path": "./out/checkpoint-100")", "m.json"),
            "GPT2 architecture, 3 layers");
  const std::string snapshot = "/snapshots/607a30d783dfa663caf39e06633721c8d4cfcd7e/config.json";
  EXPECT_EQ(title("", "/hub/models--openai-community--gpt2" + snapshot), "gpt2");
  EXPECT_EQ(title("", "/elsewhere" + snapshot), "GPT2 architecture, 3 layers");
}

TEST(HuggingFace, ADigestNamesNoModel) {
  constexpr std::string_view kText =
      R"({"model_type": "gpt2", "n_layer": 1, "n_embd": 8, "n_head": 2, "vocab_size": 5})";
  const auto name = [&](std::string source) {
    return read_model(parse_json(kText, std::move(source))).model_name;
  };
  const std::string snapshot = "/snapshots/607a30d783dfa663caf39e06633721c8d4cfcd7e/config.json";
  EXPECT_EQ(name("/elsewhere" + snapshot), "Transformer");
  EXPECT_EQ(name("/hub/models--openai-community--gpt2" + snapshot), "openai-community/gpt2");
}

TEST(HuggingFace, WithoutATypeNothingIsKnown) {
  EXPECT_EQ(json_error(R"({"model_type": null})"), "m.json:1:1: model_type: missing");
  EXPECT_EQ(json_error(R"({"model_type": 2})"),
            "m.json:1:16: model_type: must be text, got 2 (put it in quotes)");
}

TEST(HuggingFace, AnUnknownTypeIsReadByItsKeysAndWhatIsAssumedIsSaid) {
  const ModelArchitecture model = from_json(R"({"model_type": "novel", "n_layers": 2, "dim": 64,
    "n_heads": 4, "n_kv_heads": 2, "vocab_size": 100, "max_seq_len": 256,
    "layer_norm_eps": 1e-5, "bias": true})");
  EXPECT_EQ(model.kind, "decoder");
  EXPECT_EQ(model.n_layers, 2);
  EXPECT_EQ(model.d_model, 64);
  EXPECT_EQ(model.n_key_value_heads, 2);
  EXPECT_EQ(model.d_mlp, 256);
  EXPECT_EQ(model.n_ctx, 256);
  EXPECT_EQ(model.normalization, Normalization::LayerNorm);
  EXPECT_EQ(model.positional_embedding, PositionalEmbedding::Rotary);
  EXPECT_TRUE(model.biases.mlp);
  EXPECT_EQ(model.warnings,
            (std::vector<std::string>{
                "model type 'novel' is not known, read as a decoder",
                "act_fn: not given, silu assumed", "positional_embedding: rotary positions assumed",
                "d_mlp: not given, four times d_model assumed", "gated_mlp: a gated MLP assumed",
                "tie_word_embeddings: an unembedding of its own assumed"}));
}

TEST(HuggingFace, AnUnknownTypeWithExpertsHasThem) {
  const ModelArchitecture model = from_json(R"({"model_type": "novel_moe", "hidden_size": 64,
    "num_hidden_layers": 3, "num_attention_heads": 4, "vocab_size": 100,
    "intermediate_size": 128, "moe_intermediate_size": 32, "n_routed_experts": 8,
    "num_experts_per_tok": 2, "n_shared_experts": 1, "first_k_dense_replace": 1})");
  EXPECT_EQ(model.experts.n_experts, 8);
  EXPECT_EQ(model.experts.d_expert, 32);
  EXPECT_EQ(model.experts.d_shared, 32);
  EXPECT_EQ(model.layer(0).feed_forward, FeedForward::Dense);
  EXPECT_EQ(model.layer(1).feed_forward, FeedForward::Experts);
}

TEST(HuggingFace, AModelKnowsItsType) {
  constexpr std::string_view kRest = R"("hidden_size": 64, "num_hidden_layers": 2,
    "num_attention_heads": 8, "intermediate_size": 128, "vocab_size": 100})";
  const auto type = [&](const std::string& names) {
    return from_json("{" + names + ", " + std::string(kRest)).model_type;
  };
  EXPECT_EQ(type(R"("model_type": "mistral")"), "mistral");
  EXPECT_EQ(type(R"("architectures": ["MistralForCausalLM"])"), "mistral");
  EXPECT_EQ(type(R"("model_type": "my_own", "architectures": ["MistralForCausalLM"])"), "mistral");
  EXPECT_EQ(type(R"("model_type": "novel")"), "novel");
  // The whole is what it is, not the decoder in it.
  const std::string text = R"("text_config": {"model_type": "llama", )" + std::string(kRest);
  EXPECT_EQ(from_json(R"({"model_type": "llava", )" + text + "}").model_type, "llava");
  EXPECT_EQ(from_json(R"({"model_type": "novel", )" + text + "}").model_type, "novel");
  EXPECT_EQ(from_json(R"({"n_layers": 1, "d_model": 8, "n_heads": 2, "d_vocab": 5})").model_type,
            "");
}

TEST(HuggingFace, NamesOfOurOwnAreNoTypes) {
  for (const char* name : {"decoder", "encoder", "dictionary", "transformer_lens"}) {
    const ModelArchitecture model =
        from_json(R"({"model_type": ")" + std::string(name) +
                  R"(", "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4,
                     "vocab_size": 100})");
    EXPECT_EQ(model.warnings.at(0),
              "model type '" + std::string(name) + "' is not known, read as a decoder");
  }
}

TEST(HuggingFace, AnUnknownHybridHasItsMixers) {
  constexpr std::string_view kHybrid = R"("model_type": "novel_hybrid", "hidden_size": 64,
    "num_hidden_layers": 2, "num_attention_heads": 4, "vocab_size": 100, "intermediate_size": 128,
    "layer_types": ["linear_attention", "full_attention"])";
  const ModelArchitecture model = from_json(
      "{" + std::string(kHybrid) + R"(, "linear_num_key_heads": 2, "linear_num_value_heads": 4,
       "linear_key_head_dim": 16, "linear_value_head_dim": 16})");
  EXPECT_EQ(model.layer(0).mixer, TokenMixer::GatedDeltaNet);
  EXPECT_EQ(model.layer(1).mixer, TokenMixer::Attention);
  EXPECT_EQ(json_error("{" + std::string(kHybrid) + "}"),
            "m.json:1:1: linear_attention.n_value_heads: must be at least 1, got 0");
}

TEST(HuggingFace, AnUnknownTypeThatLacksAKeyIsRefusedByName) {
  EXPECT_EQ(json_error(R"({"model_type": "novel", "hidden_size": 64, "num_hidden_layers": 2,
    "vocab_size": 100})"),
            "m.json:1:1: model type 'novel' is not known, and its configuration has no "
            "num_attention_heads (is it a transformer? A family of your own can be added with "
            "--model-types)");
  EXPECT_EQ(json_error(R"({"model_type": "novel", "hidden_size": 64, "num_hidden_layers": 2,
    "num_attention_heads": 4, "vocab_size": 100, "layer_types": ["magic", "full_attention"]})"),
            "m.json:2:65: layer_types: layers of kind 'magic' are not known");
}

TEST(HuggingFace, AnUnknownTypeOfAKnownClassIsReadAsThat) {
  const ModelArchitecture model = from_json(R"({"model_type": "my-gpt",
    "architectures": ["GPT2LMHeadModel"], "n_layer": 1, "n_embd": 8, "n_head": 2,
    "vocab_size": 5})");
  EXPECT_EQ(model.positional_embedding, PositionalEmbedding::Learned);
  EXPECT_EQ(model.warnings,
            std::vector<std::string>{
                "model type 'my-gpt' is not known, read as its class GPT2LMHeadModel"});
}

TEST(HuggingFace, EveryProblemIsReportedUnderTheFilesOwnKey) {
  EXPECT_EQ(json_error("{\"model_type\": \"llama\",\n"
                       "  \"num_hidden_layers\": -3,\n"
                       "  \"hidden_sise\": 64,\n"
                       "  \"num_attention_heads\": 0,\n"
                       "  \"vocab_size\": \"many\",\n"
                       "  \"tie_word_embeddings\": 1}"),
            "m.json:2:24: num_hidden_layers: must be at least 1, got -3\n"
            "m.json:3:3: hidden_size: missing (is 'hidden_sise' a misspelling of it?)\n"
            "m.json:4:26: num_attention_heads: must be at least 1, got 0\n"
            "m.json:1:1: intermediate_size: missing\n"
            "m.json:5:17: vocab_size: must be a whole number, got \"many\"\n"
            "m.json:6:26: tie_word_embeddings: must be true or false, got 1");
}

TEST(HuggingFace, AWidthThatHeadsDoNotDivideIsRefused) {
  EXPECT_EQ(json_error(R"({"model_type": "gpt2", "n_layer": 1, "n_embd": 10, "n_head": 4,
    "vocab_size": 5})"),
            "m.json:1:48: n_embd: must be a multiple of n_head (4), got 10");
}

TEST(HuggingFace, ContradictionsPointAtTheirKey) {
  EXPECT_EQ(json_error(R"({"model_type": "llama", "hidden_size": 64, "intermediate_size": 100,
    "num_attention_heads": 4, "num_hidden_layers": 1, "num_key_value_heads": 3,
    "vocab_size": 10})"),
            "m.json:2:78: num_key_value_heads: must divide n_heads (4), got 3");
}

TEST(HuggingFace, ADecoderMayReadStatesOfAnotherModel) {
  const ModelArchitecture model = from_json(R"({"model_type": "gpt2", "n_layer": 1, "n_embd": 8,
    "n_head": 2, "vocab_size": 5, "add_cross_attention": true})");
  EXPECT_TRUE(model.layer(0).cross_attention);
  EXPECT_TRUE(model.unread.empty());
}

constexpr std::string_view kImageReader = R"({"model_type": "vision-encoder-decoder",
  "encoder": {"model_type": "vit", "hidden_size": 16, "num_hidden_layers": 1,
    "num_attention_heads": 2, "intermediate_size": 20, "image_size": 32, "patch_size": 8},
  "decoder": {"model_type": "bart", "d_model": 32, "decoder_layers": 2, "encoder_layers": 5,
    "decoder_attention_heads": 4, "encoder_attention_heads": 4, "decoder_ffn_dim": 40,
    "encoder_ffn_dim": 40, "vocab_size": 9, "add_cross_attention": true, "is_decoder": true}})";

TEST(HuggingFace, AnEncoderAndADecoderMayBeOfAnyType) {
  const ModelArchitecture model = from_json(std::string(kImageReader));
  EXPECT_EQ(model.kind, "encoder_decoder");
  EXPECT_EQ(model.n_layers, 2);
  EXPECT_TRUE(model.layer(1).cross_attention);
  ASSERT_EQ(model.encoders.size(), 1U);
  EXPECT_EQ(model.encoders[0].patches.patch_size, 8);
  // A map between their widths, which nothing needs where these are equal.
  EXPECT_EQ(model.encoders[0].projector.d_out, 32);
  EXPECT_TRUE(model.unread.empty());
}

}  // namespace
}  // namespace tviz
