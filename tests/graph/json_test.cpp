// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "sample.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {
namespace {

ModelArchitecture tiny_model() {
  ModelArchitecture model;
  model.model_name = "tiny \"x\"";
  model.n_layers = 1;
  model.d_model = 8;
  model.n_heads = 2;
  model.n_key_value_heads = 1;
  model.d_head = 4;
  model.d_vocab = 10;
  model.d_vocab_out = 10;
  model.normalization = Normalization::RmsNorm;
  model.positional_embedding = PositionalEmbedding::Rotary;
  model.rotary_dim = 4;
  model.warnings = {"something was assumed"};
  model.assumptions = {{"act_fn", "gelu", "no key gives it"}};
  model.unread = {{"n_loops", ""}};
  return model;
}

constexpr const char* kTinyJson = R"json({
  "name": "tiny \"x\"",
  "architecture": {
    "kind": "decoder",
    "n_layers": 1,
    "d_model": 8,
    "n_heads": 2,
    "n_key_value_heads": 1,
    "d_head": 4,
    "d_mlp": 0,
    "d_vocab": 10,
    "d_vocab_out": 10,
    "n_ctx": 0,
    "act_fn": "gelu",
    "normalization": "RMSNorm",
    "norm_placement": "pre",
    "positional_embedding": "rotary",
    "rotary_dim": 4,
    "parallel_attn_mlp": false,
    "gated_mlp": false,
    "attn_only": true,
    "tie_word_embeddings": false,
    "window_size": 0,
    "attention_types": null,
    "token_mixers": null,
    "feed_forwards": null,
    "n_experts": 0,
    "experts_per_token": 0
  },
  "parameters": {
    "total": 180,
    "active": 180
  },
  "streams": [
    {
      "name": "residual",
      "layers": 1,
      "states": 2
    }
  ],
  "blocks": [
    {
      "layers": [
        0,
        0
      ],
      "signature": "x + attn(x)",
      "additions": [
        {
          "shared": [],
          "branches": [
            [
              "attn"
            ]
          ],
          "join": "sum",
          "on_stream": []
        }
      ]
    }
  ],
  "components": [
    {
      "path": "embed",
      "kind": "embedding",
      "layer": null,
      "parameters": 80
    },
    {
      "path": "blocks.0.attn",
      "kind": "attention",
      "layer": 0,
      "parameters": 100
    }
  ],
  "warnings": [
    "something was assumed"
  ],
  "assumptions": [
    {
      "field": "act_fn",
      "value": "gelu",
      "reason": "no key gives it"
    }
  ],
  "unread": [
    {
      "key": "n_loops",
      "reason": ""
    }
  ]
}
)json";

TEST(GraphJson, WritesTheWholeGraph) {
  GraphBuilder builder(tiny_model(), {});
  builder.begin_stream("residual");
  builder.add_entry(sample::component("embed", "embedding", 80));
  BlockStructure block;
  block.additions = {{.branches = {{{sample::attention(2)}}}}};
  builder.add_block(builder.add_structure(block));
  EXPECT_EQ(to_json(builder.finish()), kTinyJson);
}

TEST(GraphJson, JoinsEqualBlocksInRuns) {
  const auto json = nlohmann::json::parse(to_json(sample::mixed()));
  const std::string one = "one: x + attn(ln1(x)); x + mlp(ln2(x))";
  const std::string two = "two: x + attn(ln(x)) + mlp(ln(x))";
  const std::vector<std::pair<std::vector<int>, std::string>> expected{
      {{0, 1}, one}, {{2, 2}, two}, {{3, 3}, one}};
  ASSERT_EQ(json["blocks"].size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(json["blocks"][i]["layers"], expected[i].first);
    EXPECT_EQ(json["blocks"][i]["signature"], expected[i].second);
  }
  EXPECT_EQ(json["blocks"][1]["additions"],
            nlohmann::json::parse(R"([{"shared": ["ln"], "branches": [["attn"], ["mlp"]],
                                       "join": "sum", "on_stream": []}])"));
  EXPECT_EQ(json["streams"][0]["states"], 8);
  EXPECT_EQ(json["components"].size(), 18U);
}

TEST(GraphJson, PutsNormsOnTheStreamAroundTheirSum) {
  GraphBuilder builder = sample::begun();
  BlockStructure structure = sample::parallel();
  structure.additions[0].on_stream = {sample::component("ln_after", "norm", 4)};
  builder.add_block(builder.add_structure(structure));
  const auto json = nlohmann::json::parse(to_json(builder.finish()));
  EXPECT_EQ(json["blocks"][0]["signature"], "ln_after(x + attn(ln(x)) + mlp(ln(x)))");
}

TEST(GraphJson, IsNullWhereAllLayersAttendToEverything) {
  Graph graph = sample::mixed();
  graph.model.layers.assign(2, {.feed_forward = FeedForward::Experts});
  const auto json = nlohmann::json::parse(to_json(graph));
  EXPECT_EQ(json["architecture"]["attention_types"], nullptr);
  EXPECT_EQ(json["architecture"]["feed_forwards"], nullptr);
}

TEST(GraphJson, ListsAttentionTypesAndSurvivesBadUtf8) {
  Graph graph = sample::mixed();
  graph.model.layers = {{.reach = AttentionReach::Local}, {}, {.mixer = TokenMixer::Mamba}};
  graph.model.model_name = "bad\xFF";
  const auto json = nlohmann::json::parse(to_json(graph));
  EXPECT_EQ(json["architecture"]["attention_types"],
            nlohmann::json::array({"local", "global", nullptr}));
  EXPECT_EQ(json["architecture"]["token_mixers"],
            nlohmann::json::array({"attention", "attention", "mamba"}));
  EXPECT_EQ(json["architecture"]["feed_forwards"], nullptr);
  EXPECT_EQ(json["name"], "bad\xEF\xBF\xBD");
}

}  // namespace
}  // namespace tviz
