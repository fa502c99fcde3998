// SPDX-License-Identifier: MIT
#include "tviz/model/catalog.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "support.hpp"
#include "tviz/base/spelling.hpp"

namespace tviz {
namespace {

struct Published {
  const char* name;
  const char* title;
  std::int64_t n_layers, d_model, n_heads, n_key_value_heads, d_mlp, d_vocab, n_ctx, parameters;
};

class CatalogModel : public testing::TestWithParam<Published> {};

TEST_P(CatalogModel, IsThePublishedOne) {
  const Published& published = GetParam();
  const Catalog catalog;
  const auto entry = catalog.find(published.name);
  ASSERT_TRUE(entry.has_value());
  const ModelArchitecture model = catalog.architecture(*entry);
  EXPECT_EQ(model.model_name, published.name);
  EXPECT_EQ(model.title, published.title);
  EXPECT_EQ(model.n_layers, published.n_layers);
  EXPECT_EQ(model.d_model, published.d_model);
  EXPECT_EQ(model.n_heads, published.n_heads);
  EXPECT_EQ(model.n_key_value_heads, published.n_key_value_heads);
  EXPECT_EQ(model.d_head * model.n_heads, model.d_model);
  EXPECT_EQ(model.d_mlp, published.d_mlp);
  EXPECT_EQ(model.d_vocab, published.d_vocab);
  EXPECT_EQ(model.d_vocab_out, published.d_vocab);
  EXPECT_EQ(model.n_ctx, published.n_ctx);
  EXPECT_EQ(test::parameters(model), published.parameters);
  EXPECT_TRUE(model.warnings.empty());
}

INSTANTIATE_TEST_SUITE_P(
    All, CatalogModel,
    testing::Values(
        Published{"gpt2-small", "GPT-2 small", 12, 768, 12, 12, 3072, 50257, 1024, 124'439'808},
        Published{"gpt2-medium", "GPT-2 medium", 24, 1024, 16, 16, 4096, 50257, 1024, 354'823'168},
        Published{"gpt2-large", "GPT-2 large", 36, 1280, 20, 20, 5120, 50257, 1024, 774'030'080},
        Published{"gpt2-xl", "GPT-2 XL", 48, 1600, 25, 25, 6400, 50257, 1024, 1'557'611'200},
        Published{"gpt-neo-125m", "GPT-Neo 125M", 12, 768, 12, 12, 3072, 50257, 2048, 125'198'592},
        Published{"pythia-70m", "Pythia 70M", 6, 512, 8, 8, 2048, 50304, 2048, 70'426'624},
        Published{"pythia-160m", "Pythia 160M", 12, 768, 12, 12, 3072, 50304, 2048, 162'322'944},
        Published{"pythia-410m", "Pythia 410M", 24, 1024, 16, 16, 4096, 50304, 2048, 405'334'016},
        Published{"attn-only-1l", "Attention-only, 1 layer", 1, 512, 8, 8, 0, 48262, 1024,
                  51'045'510},
        Published{"attn-only-2l", "Attention-only, 2 layers", 2, 512, 8, 8, 0, 48262, 1024,
                  52'097'158},
        Published{"llama-2-7b", "Llama 2 7B", 32, 4096, 32, 32, 11008, 32000, 4096, 6'738'415'616},
        Published{"llama-3.1-8b", "Llama 3.1 8B", 32, 4096, 32, 8, 14336, 128256, 131072,
                  8'030'261'248},
        Published{"mistral-7b", "Mistral 7B", 32, 4096, 32, 8, 14336, 32000, 32768, 7'241'732'096}),
    [](const auto& published) {
      std::string name = published.param.name;
      for (char& c : name) {
        if (c == '-' || c == '.') c = '_';
      }
      return name;
    });

TEST(Catalog, AModelHasManyNamesInAnyCase) {
  const Catalog catalog;
  const auto name_of_entry = [&](std::string_view name) -> std::string {
    const auto entry = catalog.find(name);
    return entry ? entry->name : "not found";
  };
  EXPECT_EQ(name_of_entry("gpt2"), "gpt2-small");
  EXPECT_EQ(name_of_entry("openai-community/gpt2"), "gpt2-small");
  EXPECT_EQ(name_of_entry("GPT2-Small"), "gpt2-small");
  EXPECT_EQ(name_of_entry("gpt-neo-125M"), "gpt-neo-125m");
  EXPECT_EQ(name_of_entry("gpt-neo-small"), "gpt-neo-125m");
  EXPECT_EQ(name_of_entry("neo"), "gpt-neo-125m");
  EXPECT_EQ(name_of_entry("pythia"), "pythia-70m");
  EXPECT_EQ(name_of_entry("EleutherAI/pythia-160m"), "pythia-160m");
  EXPECT_EQ(name_of_entry("Llama-2-7b-hf"), "llama-2-7b");
  EXPECT_EQ(name_of_entry("Meta-Llama-3.1-8B"), "llama-3.1-8b");
  EXPECT_EQ(name_of_entry("mistralai/Mistral-7B-v0.1"), "mistral-7b");
  EXPECT_EQ(name_of_entry("gpt3"), "not found");
  EXPECT_EQ(name_of_entry(""), "not found");
}

TEST(Catalog, NoNameMeansTwoModels) {
  const Catalog catalog;
  std::map<std::string, std::string> seen;
  for (const CatalogEntry& entry : catalog.entries()) {
    std::vector<std::string> names = entry.aliases;
    names.push_back(entry.name);
    names.push_back(entry.hugging_face);
    for (const std::string& name : names) {
      const auto [place, is_new] = seen.emplace(lower_case(name), entry.name);
      EXPECT_EQ(place->second, entry.name) << name;
      const auto found = catalog.find(name);
      ASSERT_TRUE(found.has_value()) << name;
      EXPECT_EQ(found->name, entry.name) << name;
    }
  }
  EXPECT_GT(seen.size(), catalog.entries().size() * 2);
}

TEST(Catalog, WhatIsPeculiarToAFamilyIsKept) {
  const Catalog catalog;
  const auto model = [&](std::string_view name) {
    return catalog.architecture(catalog.find(name).value());
  };
  EXPECT_TRUE(model("gpt2").tie_word_embeddings);
  EXPECT_EQ(model("gpt2").act_fn, "gelu_new");
  EXPECT_EQ(test::reaches(model("neo")), "glglglglglgl");
  EXPECT_EQ(model("neo").window_size, 256);
  EXPECT_FALSE(model("neo").biases.query_key_value);
  EXPECT_TRUE(model("neo").biases.attention_output);
  EXPECT_TRUE(model("pythia").parallel_attn_mlp);
  EXPECT_EQ(model("pythia").rotary_dim, 16);
  EXPECT_TRUE(model("attn-only-2l").attn_only());
  EXPECT_TRUE(model("attn-only-2l").biases.unembedding);
  EXPECT_EQ(model("attn-only-2l").positional_embedding, PositionalEmbedding::Learned);
  EXPECT_EQ(model("llama-3.1-8b").normalization, Normalization::RmsNorm);
  EXPECT_EQ(model("llama-3.1-8b").rotary_dim, 128);
  EXPECT_TRUE(model("llama-3.1-8b").gated_mlp);
  EXPECT_EQ(model("mistral-7b").window_size, 4096);
  EXPECT_EQ(test::reaches(model("mistral-7b")), std::string(32, 'l'));
}

/// 247 of TransformerLens, and others that people ask for.
TEST(Catalog, HoldsEveryModelOfTransformerLens) {
  EXPECT_EQ(Catalog().entries().size(), 247U + 14U);
}

TEST(Catalog, EveryEntryIsWholeAndWithoutWarnings) {
  const Catalog catalog;
  std::map<std::string, std::string> titles;
  for (const CatalogEntry& entry : catalog.entries()) {
    const ModelArchitecture model = catalog.architecture(entry);
    EXPECT_EQ(model.kind, entry.kind) << entry.name;
    EXPECT_TRUE(model.warnings.empty()) << entry.name << ": " << model.warnings.front();
    EXPECT_FALSE(entry.title.empty()) << entry.name;
    EXPECT_TRUE(titles.emplace(entry.title, entry.name).second) << entry.title;
    EXPECT_GT(test::parameters(model), 0) << entry.name;
  }
}

TEST(Catalog, IsSearchedByWords) {
  const auto names = [](const std::vector<std::string>& words) {
    std::vector<std::string> found;
    for (const CatalogEntry& entry : Catalog().search(words)) found.push_back(entry.name);
    return found;
  };
  EXPECT_EQ(names({}).size(), Catalog().entries().size());
  EXPECT_EQ(names({"encoder_decoder"}),
            (std::vector<std::string>{"t5-base", "t5-large", "t5-small"}));
  EXPECT_EQ(names({"OLMo 2", "7b"}), std::vector<std::string>{"olmo-2-7b"});
  EXPECT_EQ(names({"neo-small"}), std::vector<std::string>{"gpt-neo-125m"});
  EXPECT_TRUE(names({"no such model"}).empty());
}

struct ParameterCount {
  const char* name;
  std::int64_t parameters;
};

class CatalogCount : public testing::TestWithParam<ParameterCount> {};

/// As counted from the published weights (num_parameters() of transformers).
TEST_P(CatalogCount, IsThatOfTheRealModel) {
  const Catalog catalog;
  const auto entry = catalog.find(GetParam().name);
  ASSERT_TRUE(entry.has_value());
  EXPECT_EQ(test::parameters(catalog.architecture(*entry)), GetParam().parameters);
}

INSTANTIATE_TEST_SUITE_P(
    Published, CatalogCount,
    testing::Values(
        ParameterCount{"gpt-j", 6'050'882'784}, ParameterCount{"gemma-2-2b", 2'614'341'888},
        ParameterCount{"gemma-2-9b", 9'241'705'984}, ParameterCount{"gemma-2-27b", 27'227'128'320},
        ParameterCount{"gemma-2b", 2'506'172'416}, ParameterCount{"gemma-7b", 8'537'680'896},
        ParameterCount{"gemma-3-1b-it", 999'885'952},
        ParameterCount{"gemma-3-4b-it", 4'300'079'472}, ParameterCount{"gemma-3-270m", 268'098'176},
        ParameterCount{"qwen2.5-7b", 7'615'616'512}, ParameterCount{"qwen2.5-0.5b", 494'032'768},
        ParameterCount{"qwen3-0.6b", 596'049'920}, ParameterCount{"qwen3-8b", 8'190'735'360},
        ParameterCount{"phi-2", 2'779'683'840}, ParameterCount{"phi-4", 14'659'507'200},
        ParameterCount{"mixtral", 46'702'792'704}, ParameterCount{"olmo-2-7b", 7'298'617'344},
        ParameterCount{"olmoe", 6'919'161'856}, ParameterCount{"olmo-1b", 1'176'764'416},
        ParameterCount{"santacoder", 1'124'886'528}, ParameterCount{"bloom-560m", 559'214'592},
        ParameterCount{"opt-125m", 125'239'296}, ParameterCount{"opt-1.3b", 1'315'758'080},
        ParameterCount{"bert-base-uncased", 109'514'298}, ParameterCount{"t5-small", 60'506'624},
        ParameterCount{"t5-base", 222'903'552}, ParameterCount{"gpt-oss-20b", 20'914'757'184},
        ParameterCount{"llama-3.2-1b", 1'235'814'400},
        ParameterCount{"llama-3.1-70b", 70'553'706'496},
        ParameterCount{"gpt-neox-20b", 20'554'567'680},
        ParameterCount{"pythia-12b", 11'846'072'320}, ParameterCount{"yi-6b", 6'061'035'520},
        ParameterCount{"distilgpt2", 81'912'576}, ParameterCount{"qwen-7b", 7'721'324'544},
        ParameterCount{"tiny-stories-33M", 68'514'048}),
    [](const auto& count) {
      std::string name = count.param.name;
      std::replace_if(
          name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
      return name;
    });

}  // namespace
}  // namespace tviz
