// SPDX-License-Identifier: MIT
#include "tviz/model/catalog.hpp"

#include <gtest/gtest.h>

#include <set>

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
  const CatalogEntry* entry = catalog.find(published.name);
  ASSERT_NE(entry, nullptr);
  const ModelArchitecture& model = entry->architecture;
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
    const CatalogEntry* entry = catalog.find(name);
    return entry == nullptr ? "not found" : entry->name;
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
  std::set<std::string> seen;
  for (const std::string& name : catalog.names()) {
    EXPECT_TRUE(seen.insert(lower_case(name)).second) << name;
    EXPECT_NE(catalog.find(name), nullptr) << name;
  }
  EXPECT_GT(seen.size(), catalog.entries().size() * 2);
}

TEST(Catalog, WhatIsPeculiarToAFamilyIsKept) {
  const Catalog catalog;
  const auto model = [&](std::string_view name) { return catalog.find(name)->architecture; };
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

}  // namespace
}  // namespace tviz
