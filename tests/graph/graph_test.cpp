// SPDX-License-Identifier: MIT
#include "tviz/graph/graph.hpp"

#include <gtest/gtest.h>

#include "sample.hpp"

namespace tviz {
namespace {

using sample::component;

TEST(Component, CountsItsWeightsButNotTiedOnes) {
  Component component;
  component.weights = {{"W", {2, 3, 5}}, {"b", {7}}, {"tied", {1000, 1000}, true}, {"one", {}}};
  EXPECT_EQ(component.parameters(), 30 + 7 + 1);
  EXPECT_EQ(Component{}.parameters(), 0);
}

TEST(Shape, IsWrittenInNumbersAndInWords) {
  const std::vector<Dimension> per_head{{"batch"}, {"seq_len"}, {"n_heads", 12}, {"", 64}};
  EXPECT_EQ(shape_text(per_head), "(batch, seq_len, 12, 64)");
  EXPECT_EQ(symbolic_shape_text(per_head), "(batch, seq_len, n_heads, 64)");
  const std::vector<Dimension> flat{{"n_heads", 12, "batch*seq_len"}, {"d_head", 64}};
  EXPECT_EQ(shape_text(flat), "(batch*seq_len*12, 64)");
  EXPECT_EQ(symbolic_shape_text(flat), "(batch*seq_len*n_heads, d_head)");
  EXPECT_EQ(shape_text({}), "()");
}

TEST(Graph, ListsComponentsInTheOrderOfTheDataFlow) {
  const Graph graph = sample::mixed();
  std::vector<std::string> paths;
  for (const ComponentReference& each : components_of(graph)) paths.push_back(each.path());
  const std::vector<std::string> expected{
      "embed",        "pos_embed",     "blocks.0.ln1",  "blocks.0.attn", "blocks.0.ln2",
      "blocks.0.mlp", "blocks.1.ln1",  "blocks.1.attn", "blocks.1.ln2",  "blocks.1.mlp",
      "blocks.2.ln",  "blocks.2.attn", "blocks.2.mlp",  "blocks.3.ln1",  "blocks.3.attn",
      "blocks.3.ln2", "blocks.3.mlp",  "ln_final"};
  EXPECT_EQ(paths, expected);
}

TEST(Graph, CountsParametersOfEveryLayer) {
  const Graph graph = sample::mixed();
  EXPECT_EQ(count_parameters(graph), 20 + 30 + 5 + 3 * 1103 + 1101);
  std::int64_t sum = 0;
  for (const ComponentReference& each : components_of(graph)) sum += each.component->parameters();
  EXPECT_EQ(count_parameters(graph), sum);
}

TEST(Graph, CountsOnlyTheExpertsThatATokenUses) {
  Component experts{.path = "mlp", .kind = "experts", .n_experts = 8, .experts_per_token = 2};
  experts.weights = {{"W_router", {4, 8}}, {.name = "W_in", .shape = {8, 4, 5}, .routed = true}};
  experts.parts = {{.path = "router", .role = "router"}, {.path = "experts", .role = "expert"}};
  EXPECT_EQ(experts.parameters(), 32 + 160);
  EXPECT_EQ(experts.active_parameters(), 32 + 40);
  GraphBuilder builder = sample::begun();
  BlockStructure structure;
  structure.additions = {{.branches = {{{experts}}}}};
  builder.add_block(builder.add_structure(structure));
  const Graph graph = builder.finish();
  EXPECT_EQ(count_parameters(graph), 55 + 192);
  EXPECT_EQ(count_active_parameters(graph), 55 + 72);
}

TEST(Graph, CountsSharedLayersOnce) {
  GraphBuilder builder = sample::begun();
  builder.share_weights();
  const auto structure = builder.add_structure(sample::sequential());
  for (int layer = 0; layer < 3; ++layer) builder.add_block(structure);
  EXPECT_EQ(count_parameters(builder.finish()), 55 + 1103);
}

TEST(Graph, ListsWhatLiesOnTheStreamAndBesideTheBlocks) {
  GraphBuilder builder = sample::begun();
  builder.add_after_entry(component("ln_embed", "norm", 2));
  builder.add_used_by_blocks(component("positions", "position_embedding", 3));
  BlockStructure structure = sample::parallel();
  structure.additions[0].on_stream = {component("ln_after", "norm", 4)};
  builder.add_block(builder.add_structure(structure));
  const Graph graph = builder.finish();
  EXPECT_EQ(count_parameters(graph), 55 + 2 + 3 + 4 + 1101);
  for (const char* path : {"ln_embed", "positions", "blocks.0.ln_after"}) {
    EXPECT_NE(find_component(graph, path).component, nullptr) << path;
  }
}

TEST(Graph, FindsTheBlockOfAPath) {
  const Graph graph = sample::mixed();
  const Stream& stream = graph.streams[0];
  EXPECT_EQ(find_block(stream, "blocks.3"), &stream.blocks[3]);
  EXPECT_EQ(find_block(stream, "blocks.3.attn.heads.1"), &stream.blocks[3]);
  for (const char* path : {"", "blocks", "blocks.", "blocks.4", "blocks.03", "blocks.-1", "3",
                           "block.3", "blocks.3x", "blocks.99999999999999999999.attn"}) {
    EXPECT_EQ(find_block(stream, path), nullptr) << path;
  }
}

TEST(Graph, FindsComponentsByPath) {
  const Graph graph = sample::mixed();
  for (const ComponentReference& each : components_of(graph)) {
    const ComponentReference found = find_component(graph, each.path());
    EXPECT_EQ(found.component, each.component) << each.path();
    EXPECT_EQ(found.block, each.block) << each.path();
    EXPECT_EQ(found.stream, each.stream) << each.path();
  }
}

TEST(Graph, AHeadGivesItsAttention) {
  const Graph graph = sample::mixed();
  const ComponentReference found = find_component(graph, "blocks.2.attn.heads.2");
  ASSERT_NE(found.component, nullptr);
  EXPECT_EQ(found.path(), "blocks.2.attn");
  for (const char* path : {"blocks.2.attn.heads.3", "blocks.2.attn.heads.", "blocks.2.attn.heads",
                           "blocks.2.attn.heads.-1", "blocks.2.mlp.heads.0"}) {
    EXPECT_EQ(find_component(graph, path).component, nullptr) << path;
  }
}

TEST(Graph, FindsNothingForOtherPaths) {
  const Graph graph = sample::mixed();
  for (const char* path : {"", "embe", "embedding", "attn", "blocks.2", "blocks.2.", "blocks.2.ln1",
                           "blocks.4.attn"}) {
    EXPECT_EQ(find_component(graph, path).component, nullptr) << path;
  }
}

TEST(Graph, CountsStatesBelowABlock) {
  const Graph graph = sample::mixed();
  const Stream& stream = graph.streams[0];
  EXPECT_EQ(states_before(stream, stream.blocks[0]), 0);
  EXPECT_EQ(states_before(stream, stream.blocks[2]), 4);
  EXPECT_EQ(states_before(stream, stream.blocks[3]), 5);
}

}  // namespace
}  // namespace tviz
