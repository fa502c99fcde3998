// SPDX-License-Identifier: MIT
// What the header of a GGUF file tells of each family.
#include <gtest/gtest.h>

#include "../temporary_folder.hpp"
#include "gguf_writer.hpp"
#include "support.hpp"

namespace tviz {
namespace {

using test::Gguf;

class GgufModel : public test::TemporaryFolder {
 protected:
  ModelArchitecture read(const Gguf& file) const {
    return read_model(write("m.gguf", file.bytes()));
  }
  std::string error_of(const Gguf& file) const {
    const std::string path = write("m.gguf", file.bytes());
    return test::thrown([&] { read_model(path); }).erase(0, path.size() + 2);
  }
};

/// The numbers that every decoder has.
Gguf decoder(const std::string& architecture, std::uint32_t n_layers = 4) {
  Gguf file;
  file.words("general.architecture", architecture)
      .number(architecture + ".block_count", n_layers)
      .number(architecture + ".embedding_length", 64)
      .number(architecture + ".attention.head_count", 4)
      .number(architecture + ".feed_forward_length", 128)
      .number(architecture + ".context_length", 512)
      .number(architecture + ".vocab_size", 100);
  return file;
}

TEST_F(GgufModel, KeysThatNoRuleReadsAreNamed) {
  EXPECT_EQ(doubts_of(read(decoder("llama"))), "");
  EXPECT_TRUE(read(decoder("llama")).warnings.empty());
  Gguf file = decoder("llama");
  file.number("llama.n_loops", 3).number("llama.rope.scaling.factor", 2);
  file.number("llama.attention.indexer.head_count", 4);
  EXPECT_EQ(doubts_of(read(file)),
            "2 keys not read: llama.attention.indexer.head_count, llama.n_loops");
}

TEST_F(GgufModel, LlamaWithExpertsIsMixtral) {
  Gguf file = decoder("llama");
  file.number("llama.expert_count", 8).number("llama.expert_used_count", 2);
  const ModelArchitecture model = read(file);
  EXPECT_EQ(model.experts.n_experts, 8);
  EXPECT_EQ(model.experts.experts_per_token, 2);
  EXPECT_EQ(model.experts.d_expert, 128);
  EXPECT_EQ(model.layer(3).feed_forward, FeedForward::Experts);
  EXPECT_EQ(model.window_size, 0);
}

TEST_F(GgufModel, DeepseekHasLatentsAndLayersThatPredictFurther) {
  Gguf file = decoder("deepseek2", 5);
  file.number("deepseek2.nextn_predict_layers", 1)
      .number("deepseek2.attention.kv_lora_rank", 32)
      .number("deepseek2.attention.key_length_mla", 24)
      .number("deepseek2.attention.value_length_mla", 16)
      .number("deepseek2.rope.dimension_count", 8)
      .number("deepseek2.expert_count", 8)
      .number("deepseek2.expert_used_count", 2)
      .number("deepseek2.expert_feed_forward_length", 32)
      .number("deepseek2.expert_shared_count", 1)
      .number("deepseek2.leading_dense_block_count", 1);
  const ModelArchitecture model = read(file);
  EXPECT_EQ(model.n_layers, 4);
  EXPECT_EQ(model.latent.q_rank, 0);
  EXPECT_EQ(model.latent.kv_rank, 32);
  EXPECT_EQ(model.latent.d_nope, 16);
  EXPECT_EQ(model.latent.d_rope, 8);
  EXPECT_EQ(model.d_head, 24);
  EXPECT_EQ(model.layer(0).feed_forward, FeedForward::Dense);
  EXPECT_EQ(model.layer(1).feed_forward, FeedForward::Experts);
}

TEST_F(GgufModel, HybridsTellTheirLayersByZeros) {
  Gguf jamba = decoder("jamba");
  jamba.numbers("jamba.attention.head_count_kv", {0, 2, 0, 0})
      .number("jamba.expert_count", 4)
      .number("jamba.expert_used_count", 2)
      .number("jamba.ssm.inner_size", 96)
      .number("jamba.ssm.state_size", 8)
      .number("jamba.ssm.time_step_rank", 6);
  const ModelArchitecture model = read(jamba);
  EXPECT_EQ(model.layer(0).mixer, TokenMixer::Mamba);
  EXPECT_EQ(model.layer(1).mixer, TokenMixer::Attention);
  EXPECT_EQ(model.n_key_value_heads, 2);
  EXPECT_EQ(model.state_space.d_inner, 96);
  EXPECT_EQ(model.state_space.dt_rank, 6);
  Gguf nemotron;
  nemotron.words("general.architecture", "nemotron_h")
      .number("nemotron_h.block_count", 3)
      .number("nemotron_h.embedding_length", 64)
      .number("nemotron_h.attention.head_count", 4)
      .numbers("nemotron_h.attention.head_count_kv", {0, 0, 2})
      .numbers("nemotron_h.feed_forward_length", {0, 128, 0})
      .number("nemotron_h.ssm.time_step_rank", 8)
      .number("nemotron_h.ssm.inner_size", 128)
      .number("nemotron_h.vocab_size", 100);
  const ModelArchitecture hybrid = read(nemotron);
  EXPECT_EQ(hybrid.layer(0).mixer, TokenMixer::Mamba2);
  EXPECT_EQ(hybrid.layer(1).mixer, TokenMixer::None);
  EXPECT_EQ(hybrid.layer(1).feed_forward, FeedForward::Dense);
  EXPECT_EQ(hybrid.layer(2).mixer, TokenMixer::Attention);
  EXPECT_EQ(hybrid.d_mlp, 128);
}

TEST_F(GgufModel, NumbersMayDifferFromLayerToLayer) {
  Gguf file;
  file.words("general.architecture", "llama")
      .number("llama.block_count", 2)
      .number("llama.embedding_length", 64)
      .numbers("llama.attention.head_count", {2, 4})
      .numbers("llama.attention.head_count_kv", {1, 2})
      .numbers("llama.feed_forward_length", {64, 128})
      .number("llama.attention.key_length", 16)
      .number("llama.vocab_size", 100);
  const ModelArchitecture model = read(file);
  EXPECT_EQ(model.n_heads, 4);
  EXPECT_EQ(model.layer(0).n_heads, 2);
  EXPECT_EQ(model.layer(0).n_key_value_heads, 1);
  EXPECT_EQ(model.layer(0).d_mlp, 64);
  EXPECT_EQ(model.layer(1), LayerKind{});
}

TEST_F(GgufModel, ListsThatFitNoLayersAreRefused) {
  Gguf file = decoder("llama", 3);
  file.numbers("llama.attention.head_count_kv", {1, 2});
  EXPECT_EQ(error_of(file),
            "num_key_value_heads: must name a number for each of the 3 layers (it names 2)");
}

TEST_F(GgufModel, SlidingLayers) {
  Gguf file = decoder("gemma3", 7);
  file.number("gemma3.attention.sliding_window", 64);
  EXPECT_EQ(test::reaches(read(file)), "lllllgl");
  Gguf listed = decoder("gpt-oss", 3);
  listed.number("gpt-oss.attention.sliding_window", 64)
      .number("gpt-oss.expert_count", 4)
      .number("gpt-oss.expert_used_count", 2)
      .numbers("gpt-oss.attention.sliding_window_pattern", {1, 0, 0});
  EXPECT_EQ(test::reaches(read(listed)), "lgg");
}

TEST_F(GgufModel, BertAndT5) {
  Gguf bert = decoder("bert");
  EXPECT_EQ(read(bert).kind, "encoder");
  Gguf t5 = decoder("t5");
  t5.number("t5.decoder_block_count", 2).number("t5.attention.relative_buckets_count", 16);
  const ModelArchitecture model = read(t5);
  EXPECT_EQ(model.kind, "encoder_decoder");
  EXPECT_EQ(model.n_layers, 2);
  EXPECT_EQ(model.encoders.at(0).n_layers, 4);
  EXPECT_EQ(model.n_relative_buckets, 16);
  EXPECT_EQ(read(decoder("t5encoder")).kind, "encoder");
}

TEST_F(GgufModel, MambaHasNoHeads) {
  Gguf file;
  file.words("general.architecture", "mamba")
      .number("mamba.block_count", 2)
      .number("mamba.embedding_length", 64)
      .number("mamba.ssm.inner_size", 128)
      .number("mamba.ssm.state_size", 8)
      .number("mamba.ssm.conv_kernel", 4)
      .number("mamba.ssm.time_step_rank", 4)
      .number("mamba.vocab_size", 100);
  const ModelArchitecture model = read(file);
  EXPECT_EQ(model.n_heads, 0);
  EXPECT_EQ(model.state_space.d_inner, 128);
  EXPECT_EQ(model.layer(0).mixer, TokenMixer::Mamba);
}

TEST_F(GgufModel, BiasesAreThoseOfItsTensors) {
  Gguf file = decoder("qwen2");
  EXPECT_TRUE(read(file).biases.query_key_value);
  file.tensor("blk.0.attn_q.weight", {64, 64});
  EXPECT_FALSE(read(file).biases.query_key_value);
}

}  // namespace
}  // namespace tviz
