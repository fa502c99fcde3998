// SPDX-License-Identifier: MIT
// Keys of a configuration that only the architecture of a plugin knows.
#include <gtest/gtest.h>

#include "../built_in_plugin.hpp"
#include "tviz/base/error.hpp"
#include "tviz/figure/figure.hpp"
#include "tviz/model/reader.hpp"

namespace tviz {
namespace {

/// Draws n_loops blocks; the title of its entry tells the other values.
class Looped final : public Architecture {
 public:
  std::vector<OwnKey> own_keys() const override {
    return {{.key = "n_loops", .least = 1, .most = 100},
            {.key = "decay", .type = OwnKey::Type::Real, .least = 0, .most = 1},
            {.key = "halts", .type = OwnKey::Type::Boolean},
            {.key = "router", .type = OwnKey::Type::Text}};
  }

  void build(const ModelArchitecture& model, GraphBuilder& builder) const override {
    builder.begin_stream("residual");
    builder.add_entry({.path = "tokens",
                       .kind = "tokens",
                       .title = std::to_string(model.own_value("decay", 0.5)) +
                                (model.own_value("halts", false) ? " halts " : " runs ") +
                                model.own_value<std::string>("router", "none")});
    const std::size_t block =
        builder.add_structure({.additions = {{.branches = {{{{.path = "mlp", .kind = "mlp"}}}}}}});
    for (std::int64_t i = 0; i < model.own_value<std::int64_t>("n_loops", 1); ++i) {
      builder.add_block(block);
    }
  }
};

constexpr Offer kLoopedOffer = provide<Architecture, Looped>("looped");
constexpr TvizPluginDescriptor kLooped = built_in_plugin<kLoopedOffer>("looped", "Loops.");

constexpr std::string_view kLoopedModel =
    "kind: looped\nn_layers: 1\nd_model: 8\nn_heads: 2\nd_vocab: 9\nn_ctx: 4\n";

ModelArchitecture model_with(std::string_view lines) {
  return read_model_text(std::string(kLoopedModel).append(lines), "model.yaml", ModelTypes());
}

Graph graph_with(std::string_view lines) {
  return build_graph(model_with(lines), *registry_with(kLooped));
}

std::string error_with(std::string_view lines) {
  try {
    graph_with(lines);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

const std::string& title_of_entry(const Graph& graph) {
  return graph.streams.front().entry.front().title;
}

TEST(OwnKeys, AreReadWithTheirTypes) {
  const Graph graph = graph_with("n_loops: 3\ndecay: 0.25\nhalts: true\nrouter: top\n");
  EXPECT_EQ(graph.streams.front().blocks.size(), 3U);
  EXPECT_EQ(title_of_entry(graph), "0.250000 halts top");
  EXPECT_TRUE(graph.model.unread.empty());
  EXPECT_TRUE(graph.model.warnings.empty());
  EXPECT_EQ(doubts_of(graph.model), "");
}

TEST(OwnKeys, MayBeMissingOrNull) {
  EXPECT_EQ(title_of_entry(graph_with("")), "0.500000 runs none");
  EXPECT_EQ(title_of_entry(graph_with("decay: null\n")), "0.500000 runs none");
}

TEST(OwnKeys, OfAnotherTypeOrOutOfRangeAreErrorsAtTheirPlaces) {
  EXPECT_EQ(error_with("n_loops: 0\n"), "model.yaml:7:10: n_loops: must be at least 1, got 0");
  EXPECT_EQ(error_with("n_loops: 101\n"), "model.yaml:7:10: n_loops: must be at most 100, got 101");
  EXPECT_EQ(error_with("n_loops: 2.5\nhalts: 3\n"),
            "model.yaml:7:10: n_loops: must be a whole number, got 2.5\n"
            "model.yaml:8:8: halts: must be true or false, got 3");
  EXPECT_EQ(error_with("n_loops: \"3\"\n"),
            "model.yaml:7:10: n_loops: must be a whole number, got \"3\"");
  EXPECT_EQ(error_with("n_loops: [1, 2]\n"),
            "model.yaml:7:10: n_loops: must be a whole number, got a list");
  EXPECT_EQ(error_with("decay: 2\n"), "model.yaml:7:8: decay: must be from 0 to 1, got 2");
  EXPECT_EQ(error_with("router: 7\n"),
            "model.yaml:7:9: router: must be text, got 7 (put it in quotes)");
}

TEST(OwnKeys, ThatAreMisspeltHaveTheNearestWord) {
  EXPECT_EQ(error_with("n_loop: 3\n"),
            "model.yaml:7:1: unknown key 'n_loop' (did you mean 'n_loops'?)");
  EXPECT_EQ(error_with("act_fm: relu\n"),
            "model.yaml:7:1: unknown key 'act_fm' (did you mean 'act_fn'?)");
}

TEST(OwnKeys, OfNobodyAreUnread) {
  const Graph graph = graph_with("n_loops: 3\nwarp_factor: 9\n");
  EXPECT_EQ(graph.model.warnings, std::vector<std::string>{"1 key not read: warp_factor"});
  EXPECT_EQ(doubts_of(graph.model), "1 key not read: warp_factor");
}

TEST(OwnKeys, OfOtherArchitecturesAreUnread) {
  const ModelArchitecture model = read_model_text(
      R"({"model_type": "gpt2", "n_layer": 1, "n_embd": 8, "n_head": 2, "vocab_size": 9, "n_loops": 3})",
      "config.json", ModelTypes());
  const Graph graph = build_graph(model, *registry_with(kLooped));
  EXPECT_EQ(doubts_of(graph.model), "1 key not read: n_loops");
}

TEST(OwnKeys, OfAConfigurationOfHuggingFace) {
  ModelArchitecture model = read_model_text(
      R"({"model_type": "gpt2", "n_layer": 1, "n_embd": 8, "n_head": 2, "vocab_size": 9, "n_loops": 3})",
      "config.json", ModelTypes());
  model.kind = "looped";
  EXPECT_EQ(build_graph(model, *registry_with(kLooped)).streams.front().blocks.size(), 3U);
}

TEST(OwnKeys, StandInTheFigureNoMore) {
  const Figure figure(model_with("n_loops: 3\n"), {.strict = true}, registry_with(kLooped));
  EXPECT_TRUE(figure.warnings().empty());
  EXPECT_EQ(figure.scene().description.find("not read"), std::string::npos);
}

}  // namespace
}  // namespace tviz
