// SPDX-License-Identifier: MIT
#include "tviz/model/architecture.hpp"

#include <gtest/gtest.h>

#include "support.hpp"

namespace tviz {
namespace {

ModelArchitecture small() {
  ModelArchitecture model;
  model.n_layers = 2;
  model.d_model = 64;
  model.n_heads = 4;
  model.d_mlp = 256;
  model.d_vocab = 100;
  model.n_ctx = 32;
  return model;
}

std::string error_of(ModelArchitecture model, const Limits& limits = {}) {
  return test::thrown([&] { complete(model, "test", limits); });
}

TEST(Architecture, CompleteFillsWhatFollows) {
  ModelArchitecture model = small();
  model.positional_embedding = PositionalEmbedding::Rotary;
  complete(model, "test", {});
  EXPECT_EQ(model.n_key_value_heads, 4);
  EXPECT_EQ(model.d_head, 16);
  EXPECT_EQ(model.rotary_dim, 16);
  EXPECT_EQ(model.d_vocab_out, 100);
}

TEST(Architecture, CompleteKeepsWhatIsGivenAndIsIdempotent) {
  ModelArchitecture model = small();
  model.n_key_value_heads = 2;
  model.d_head = 32;
  model.d_vocab_out = 7;
  complete(model, "test", {});
  EXPECT_EQ(model.n_key_value_heads, 2);
  EXPECT_EQ(model.d_head, 32);
  EXPECT_EQ(model.d_vocab_out, 7);
  const ModelArchitecture once = model;
  complete(model, "test", {});
  EXPECT_EQ(model, once);
}

TEST(Architecture, EveryNumberOutOfRangeIsReported) {
  EXPECT_EQ(error_of(ModelArchitecture{}),
            "test: n_layers: must be at least 1, got 0\n"
            "test: d_model: must be at least 1, got 0\n"
            "test: n_heads: must be at least 1, got 0\n"
            "test: n_key_value_heads: must be at least 1, got 0\n"
            "test: d_head: must be at least 1, got 0\n"
            "test: d_vocab: must be at least 1, got 0\n"
            "test: d_vocab_out: must be at least 1, got 0");
}

TEST(Architecture, EachLimitIsNamed) {
  EXPECT_EQ(error_of(small(), {.layers = 1}),
            "test: n_layers: must be at most 1, got 2 (limit layers)");
  EXPECT_EQ(error_of(small(), {.heads = 3}),
            "test: n_heads: must be at most 3, got 4 (limit heads)\n"
            "test: n_key_value_heads: must be at most 3, got 4 (limit heads)");
  EXPECT_EQ(error_of(small(), {.width = 255}),
            "test: d_mlp: must be at most 255, got 256 (limit width)");
  EXPECT_EQ(error_of(small(), {.text_bytes = 5}),
            "test: model_name: longer than 5 bytes (limit text_bytes)\n"
            "test: kind: longer than 5 bytes (limit text_bytes)");
}

TEST(Architecture, ContradictionsAreReported) {
  ModelArchitecture model = small();
  model.n_key_value_heads = 3;
  model.rotary_dim = 8;
  model.layers = {{.reach = AttentionReach::Local}};
  model.parallel_attn_mlp = true;
  model.d_mlp = 0;
  EXPECT_EQ(error_of(model),
            "test: n_key_value_heads: must divide n_heads (4), got 3\n"
            "test: rotary_dim: must be 0 without rotary positions, got 8\n"
            "test: layers: must have 2 entries, one per layer, got 1\n"
            "test: window_size: local attention needs a window\n"
            "test: parallel_attn_mlp: needs an MLP, but d_mlp is 0");
}

TEST(Architecture, RotationIsNoWiderThanAHead) {
  ModelArchitecture model = small();
  model.positional_embedding = PositionalEmbedding::Rotary;
  model.rotary_dim = 17;
  EXPECT_EQ(error_of(model), "test: rotary_dim: must be at most d_head (16), got 17");
}

TEST(Architecture, WhatCannotBeCountedIsRefused) {
  ModelArchitecture model = small();
  model.d_model = model.d_mlp = 1'000'000'000;
  EXPECT_EQ(error_of(model), "test: d_model: makes more than 1e+18 parameters");
}

TEST(Architecture, ReachIsGlobalUnlessSaid) {
  ModelArchitecture model = small();
  EXPECT_EQ(model.layer(1).reach, AttentionReach::Global);
  model.layers = {{}, {.reach = AttentionReach::Local}};
  EXPECT_EQ(model.layer(1).reach, AttentionReach::Local);
}

TEST(Architecture, NamesAreThoseOfTheField) {
  EXPECT_EQ(name_of(Normalization::LayerNorm), "LayerNorm");
  EXPECT_EQ(name_of(Normalization::RmsNorm), "RMSNorm");
  EXPECT_EQ(name_of(Normalization::None), "none");
  EXPECT_EQ(name_of(PositionalEmbedding::Learned), "learned");
  EXPECT_EQ(name_of(PositionalEmbedding::Rotary), "rotary");
  EXPECT_EQ(name_of(PositionalEmbedding::Alibi), "alibi");
  EXPECT_EQ(name_of(PositionalEmbedding::None), "none");
  EXPECT_EQ(name_of(AttentionReach::Global), "global");
  EXPECT_EQ(name_of(AttentionReach::Local), "local");
}

}  // namespace
}  // namespace tviz
