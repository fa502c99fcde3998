// SPDX-License-Identifier: MIT

/// What a figure must not hide: values that were assumed and keys that were not read.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "support.hpp"

namespace tviz {
namespace {

using test::from_json;
using test::thrown;

/// A GPT-2 with more keys.
ModelArchitecture gpt2_with(std::string_view more) {
  return from_json(R"({"model_type": "gpt2", "n_layer": 1, "n_embd": 8, "n_head": 2,
                       "vocab_size": 10)" +
                   std::string(more) + "}");
}

std::vector<std::string> unread_of(const ModelArchitecture& model) {
  std::vector<std::string> keys;
  for (const UnreadKey& each : model.unread) keys.push_back(each.key);
  return keys;
}

const Assumption* assumption_of(const ModelArchitecture& model, std::string_view field) {
  const auto found = std::ranges::find(model.assumptions, field, &Assumption::field);
  return found == model.assumptions.end() ? nullptr : &*found;
}

TEST(Doubts, NoneWhereEveryKeyIsAccountedFor) {
  const ModelArchitecture model = gpt2_with(R"(, "use_cache": true, "attn_pdrop": 0.1,
    "eos_token_id": 3, "torch_dtype": "float32", "initializer_range": 0.02,
    "scale_attn_weights": true, "n_inner": null, "pruned_heads": {}, "bad_words_ids": [])");
  EXPECT_EQ(doubts_of(model), "");
  EXPECT_TRUE(model.warnings.empty());
  EXPECT_NO_THROW(check_no_doubts(model, "m.json"));
}

TEST(Doubts, KeysThatNoRuleReadsAreNamed) {
  const ModelArchitecture model = gpt2_with(R"(, "n_loops": 3, "gate": {"rank": 4})");
  EXPECT_EQ(unread_of(model), (std::vector<std::string>{"n_loops", "gate"}));
  EXPECT_EQ(doubts_of(model), "2 keys not read: n_loops, gate");
  EXPECT_EQ(model.warnings, std::vector<std::string>{"2 keys not read: n_loops, gate"});
  EXPECT_EQ(thrown([&] { check_no_doubts(model, "m.json"); }),
            "m.json: n_loops: not read\nm.json: gate: not read");
}

TEST(Doubts, SomeValuesChangeNothing) {
  constexpr std::string_view kLlama = R"({"model_type": "llama", "num_hidden_layers": 1,
    "hidden_size": 8, "num_attention_heads": 2, "intermediate_size": 16, "vocab_size": 10,
    "scale_emb": )";
  EXPECT_EQ(doubts_of(from_json(std::string(kLlama) + "1.0}")), "");
  EXPECT_EQ(doubts_of(from_json(std::string(kLlama) + "12}")), "1 key not read: scale_emb");
}

TEST(Doubts, AValueMayBeThatOfAnotherKey) {
  constexpr std::string_view kLlama = R"({"model_type": "llama", "num_hidden_layers": 2,
    "hidden_size": 8, "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 4,
    "intermediate_size": 16, "vocab_size": 10, "query_pre_attn_scalar": )";
  EXPECT_EQ(doubts_of(from_json(std::string(kLlama) + "4}")), "");
  EXPECT_EQ(doubts_of(from_json(std::string(kLlama) + "9}")),
            "1 key not read: query_pre_attn_scalar");
}

TEST(Doubts, KeysInMapsAreNamedWithTheKeysAboveThem) {
  const ModelArchitecture model = from_json(R"({"model_type": "gpt_neox", "num_hidden_layers": 1,
    "hidden_size": 8, "num_attention_heads": 2, "intermediate_size": 16, "vocab_size": 10,
    "rope_parameters": {"rope_theta": 10000, "partial_rotary_factor": 0.5, "twist": 2}})");
  EXPECT_EQ(unread_of(model), std::vector<std::string>{"rope_parameters.twist"});
}

TEST(Doubts, AnUnknownTypeIsAGuessAndEachValueOfIt) {
  const ModelArchitecture model = from_json(R"({"model_type": "yuan", "num_hidden_layers": 1,
    "hidden_size": 8, "num_attention_heads": 2, "vocab_size": 10, "intermediate_size": 20,
    "lf_gate": true})");
  EXPECT_EQ(doubts_of(model),
            "drawn from a guess: model type 'yuan' is not known; 1 key not read: lf_gate");
  ASSERT_NE(assumption_of(model, "positional_embedding"), nullptr);
  EXPECT_EQ(assumption_of(model, "positional_embedding")->value, "rotary");
  ASSERT_NE(assumption_of(model, "d_head"), nullptr);
  EXPECT_EQ(assumption_of(model, "d_head")->value, "4");
  EXPECT_EQ(assumption_of(model, "d_mlp"), nullptr) << "the file gives it";
  EXPECT_NE(thrown([&] {
              check_no_doubts(model, "m.json");
            }).find("model_type: a decoder is assumed (model type 'yuan' is not known)"),
            std::string::npos);
}

TEST(Doubts, AnUnknownTypeInsideIsAGuessToo) {
  const ModelArchitecture model = from_json(R"({"model_type": "llava",
    "text_config": {"model_type": "yuan", "num_hidden_layers": 1, "hidden_size": 8,
      "num_attention_heads": 2, "intermediate_size": 20, "vocab_size": 10},
    "vision_config": {"model_type": "wren", "num_hidden_layers": 1, "hidden_size": 8,
      "num_attention_heads": 2, "intermediate_size": 20, "image_size": 28, "patch_size": 14}})");
  EXPECT_TRUE(
      doubts_of(model).starts_with("drawn from a guess: model type 'yuan' is not known; "
                                   "drawn from a guess: model type 'wren' is not known"))
      << doubts_of(model);
  EXPECT_NE(assumption_of(model, "encoders[0].model_type"), nullptr);
}

TEST(Doubts, AClassOfAnotherEndIsNotDrawnInSilence) {
  EXPECT_EQ(doubts_of(gpt2_with(R"(, "architectures": ["GPT2DoubleHeadsModel"])")),
            "1 value assumed: architectures");
  EXPECT_EQ(doubts_of(gpt2_with(R"(, "architectures": ["GPT2LMHeadModel"])")), "");
}

TEST(Doubts, WhatIsReadButNotDrawnIsToldApart) {
  const ModelArchitecture model = from_json(R"({"model_type": "mimo", "num_hidden_layers": 1,
    "hidden_size": 8, "num_attention_heads": 2, "intermediate_size": 20, "vocab_size": 10,
    "num_nextn_predict_layers": 1})");
  EXPECT_EQ(doubts_of(model), "1 key not drawn: num_nextn_predict_layers");
}

TEST(Doubts, TheLineIsShortWhateverTheKeysAre) {
  std::string more;
  for (int i = 0; i < 1000; ++i) more += R"(, "zzz)" + std::to_string(i) + R"(": 1)";
  more.insert(0, R"(, ")" + std::string(5000, 'z') + R"(": 1)");
  const std::string line = doubts_of(gpt2_with(more));
  EXPECT_TRUE(line.starts_with("1001 keys not read: zzz")) << line;
  EXPECT_TRUE(line.ends_with("zzz0, zzz1, zzz2, …")) << line;
  EXPECT_LT(line.size(), 120U);
}

}  // namespace
}  // namespace tviz
