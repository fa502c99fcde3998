// SPDX-License-Identifier: MIT
// Graphs as files: what is written is read back, and mistakes in what people write are named.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "families.hpp"
#include "sample_graphs.hpp"
#include "tviz/tviz.hpp"

namespace tviz::test {
namespace {

constexpr std::size_t kFileShards = 8;  // So that the models are drawn side by side.

const std::shared_ptr<const Registry>& plugins() {
  static const auto plugins = std::make_shared<const Registry>();
  return plugins;
}

ModelArchitecture read_yaml(std::string_view text) {
  return read_model(parse_yaml(text, "graph.yaml"));
}

Graph graph_of(std::string_view text) { return build_graph(read_yaml(text), *plugins()); }

std::string error_of(std::string_view text) {
  try {
    graph_of(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

std::string drawing_of(const ModelArchitecture& model) {
  RenderOptions options;
  options.max_layers = 2;
  options.annotations = Annotations::Equations;
  options.expanded = {"all"};
  return Figure(model, options, plugins()).render("svg");
}

void expect_same_figure(const ModelArchitecture& model) {
  const Graph graph = build_graph(model, *plugins());
  const std::string expected = drawing_of(model);
  const std::string yaml = to_graph_file(graph);
  EXPECT_EQ(drawing_of(read_yaml(yaml)), expected) << model.model_name;
  EXPECT_EQ(to_graph_file(graph_of(yaml)), yaml) << model.model_name;
  EXPECT_EQ(to_json(graph_of(yaml)), to_json(graph)) << model.model_name;
  const std::string json = to_graph_file(graph, GraphFormat::Json);
  EXPECT_EQ(to_graph_file(graph_of(json)), yaml) << model.model_name;
}

class GraphFileOfEveryModel : public testing::TestWithParam<std::size_t> {};

TEST_P(GraphFileOfEveryModel, OfTheCatalogGivesTheSameFigure) {
  const Catalog catalog;
  const std::vector<CatalogEntry> entries = catalog.entries();
  for (std::size_t i = GetParam(); i < entries.size(); i += kFileShards * TVIZ_TEST_EVERY) {
    expect_same_figure(read_model(entries[i].name));
  }
}

TEST_P(GraphFileOfEveryModel, OfAFamilyGivesTheSameFigure) {
  const std::vector<Family> all = families();
  for (std::size_t i = GetParam(); i < all.size(); i += kFileShards * TVIZ_TEST_EVERY) {
    expect_same_figure(all[i].model);
  }
}

INSTANTIATE_TEST_SUITE_P(Shard, GraphFileOfEveryModel, testing::Range(std::size_t{0}, kFileShards));

TEST(GraphFile, OfASampleGraphIsReadBack) {
  for (const SampleGraph& sample : sample_graphs()) {
    const std::string file = to_graph_file(sample.build());
    EXPECT_EQ(to_graph_file(graph_of(file)), file) << sample.name;
  }
}

TEST(GraphFile, KeepsDoubts) {
  const ModelArchitecture guess =
      read_model(parse_json(R"({"model_type": "yuan", "num_hidden_layers": 2, "hidden_size": 8,
                     "num_attention_heads": 2, "intermediate_size": 16, "vocab_size": 10,
                     "loops": 3})",
                            "config.json"));
  ASSERT_FALSE(doubts_of(guess).empty());
  const Graph graph = graph_of(to_graph_file(build_graph(guess, *plugins())));
  EXPECT_EQ(doubts_of(graph.model), doubts_of(guess));
  EXPECT_EQ(graph.model.warnings, guess.warnings);
}

// Written by hand: names of components, words for sizes, the short form of additions.
constexpr std::string_view kByHand = R"(
name: mine
dimensions: {d_model: 32, n_heads: 4, d_head: 8, d_vocab: 100, n_memories: null}
components:
  tokens: {kind: tokens}
  embed: {kind: embedding, weights: {W_E: [d_vocab, d_model]}}  # A comment.
  ln: {kind: norm, label: '"RMS"', weights: {w: [d_model]}}
  attn:
    kind: attention
    n_heads: n_heads
    weights: {W_Q: [n_heads, d_model, d_head]}
    hook_points:
      z: {shape: [batch, seq_len, n_heads, d_head], head_axis: 2}
      "custom:memory": [n_memories, 16]
  logits: {kind: logits}
streams:
  - entry: [tokens, embed]
    structures:
      a: {short_name: a, additions: [[ln, attn]]}
      b: {short_name: b, additions: [[{path: mlp, kind: mlp, label: m}]]}
    blocks: [{repeat: 2, of: [a, {repeat: 2, of: [b]}]}, a]
    exit: [logits]
)";

TEST(GraphFile, IsWrittenByHand) {
  const Graph graph = graph_of(kByHand);
  EXPECT_EQ(graph.model.model_name, "mine");
  EXPECT_EQ(graph.model.n_layers, 7);
  EXPECT_EQ(graph.model.d_model, 32);
  const Stream& stream = graph.streams.front();
  std::string kinds;
  for (const Block& block : stream.blocks) kinds += stream.structures[block.structure].short_name;
  EXPECT_EQ(kinds, "abbabba");
  EXPECT_EQ(stream.blocks.back().path, "blocks.6");
  EXPECT_EQ(count_parameters(graph), 100 * 32 + 3 * (32 + 4 * 32 * 8));
  const Component& attention = *find_component(graph, "blocks.3.attn").component;
  EXPECT_EQ(attention.n_heads, 4);
  EXPECT_EQ(attention.n_key_value_heads, 4);
  EXPECT_EQ(attention.label, "h");
  EXPECT_EQ(shape_text(attention.hook_points[0].shape), "(batch, seq_len, 4, 8)");
  EXPECT_EQ(shape_text(attention.hook_points[1].shape), "(n_memories, 16)");
  EXPECT_TRUE(drawing_of(read_yaml(kByHand)).starts_with("<svg"));
}

/// The file above with one thing changed.
std::string changed(std::string_view from, std::string_view to) {
  std::string text(kByHand);
  const std::size_t at = text.find(from);
  EXPECT_NE(at, text.npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(GraphFile, NamesEachMistakeWithItsPlaceAndTheNearestWord) {
  EXPECT_EQ(error_of(changed("[tokens, embed]", "[tokens, embd]")),
            "graph.yaml:17:21: streams[0].entry[1]: no component 'embd' in the map 'components' "
            "(did you mean 'embed'?)\n"
            "graph.yaml:6:3: components.embed: no stream has this component");
  EXPECT_EQ(error_of(changed("{w: [d_model]}", "{w: [d_modle]}")),
            "graph.yaml:7:50: components.ln.weights.w: 'd_modle' is no dimension (did you mean "
            "'d_model'?)");
  EXPECT_EQ(error_of(changed("{w: [d_model]}", "{w: [batch]}")),
            "graph.yaml:7:50: components.ln.weights.w: a weight's size must be known");
  EXPECT_EQ(
      error_of(changed("kind: mlp", "kind: mpl")),
      "graph.yaml:20:39: streams[0].structures.b.additions[0][0]: unknown kind 'mpl' (did you "
      "mean 'mlp'? One of your own begins with 'custom:')");
  EXPECT_EQ(error_of(changed("{repeat: 2, of: [b]}", "{repeet: 2, of: [b]}")),
            "graph.yaml:21:35: streams[0].blocks[0].of[1]: unknown key 'repeet' (did you mean "
            "'repeat'?)");
  EXPECT_EQ(error_of(changed("of: [b]", "of: [c]")),
            "graph.yaml:21:51: streams[0].blocks[0].of[1].of[0]: no structure 'c' in this stream "
            "(did you mean 'a' or "
            "'b'?)");
  EXPECT_EQ(error_of(changed("head_axis: 2", "head_axis: 9")),
            "graph.yaml:9:5: components.attn: head axis 9 of 'z', which has 4 axes");
  EXPECT_EQ(error_of(changed("n_memories: null", "n_memories: 0")),
            "graph.yaml:3:76: dimensions.n_memories: must be a whole number from 1 to 1000000000, "
            "or null if only a run knows it\n"
            "graph.yaml:14:25: components.attn.hook_points.custom:memory: 'n_memories' is no "
            "dimension (the map 'dimensions' lists the words)");
}

TEST(GraphFile, MayHaveMoreBlocksThanItsModel) {
  Graph graph = build_graph(read_model("gemma-2-2b"), *plugins());
  graph.model.n_layers = 2;
  graph.model.layers.resize(2);
  RenderOptions options;
  options.dialect = "transformer_bridge";
  const Figure figure(read_yaml(to_graph_file(graph)), options, plugins());
  EXPECT_GT(figure.hook_names().size(), 500U);
}

TEST(GraphFile, TakesStructuresAmongTheBlocks) {
  const std::string attention = "{short_name: a, additions: [[ln, attn]]}";
  const std::string mlp = "{short_name: b, additions: [[{path: mlp, kind: mlp, label: m}]]}";
  std::string text = changed(
      "[{repeat: 2, of: [a, {repeat: 2, of: [b]}]}, a]",
      "[{repeat: 2, of: [" + attention + ", {repeat: 2, of: [" + mlp + "]}]}, " + attention + "]");
  const std::size_t at = text.find("    structures:");
  text.erase(at, text.find("    blocks:") - at);
  EXPECT_EQ(to_graph_file(graph_of(text)), to_graph_file(graph_of(kByHand)));
}

TEST(GraphFile, NamesTheBlockThatIsWrongAmongOthersLikeIt) {
  const auto blocks = [](const std::string& second) {
    return "streams: [{blocks: [{additions: [[{path: mlp, kind: mlp}]]}, " + second + "]}]";
  };
  EXPECT_EQ(error_of(blocks("{additions: [[{path: mlp, kind: mpl}]]}")),
            "graph.yaml:1:76: streams[0].blocks[1].additions[0][0]: unknown kind 'mpl' (did you "
            "mean 'mlp'? One of your own begins with 'custom:')");
  EXPECT_EQ(error_of(blocks("{additions: [{branches: [[{path: ln, kind: norm}]]}]}")),
            "graph.yaml:1:88: streams[0].blocks[1].additions[0].branches[0][0]: a branch has 0 "
            "components that are not norms, but must have exactly one");
  EXPECT_EQ(error_of(blocks("{additions: []}")),
            "graph.yaml:1:62: streams[0].blocks[1]: the block adds nothing to the stream");
}

TEST(GraphFile, NamesPlacesWithoutAFile) {
  try {
    build_graph(read_model(parse_yaml("\nstreams: [{blocks: [3]}]", "")), *plugins());
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "2:21: streams[0].blocks[0]: no structure '3' in this stream");
  }
}

TEST(GraphFile, IsDrawnWithoutDimensions) {
  const ModelArchitecture model =
      read_yaml("streams: [{blocks: [{additions: [[{path: mlp, kind: mlp}]]}]}]");
  EXPECT_TRUE(visualize(model).render("svg").starts_with("<svg"));
}

TEST(GraphFile, NamesTheStructureThatNoBlockHas) {
  EXPECT_EQ(error_of(changed("of: [b]", "of: [a]")),
            "graph.yaml:20:10: streams[0].structures.b: no block has this structure");
}

TEST(GraphFile, RefusesNothingThatIsRepeated) {
  EXPECT_EQ(
      error_of(changed("of: [b]", "of: [{repeat: 4096, of: [{repeat: 4096, of: []}]}]")),
      "graph.yaml:21:90: streams[0].blocks[0].of[1].of[0].of[0].of: must be a list of blocks");
}

TEST(GraphFile, RefusesNonsense) {
  EXPECT_EQ(error_of("streams: 3"), "graph.yaml:1:10: streams: must be a list");
  EXPECT_EQ(error_of("streams: []"), "graph.yaml:1:1: graph: no stream");
  EXPECT_EQ(error_of("streams: [3]"),
            "graph.yaml:1:11: streams[0]: must be a map of keys and values, got 3");
  EXPECT_EQ(error_of("streams: [{structures: {b: {additions: [[{path: m, kind: mlp}]]}}, blocks: "
                     "[{repeat: 5000, "
                     "of: [b]}]}]"),
            "graph.yaml:1:86: streams[0].blocks[0].repeat: must be at most 4096, got 5000");
}

}  // namespace
}  // namespace tviz::test
