// SPDX-License-Identifier: MIT
#include "tviz/graph/builder.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "sample.hpp"

namespace tviz {
namespace {

using sample::component;
using sample::error_of;

/// What finish() says of a graph whose only structure is this one.
std::string error_of_structure(const BlockStructure& structure) {
  return error_of([&] {
    GraphBuilder builder = sample::begun();
    builder.add_block(builder.add_structure(structure));
    builder.finish();
  });
}

/// What the builder says of this component.
std::string error_of_component(const Component& component, const Limits& limits = {}) {
  return error_of([&] { sample::begun(limits).add_entry(component); });
}

TEST(GraphBuilder, NumbersLayersAndPaths) {
  GraphBuilder builder = sample::begun();
  const auto structure = builder.add_structure(sample::sequential());
  builder.add_block(structure);
  builder.add_block(structure);
  builder.begin_stream("second");
  builder.add_block(builder.add_structure(sample::parallel()), "decoder");
  const Graph graph = builder.finish();
  ASSERT_EQ(graph.streams.size(), 2U);
  EXPECT_EQ(graph.streams[0].blocks[1].layer, 1);
  EXPECT_EQ(graph.streams[0].blocks[1].path, "blocks.1");
  EXPECT_EQ(graph.streams[1].blocks[0].layer, 0);
  EXPECT_EQ(graph.streams[1].blocks[0].path, "decoder.0");
  EXPECT_EQ(graph.model.model_name, "sample");
}

/// What finish() says of two streams and this link.
std::string error_of_link(const Link& link) {
  return error_of([&] {
    GraphBuilder builder = sample::begun();
    builder.add_block(builder.add_structure(sample::sequential()));
    builder.begin_stream("second", "Decoder");
    builder.add_entry(component("second.reads", "embedding", 1));
    builder.add_block(builder.add_structure(sample::parallel()), "decoder");
    builder.add_link(link);
    builder.finish();
  });
}

TEST(GraphBuilder, ChecksLinks) {
  EXPECT_EQ(error_of_link({"residual", "second", "second.reads"}), "");
  EXPECT_EQ(error_of_link({"residual", "second", "attn"}),
            "link: 'attn' of kind 'attention' reads no other stream: only components of kind "
            "'cross_attention' and those outside the blocks do");
  EXPECT_EQ(error_of_link({"third", "second", "attn"}), "link: no stream 'third'");
  EXPECT_EQ(error_of_link({"residual", "third", "attn"}), "link: no stream 'third'");
  EXPECT_EQ(error_of_link({"residual", "second", "embed"}),
            "link: no component 'embed' in stream 'second'");
  EXPECT_EQ(error_of_link({"second", "residual", "attn"}),
            "link: stream 'residual' reads 'second', which does not come before it\n"
            "link: 'attn' of kind 'attention' reads no other stream: only components of kind "
            "'cross_attention' and those outside the blocks do");
}

TEST(GraphBuilder, ChecksExpertsAndParts) {
  Component experts{.path = "mlp", .kind = "experts", .n_experts = 8, .experts_per_token = 9};
  EXPECT_EQ(error_of_component(experts), "mlp: experts_per_token is 9, but must be 0 to 8");
  experts.experts_per_token = 2;
  experts.weights = {{.name = "W_in", .shape = {7, 4}, .routed = true}};
  experts.parts = {{.path = "router", .role = "router"}, {.path = "router", .role = "expert"}};
  BlockStructure structure;
  structure.additions = {{.branches = {{{experts}}}}};
  EXPECT_EQ(
      error_of_structure(structure),
      "mlp: the first axis of 'W_in' must count its 8 experts\nmlp: part 'router' appears twice");
  structure.additions[0].on_stream = {component("mlp2", "mlp", 1)};
  structure.additions[0].branches = {{{component("mlp", "mlp", 1)}}};
  EXPECT_EQ(error_of_structure(structure),
            "mlp2: a component of kind 'mlp' cannot lie on the stream: only norms, adapters, "
            "autoencoders, and kinds of your own can");
  structure.additions[0].on_stream = {component("sae", "autoencoder", 1),
                                      component("noise", "custom:noise", 1)};
  EXPECT_EQ(error_of_structure(structure), "");
}

/// What finish() says of a component that consists of these.
std::string error_of_interior(std::vector<Step> steps, std::vector<Wire> wires) {
  BlockStructure structure = sample::sequential();
  Component& main = structure.additions.front().branches.front().components.back();
  main.interior = {std::move(steps), std::move(wires)};
  return error_of_structure(structure);
}

TEST(GraphBuilder, ChecksInteriors) {
  const Wire in{kComponentInput, 0, {}};
  const Wire out{0, kComponentOutput, {}};
  EXPECT_EQ(error_of_interior({{"W", "learned", 0, 0}}, {in, out}), "");
  EXPECT_NE(error_of_interior({{"W", "learned", 0, 0}}, {in}).find("have no wires"),
            std::string::npos);
  EXPECT_NE(error_of_interior({{"W", "learned", 0, 0}}, {out}).find("have no wires"),
            std::string::npos);
  EXPECT_NE(error_of_interior({{"W", "learned", 0, 0}}, {in, out, {0, 1, {}}})
                .find("a wire leads from 0 to 1, but there are 1 steps"),
            std::string::npos);
  EXPECT_NE(error_of_interior({{"W", "learned", 0, 0}}, {in, out, {kComponentInput, -3, {}}})
                .find("a wire leads from -1 to -3"),
            std::string::npos);
  EXPECT_NE(error_of_interior({{"W", "learned", 0, 99}}, {in, out}).find("row 99"),
            std::string::npos);
  EXPECT_NE(
      error_of_interior({{"A", "learned", 0, 1}, {"B", "learned", 1, 0}}, {in, out, {0, 1, {}}})
          .find("the wire from 'A' to 'B' does not lead upwards"),
      std::string::npos);
  EXPECT_NE(error_of_interior({{"A", "learned", 0, 0}, {"B", "learned", 0, 0}}, {in, out})
                .find("two steps are in column 0, row 0"),
            std::string::npos);
}

TEST(GraphBuilder, KeepsNotes) {
  GraphBuilder builder = sample::begun();
  builder.add_block(builder.add_structure(sample::sequential()));
  builder.set_entry_note({"below", "x_0"});
  builder.set_exit_note({"above", "x_{{after}}"});
  const Graph graph = builder.finish();
  EXPECT_EQ(graph.streams[0].entry_note.text, "below");
  EXPECT_EQ(graph.streams[0].exit_note.equation, "x_{{after}}");
}

TEST(GraphBuilder, RefusesPartsBeforeTheFirstStream) {
  EXPECT_EQ(error_of([] { GraphBuilder({}, {}).add_exit(component("a", "b", 1)); }),
            "graph: parts cannot be added before the first stream begins");
}

TEST(GraphBuilder, RefusesAnEmptyGraph) {
  EXPECT_EQ(error_of([] { GraphBuilder({}, {}).finish(); }), "graph: no stream");
  EXPECT_EQ(error_of([] { sample::begun().finish(); }), "residual: the stream has no blocks");
}

TEST(GraphBuilder, RefusesTextsOverTheLimit) {
  Limits limits;
  limits.text_bytes = 18;  // As long as the longest text of the sample.
  const std::string text(19, 'x');
  const std::string end = " has 19 bytes, but the limit is 18";
  EXPECT_EQ(error_of_component({.path = text}, limits), "component: path" + end);
  EXPECT_EQ(error_of_component({.path = "a", .kind = text}, limits), "a: kind" + end);
  EXPECT_EQ(error_of_component({.path = "a", .label = text}, limits), "a: label" + end);
  EXPECT_EQ(error_of_component({.path = "a", .title = text}, limits), "a: title" + end);
  EXPECT_EQ(error_of_component({.path = "a", .summary = text}, limits), "a: summary" + end);
  EXPECT_EQ(error_of_component({.path = "a", .equation = text}, limits), "a: equation" + end);
  EXPECT_EQ(error_of_component({.path = "a", .weights = {{text, {1}}}}, limits),
            "a: name of a weight" + end);
  EXPECT_EQ(error_of_component({.path = "a", .hook_points = {{text, {}}}}, limits),
            "a: name of a hook point" + end);
  EXPECT_EQ(error_of_component({.path = "a", .hook_points = {{"q", {{text, 0}}}}}, limits),
            "a: symbol of a dimension" + end);
  EXPECT_EQ(error_of([&] {
              sample::begun(limits).set_exit_note({text, ""});
            }),
            "exit note: text" + end);
  EXPECT_EQ(error_of([&] {
              sample::begun(limits).set_entry_note({"", text});
            }),
            "entry note: equation" + end);
  EXPECT_EQ(error_of([&] { sample::begun(limits).begin_stream(text); }), "stream: name" + end);
  EXPECT_EQ(error_of([&] { sample::begun(limits).add_structure({.name = text}); }),
            "block structure: name" + end);
  EXPECT_EQ(error_of([&] { sample::begun(limits).add_structure({.short_name = text}); }),
            "block structure: short name" + end);
  EXPECT_EQ(error_of([&] { sample::begun(limits).add_block(0, text); }), "block: prefix" + end);
  EXPECT_EQ(error_of_component({.path = std::string(18, 'x')}, limits), "");
}

TEST(GraphBuilder, RefusesTooManyHeads) {
  EXPECT_EQ(error_of_component({.path = "attn", .n_heads = 1'000'000'000}),
            "attn: n_heads is 1000000000, but must be 0 to 4096");
  EXPECT_EQ(error_of_component({.path = "attn", .n_heads = -1}),
            "attn: n_heads is -1, but must be 0 to 4096");
  EXPECT_EQ(error_of_component({.path = "attn", .n_heads = 4, .n_key_value_heads = 5}),
            "attn: n_key_value_heads is 5, but must be 0 to 4");
  EXPECT_EQ(error_of_component({.path = "attn", .n_heads = 4096}), "");
}

TEST(GraphBuilder, RefusesBadTensors) {
  EXPECT_EQ(error_of_component({.path = "mlp", .weights = {{"W", {2, 0}}}}),
            "mlp: dimension of W is 0, but must be 1 to 1000000000");
  EXPECT_EQ(error_of_component({.path = "mlp", .weights = {{"W", {1'000'000'001}}}}),
            "mlp: dimension of W is 1000000001, but must be 1 to 1000000000");
  EXPECT_EQ(error_of_component({.path = "mlp", .hook_points = {{"q", {{"", -3}}}}}),
            "mlp: dimension of q is -3, but must be 1 to 1000000000");
  EXPECT_EQ(error_of_component({.path = "mlp", .hook_points = {{"q", {{"d_mlp", -3}}}}}),
            "mlp: dimension of q is -3, but must be 0 to 1000000000");
  EXPECT_EQ(
      error_of_component({.path = "mlp", .weights = {{"W", std::vector<std::int64_t>(17, 1)}}}),
      "mlp: W has 17 axes, but the limit is 16");
  EXPECT_EQ(error_of_component({.path = "mlp", .hook_points = {{"q", std::vector<Dimension>(17)}}}),
            "mlp: q has 17 axes, but the limit is 16");
}

TEST(GraphBuilder, RefusesParametersBeyond64Bits) {
  const std::int64_t giga = 1'000'000'000;
  EXPECT_EQ(error_of_component({.path = "mlp", .weights = {{"W", {giga, giga, giga}}}}),
            "mlp: more parameters than 64 bits can count");
  const Weight most{"W", {9, giga, giga}};
  EXPECT_EQ(error_of_component({.path = "mlp", .weights = {most}}), "");
  EXPECT_EQ(error_of_component({.path = "mlp", .weights = {most, most}}),
            "mlp: more parameters than 64 bits can count");

  BlockStructure structure = sample::sequential();
  structure.additions[1].branches[0].components[1].weights = {most};
  EXPECT_EQ(error_of_structure(structure), "");
  EXPECT_EQ(error_of([&] {
              GraphBuilder builder = sample::begun();
              const auto number = builder.add_structure(structure);
              builder.add_block(number);
              builder.add_block(number);
              builder.finish();
            }),
            "blocks.1: more parameters than 64 bits can count");
}

TEST(GraphBuilder, RefusesTooManyParts) {
  Limits limits;
  limits.components = 3 * 2 + 2;  // The sample's components and weights, its stream, one more.
  GraphBuilder builder = sample::begun(limits);
  builder.begin_stream("a");
  EXPECT_EQ(error_of([&] { builder.begin_stream("b"); }),
            "graph: more components and other parts than the limit of 8");
  EXPECT_EQ(error_of([&] { sample::begun(limits).add_structure(sample::sequential()); }),
            "graph: more components and other parts than the limit of 8");
}

TEST(GraphBuilder, RefusesTooManyLayers) {
  GraphBuilder builder = sample::begun();
  const auto structure = builder.add_structure(sample::sequential());
  for (int i = 0; i < 4096; ++i) builder.add_block(structure);
  EXPECT_EQ(error_of([&] { builder.add_block(structure); }),
            "block: more layers than the limit of 4096");
}

TEST(GraphBuilder, RefusesAnUnknownStructure) {
  EXPECT_EQ(error_of([] {
              GraphBuilder builder = sample::begun();
              builder.add_block(builder.add_structure(sample::sequential()));
              builder.add_block(1);
              builder.finish();
            }),
            "blocks.1: the block has structure 1, but the number of structures is 1");
}

TEST(GraphBuilder, RefusesAnUnusedStructure) {
  EXPECT_EQ(error_of([] {
              GraphBuilder builder = sample::begun();
              builder.add_block(builder.add_structure(sample::sequential()));
              builder.add_structure(sample::parallel("two"));
              builder.finish();
            }),
            "two: no block has this structure");
}

TEST(GraphBuilder, RefusesBranchesWithoutOneMainComponent) {
  BlockStructure structure = sample::sequential();
  auto& components = structure.additions[0].branches[0].components;
  components.pop_back();
  EXPECT_EQ(error_of_structure(structure),
            "ln1: a branch has 0 components that are not norms, but must have exactly one");
  components = {component("a", "mlp", 1), component("b", "mlp", 1)};
  EXPECT_EQ(error_of_structure(structure),
            "b: a branch has 2 components that are not norms, but must have exactly one");
  components.clear();
  EXPECT_EQ(
      error_of_structure(structure),
      "block structure: a branch has 0 components that are not norms, but must have exactly one");
  structure.additions[0].branches.clear();
  EXPECT_EQ(error_of_structure(structure), "block structure: an addition has no branches");
  EXPECT_EQ(error_of_structure({.name = "empty"}), "empty: the block adds nothing to the stream");
}

TEST(GraphBuilder, TakesAdaptersAfterWhatTheyChange) {
  BlockStructure structure = sample::sequential();
  auto& components = structure.additions[0].branches[0].components;
  components = {component("ln1", "norm", 1), component("a", "mlp", 1),
                component("b", "adapter", 1)};
  EXPECT_EQ(error_of_structure(structure), "");
  EXPECT_EQ(main_component(structure.additions[0].branches[0])->path, "a");
  std::swap(components[1], components[2]);
  EXPECT_EQ(error_of_structure(structure), "b: 'b' must come after 'a', which it changes");
  components.pop_back();
  EXPECT_EQ(error_of_structure(structure), "");
  EXPECT_EQ(main_component(structure.additions[0].branches[0])->path, "b");
}

TEST(GraphBuilder, SharesNothingButNorms) {
  BlockStructure structure = sample::parallel();
  structure.additions[0].shared.push_back(component("conv", "mixer", 1));
  EXPECT_EQ(error_of_structure(structure), "conv: only norms can be shared by branches");
}

TEST(GraphBuilder, RefusesPathsUsedTwice) {
  BlockStructure structure = sample::sequential();
  structure.additions[1].branches[0].components[0].path = "ln1";
  EXPECT_EQ(error_of_structure(structure), "ln1: this path is used twice");

  const auto error_with_exit = [](const std::string& path) {
    return error_of([&] {
      GraphBuilder builder = sample::begun();
      builder.add_block(builder.add_structure(sample::sequential()));
      builder.add_exit(component(path, "norm", 1));
      builder.finish();
    });
  };
  EXPECT_EQ(error_with_exit("embed"), "embed: this path is used twice");
  EXPECT_EQ(error_with_exit("blocks.0.attn"),
            "blocks.0.attn: this component outside the blocks has the path of one inside");
  EXPECT_EQ(error_with_exit("attn"), "");
}

TEST(GraphBuilder, RefusesStreamsThatClash) {
  EXPECT_EQ(error_of([] {
              GraphBuilder builder = sample::begun();
              builder.add_block(builder.add_structure(sample::sequential()));
              builder.begin_stream("residual");
              builder.add_block(builder.add_structure(sample::sequential()));
              builder.finish();
            }),
            "residual: two streams have this name\nblocks.0: this path is used twice");
}

TEST(GraphBuilder, RefusesBadHookPoints) {
  const auto error_with = [](const HookPoint& point) {
    BlockStructure structure = sample::sequential();
    structure.additions[0].branches[0].components[1].hook_points = {point};
    return error_of_structure(structure);
  };
  const std::vector<Dimension> shape{{"batch", 0}, {"n_heads", 3}};
  EXPECT_EQ(error_with({"z", shape, 1}), "");
  EXPECT_EQ(error_with({"z", shape, 2}), "attn: head axis 2 of 'z', which has 2 axes");
  EXPECT_EQ(error_with({"z", shape, -2}), "attn: head axis -2 of 'z', which has 2 axes");
  EXPECT_EQ(error_with({"z", shape, 0}), "attn: head axis 0 of 'z' is 'batch', not a number");
  EXPECT_EQ(error_with({"", shape}), "attn: a hook point has no name");
}

TEST(GraphBuilder, RefusesStreamPointsOutsideTheBlock) {
  BlockStructure structure = sample::sequential();
  structure.stream_points = {{{"resid_post", {}}, 3}, {{"resid_pre", {}}, -1}};
  EXPECT_EQ(error_of_structure(structure),
            "block structure: stream point 'resid_post' must come after 0 to 2 additions, not 3\n"
            "block structure: stream point 'resid_pre' must come after 0 to 2 additions, not -1");
}

/// What is wrong with three layers and what `add` adds to them.
std::string error_of_detours(const std::function<void(GraphBuilder&)>& add) {
  GraphBuilder builder(sample::model(), Limits{});
  builder.begin_stream("text");
  const std::size_t structure = builder.add_structure(sample::sequential());
  for (int i = 0; i < 3; ++i) builder.add_block(structure);
  add(builder);
  return error_of([&] { builder.finish(); });
}

TEST(GraphBuilder, RefusesLoopsThatCannotBeDrawn) {
  EXPECT_EQ(error_of_detours([](GraphBuilder& builder) { builder.add_loop({0, 2, "r"}); }), "");
  EXPECT_EQ(error_of_detours([](GraphBuilder& builder) {
              builder.add_loop({1, 3, ""});
            }),
            "text: loop at layer 3, but layers are 0 to 2");
  EXPECT_EQ(error_of_detours([](GraphBuilder& builder) {
              builder.add_loop({2, 1, ""});
            }),
            "text: a loop ends at layer 1, before layer 2 where it begins\n"
            "text: a loop does not say how often");
  EXPECT_EQ(error_of_detours([](GraphBuilder& builder) {
              builder.add_loop({1, 2, "r"});
              builder.add_loop({0, 1, "r"});
            }),
            "text: two loops go through layer 1, which is not drawn");
}

TEST(GraphBuilder, RefusesSkipsThatPassNothing) {
  EXPECT_EQ(error_of_detours([](GraphBuilder& builder) { builder.add_skip({-1, 2}); }), "");
  EXPECT_EQ(error_of_detours([](GraphBuilder& builder) {
              builder.add_skip({0, 1});
            }),
            "text: a skip leads from layer 0 to layer 1, but must pass at least one layer");
  EXPECT_EQ(error_of_detours([](GraphBuilder& builder) {
              builder.add_skip({-2, 3, "add"});
            }),
            "text: skip at layer -2, but layers are -1 to 2");
  EXPECT_EQ(error_of_detours([](GraphBuilder& builder) {
              builder.add_skip({0, 2, "smu"});
            }),
            "text: unknown join 'smu' (did you mean 'sum'?)");
}

TEST(GraphBuilder, ReadOutsCountAndHavePaths) {
  EXPECT_EQ(error_of_detours([](GraphBuilder& builder) {
              builder.add_read_out({3, {}});
            }),
            "text: read-out at layer 3, but layers are 0 to 2\n"
            "text: a read-out has no component");
  GraphBuilder builder(sample::model(), Limits{});
  builder.begin_stream("text");
  builder.add_block(builder.add_structure(sample::sequential()));
  const std::int64_t without = count_parameters(GraphBuilder(builder).finish());
  builder.add_read_out({0, {sample::component("exit", "unembedding", 7)}});
  const Graph graph = builder.finish();
  EXPECT_EQ(count_parameters(graph), without + 7);
  EXPECT_EQ(find_component(graph, "exit").component->kind, "unembedding");
  EXPECT_EQ(components_of(graph).back().path(), "exit");
}

TEST(GraphBuilder, RefusesNamelessComponents) {
  BlockStructure structure = sample::sequential();
  structure.additions[1].branches[0].components[1].path = "";
  EXPECT_EQ(error_of_structure(structure), "mlp: the component has no path");
  structure = sample::sequential();
  structure.additions[1].branches[0].components[1].kind = "";
  EXPECT_EQ(error_of_structure(structure), "mlp: the component has no kind");
}

}  // namespace
}  // namespace tviz
