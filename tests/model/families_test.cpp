// SPDX-License-Identifier: MIT
// The configurations of real models of every family. families.json has of each the keys that
// matter, and what is known of the model.
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>

#include "support.hpp"

namespace tviz {
namespace {

const Document& families() {
  static const Document document =
      parse_json(read_file(TVIZ_TEST_DATA "/families.json", 1U << 20U), "families.json");
  return document;
}

ModelArchitecture read_family(const Node& family) {
  return read_model(Document{family.find("name")->scalar, *family.find("config")});
}

ModelArchitecture model_named(std::string_view name) {
  for (const Node& family : families().root.items) {
    if (family.find("name")->scalar == name) return read_family(family);
  }
  ADD_FAILURE() << "no family " << name;
  return {};
}

TEST(Families, AreThoseThatAreKnown) { EXPECT_EQ(families().root.items.size(), 99U); }

TEST(Families, EachIsWhatItsConfigurationSays) {
  for (const Node& family : families().root.items) {
    SCOPED_TRACE(family.find("name")->scalar);
    const ModelArchitecture model = read_family(family);
    const Node& expected = *family.find("expected");
    const std::map<std::string, std::int64_t> numbers{
        {"n_layers", model.n_layers},
        {"d_model", model.d_model},
        {"n_heads", model.n_heads},
        {"n_key_value_heads", model.n_key_value_heads},
        {"d_head", model.d_head},
        {"d_mlp", model.d_mlp},
        {"d_vocab", model.d_vocab},
        {"n_experts", model.experts.n_experts},
        {"experts_per_token", model.experts.experts_per_token}};
    for (const auto& [field, value] : numbers) {
      EXPECT_EQ(value, as_integer(*expected.find(field))) << field;
    }
    EXPECT_EQ(name_of(model.normalization), expected.find("normalization")->scalar);
    EXPECT_EQ(name_of(model.norm_placement), expected.find("norm_placement")->scalar);
    EXPECT_EQ(name_of(model.positional_embedding), expected.find("positional_embedding")->scalar);
    EXPECT_EQ(model.parallel_attn_mlp, as_boolean(*expected.find("parallel")));
  }
}

// saved_again.json has what transformers 5.24 writes of these configurations when it has read them
// (from_dict, save_pretrained): all keys of a type, some under other names.
TEST(Families, SavedAgainByTransformersAreTheSame) {
  const Document saved =
      parse_json(read_file(TVIZ_TEST_DATA "/saved_again.json", 1U << 20U), "saved_again.json");
  EXPECT_EQ(saved.root.items.size(), 80U);
  for (const Node& family : saved.root.items) {
    const std::string& name = family.find("name")->scalar;
    const ModelArchitecture model = model_named(name);
    ModelArchitecture again = read_family(family);
    EXPECT_EQ(again.unread.size(), model.unread.size()) << name;
    // A saved file has no name, and says what the first left to be assumed.
    again.title = model.title;
    again.assumptions = model.assumptions;
    EXPECT_TRUE(again == model) << name;
  }
}

struct Count {
  const char* name;
  std::int64_t total;
  std::int64_t active;  ///< 0: all.
};

TEST(Families, CountsAreThePublishedOnes) {
  for (const Count& count : {Count{"Mixtral-8x7B-v0.1", 46'702'792'704, 12'879'925'248},
                             Count{"Mixtral-8x22B-v0.1", 140'620'634'112, 39'152'031'744},
                             Count{"Meta-Llama-3.1-405B", 405'853'388'800, 0},
                             Count{"DeepSeek-V3", 671'026'404'352, 37'552'282'624},
                             Count{"DeepSeek-V2-Lite", 15'706'484'224, 2'661'150'208},
                             Count{"gpt-oss-20b", 20'914'757'184, 0},
                             Count{"Qwen3-30B-A3B", 30'532'122'624, 3'353'032'704},
                             Count{"Qwen3-235B-A22B", 235'093'634'560, 22'190'763'520},
                             Count{"Qwen1.5-MoE-A2.7B", 14'315'784'192, 2'689'173'504},
                             Count{"Qwen2.5-VL-7B-Instruct", 8'292'166'656, 0},
                             Count{"Qwen3-VL-8B-Instruct", 8'767'123'696, 0},
                             Count{"llava-1.5-7b-hf", 7'063'427'072, 0},
                             Count{"mpt-7b", 6'649'286'656, 0},
                             Count{"falcon-40b", 41'303'293'952, 0},
                             Count{"chatglm3-6b", 6'243'584'000, 0},
                             Count{"albert-base-v1", 11'221'680, 0},
                             Count{"roberta-base", 124'645'632, 0},
                             Count{"vit-base-patch16-224", 86'389'248, 0},
                             Count{"FLUX-clip-text-encoder", 123'060'480, 0},
                             Count{"LFM2-1.2B", 1'170'340'608, 0},
                             Count{"LFM2-8B-A1B", 8'339'929'856, 0},
                             Count{"granite-4.0-h-tiny", 6'939'037'248, 0},
                             Count{"Falcon-H1-0.5B-Base", 521'411'104, 0},
                             Count{"Nemotron-3-Nano-30B-A3B", 31'577'937'344, 0},
                             Count{"t5gemma-2b-2b", 5'596'853'760, 0},
                             Count{"t5-v1_1-xxl-encoder-SD3", 4'762'310'656, 0},
                             Count{"starcoder2-7b", 7'173'923'840, 0},
                             Count{"stablelm-3b-4e1t", 2'795'443'200, 0},
                             Count{"distilbert-base-uncased-38labels", 66'985'530, 0}}) {
    const ModelArchitecture model = model_named(count.name);
    EXPECT_EQ(test::parameters(model), count.total) << count.name;
    const std::int64_t active = count.active > 0 ? count.active : test::active_parameters(model);
    EXPECT_EQ(test::active_parameters(model), active) << count.name;
  }
}

/// "LLLG": reaches; "aM": mixers; "dE": feed-forwards, of the first layers.
std::string letters(const ModelArchitecture& model, std::size_t count,
                    const std::function<char(const LayerKind&)>& letter) {
  std::string word;
  for (std::size_t i = 0; i < count && i < model.layers.size(); ++i) {
    word += letter(model.layers[i]);
  }
  return word;
}

TEST(Families, LayersDifferAsInTheModel) {
  const auto reach = [](const LayerKind& layer) { return name_of(layer.reach).front(); };
  const auto mixer = [](const LayerKind& layer) { return name_of(layer.mixer).front(); };
  const auto mlp = [](const LayerKind& layer) { return name_of(layer.feed_forward).front(); };
  EXPECT_EQ(letters(model_named("gemma-2-2b"), 4, reach), "lglg");
  EXPECT_EQ(letters(model_named("gemma-3-1b-it"), 7, reach), "lllllgl");
  EXPECT_EQ(letters(model_named("gpt-oss-20b"), 4, reach), "lglg");
  EXPECT_EQ(letters(model_named("Olmo-3.1-32B-Instruct"), 5, reach), "lllgl");
  EXPECT_EQ(letters(model_named("Llama-4-Scout-17B-16E-Instruct"), 5, reach), "lllgl");
  EXPECT_FALSE(model_named("Llama-4-Scout-17B-16E-Instruct").layer(3).rotary);
  EXPECT_EQ(letters(model_named("DeepSeek-V3"), 5, mlp), "dddee");
  EXPECT_EQ(letters(model_named("MiniMax-M3"), 5, mlp), "dddee");
  EXPECT_EQ(letters(model_named("jamba-REDUCED-4L"), 4, mixer), "mmam");
  EXPECT_EQ(letters(model_named("jamba-REDUCED-4L"), 4, mlp), "dede");
  EXPECT_EQ(letters(model_named("Nemotron-H-56B-Base-8K"), 9, mixer), "mnmnmnman");
  EXPECT_EQ(letters(model_named("Nemotron-H-56B-Base-8K"), 9, mlp), "ndndndnnd");
  EXPECT_EQ(letters(model_named("Qwen3.5-27B"), 5, mixer), "gggag");
  EXPECT_EQ(letters(model_named("LFM2-1.2B"), 6, mixer), "ssassa");
  EXPECT_EQ(letters(model_named("LFM2-8B-A1B"), 4, mixer), "ssas");
  EXPECT_EQ(letters(model_named("LFM2-8B-A1B"), 4, mlp), "ddee");
  EXPECT_EQ(letters(model_named("granite-4.0-h-tiny"), 7, mixer), "mmmmmam");
  EXPECT_EQ(letters(model_named("Nemotron-3-Nano-30B-A3B"), 6, mixer), "mnmnma");
  EXPECT_EQ(letters(model_named("Nemotron-3-Nano-30B-A3B"), 6, mlp), "nenenn");
  EXPECT_EQ(model_named("Falcon-H1-0.5B-Base").layer(0).mixer, TokenMixer::Attention);
  EXPECT_EQ(model_named("Falcon-H1-0.5B-Base").layer(0).parallel_mixer, TokenMixer::Mamba2);
  EXPECT_TRUE(model_named("Llama-3.2-Vision-REDUCED-WIDTH").layer(3).cross_attention);
  EXPECT_EQ(model_named("gemma-4-26B-A4B").layer(5).d_head, 512);
  EXPECT_EQ(model_named("gemma-4-26B-A4B").layer(5).n_key_value_heads, 2);
}

TEST(Families, KindsAndTowers) {
  const std::map<std::string, std::string> kinds{{"t5-small", "encoder_decoder"},
                                                 {"t5gemma-2b-2b", "encoder_decoder"},
                                                 {"t5-v1_1-xxl-encoder-SD3", "encoder"},
                                                 {"bert-base-uncased", "encoder"},
                                                 {"whisper-large-v2-REDUCED-1L", "encoder_decoder"},
                                                 {"clip-vit-large-patch14-336", "dual_encoder"},
                                                 {"llava-1.5-7b-hf", "multimodal"},
                                                 {"llava-v1.5-7b-REDUCED-1L", "multimodal"},
                                                 {"Llama-3.2-Vision-REDUCED-WIDTH", "multimodal"},
                                                 {"Llama-4-Scout-17B-16E-Instruct", "decoder"},
                                                 {"gpt2", "decoder"}};
  for (const auto& [name, kind] : kinds) EXPECT_EQ(model_named(name).kind, kind) << name;
  const ModelArchitecture llava = model_named("llava-1.5-7b-hf");
  ASSERT_EQ(llava.encoders.size(), 1U);
  EXPECT_EQ(llava.encoders[0].n_ctx, 577);
  EXPECT_EQ(llava.encoders[0].projector.d_hidden, 4096);
  const ModelArchitecture whisper = model_named("whisper-large-v2-REDUCED-1L");
  ASSERT_EQ(whisper.encoders.size(), 1U);
  EXPECT_EQ(whisper.encoders[0].patches.n_mels, 80);
  EXPECT_TRUE(whisper.layer(0).cross_attention);
  EXPECT_FALSE(whisper.biases.key);
  EXPECT_TRUE(model_named("t5-small").encoders.at(0).shared_embedding);
}

TEST(Families, HeadsOfSpeechModelsPredictLetters) {
  const std::string config = R"({"model_type": "hubert", "architectures": ["%"], "vocab_size": 32,
      "hidden_size": 768, "num_attention_heads": 12, "num_hidden_layers": 12,
      "intermediate_size": 3072})";
  const auto read = [&](const std::string& name) {
    std::string text = config;
    return test::from_json(text.replace(text.find('%'), 1, name));
  };
  EXPECT_EQ(read("HubertModel").output_head, OutputHead::None);
  EXPECT_EQ(read("HubertForCTC").output_head, OutputHead::LanguageModel);
  EXPECT_EQ(read("HubertForCTC").d_vocab, 32);
}

TEST(Families, WhatCannotBeDrawnIsSaid) {
  const ModelArchitecture zamba = test::from_json(R"({"model_type": "zamba2", "vocab_size": 100,
      "hidden_size": 64, "num_hidden_layers": 2, "layers_block_type": ["mamba", "hybrid"]})");
  EXPECT_EQ(zamba.layer(0).mixer, TokenMixer::Mamba2);
  ASSERT_EQ(zamba.warnings.size(), 1U);
  EXPECT_EQ(zamba.warnings.front(),
            "layers_block_type: the attention and MLP that hybrid layers share, below their "
            "Mamba-2, are drawn as one box");
  const std::string refusal = test::thrown([] {
    test::from_json(R"({"model_type": "granitemoe", "vocab_size": 100, "hidden_size": 64,
        "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64,
        "num_local_experts": 0})");
  });
  EXPECT_NE(refusal.find("without any expert"), std::string::npos) << refusal;
}

/// Facts that vLLM's own test of configurations records. Its head size of latent attention is
/// that of the cache (512 + 64); ours is that of a query.
TEST(Families, AgreeWithVllm) {
  struct Fact {
    std::string_view config;
    std::int64_t n_layers, d_model, n_heads, d_head, n_key_value_heads, d_vocab, n_experts;
  };
  for (const Fact& fact :
       {Fact{R"({"model_type": "falcon", "hidden_size": 4544, "num_attention_heads": 71,
                 "num_hidden_layers": 32, "multi_query": true, "vocab_size": 65024})",
             32, 4544, 71, 64, 1, 65024, 0},
        Fact{R"({"model_type": "mamba", "hidden_size": 768, "num_hidden_layers": 24,
                 "vocab_size": 50280})",
             24, 768, 0, 0, 0, 50280, 0}}) {
    const ModelArchitecture model = test::from_json(fact.config);
    EXPECT_EQ(model.n_layers, fact.n_layers);
    EXPECT_EQ(model.d_model, fact.d_model);
    EXPECT_EQ(model.n_heads, fact.n_heads);
    EXPECT_EQ(model.d_head, fact.d_head);
    EXPECT_EQ(model.n_key_value_heads, fact.n_key_value_heads);
    EXPECT_EQ(model.d_vocab, fact.d_vocab);
    EXPECT_EQ(model.experts.n_experts, fact.n_experts);
  }
  EXPECT_EQ(model_named("mpt-7b").n_key_value_heads, 32);
  EXPECT_EQ(model_named("falcon-40b").d_head, 64);
  EXPECT_EQ(model_named("falcon-40b").n_key_value_heads, 8);
  EXPECT_EQ(model_named("gpt-oss-20b").experts.n_experts, 32);
  EXPECT_EQ(model_named("Llama-4-Scout-17B-16E-Instruct").experts.n_experts, 16);
  const ModelArchitecture deepseek = model_named("DeepSeek-V3.2");
  EXPECT_EQ(deepseek.latent.kv_rank + deepseek.latent.d_rope, 576);
  EXPECT_EQ(deepseek.n_key_value_heads, 128);
  EXPECT_EQ(deepseek.experts.n_experts, 256);
}

TEST(Families, Mamba2SharesItsWidthAmongHeads) {
  const ModelArchitecture model = model_named("flame-mamba2_1B");
  EXPECT_EQ(model.state_space.d_inner, 4096);
  EXPECT_EQ(model.state_space.n_heads, 64);
  const ModelArchitecture hybrid = model_named("Nemotron-H-56B-Base-8K");
  EXPECT_EQ(hybrid.state_space.n_heads, 256);
  EXPECT_EQ(hybrid.state_space.d_inner, 16'384);
}

TEST(Families, AnEmbeddingOfTheModelsWidthIsNoNarrowOne) {
  EXPECT_EQ(model_named("opt-1.3b-REDUCED-1L").d_embedding, 0);
  EXPECT_EQ(model_named("albert-base-v1").d_embedding, 128);
}

TEST(Families, MambaHasItsPublishedCount) {
  EXPECT_EQ(test::parameters(test::from_json(R"({"model_type": "mamba", "hidden_size": 768,
                "num_hidden_layers": 24, "vocab_size": 50280})")),
            129'135'360);
}

}  // namespace
}  // namespace tviz
