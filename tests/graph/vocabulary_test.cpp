// SPDX-License-Identifier: MIT
// What was once accepted in silence: words of a graph that mean nothing.
#include <gtest/gtest.h>

#include "sample.hpp"

namespace tviz {
namespace {

using sample::error_of;

/// What finish() says of a block with this component alone.
std::string error_of_main(const Component& component) {
  return error_of([&] {
    GraphBuilder builder = sample::begun();
    BlockStructure structure;
    structure.additions = {{.branches = {{{component}}}}};
    builder.add_block(builder.add_structure(structure));
    builder.finish();
  });
}

Component experts() {
  return {.path = "mlp",
          .kind = "experts",
          .n_experts = 8,
          .experts_per_token = 2,
          .parts = {{.path = "router", .role = "router"}, {.path = "experts", .role = "expert"}}};
}

TEST(Vocabulary, MisspeltKindIsAnError) {
  EXPECT_EQ(error_of_main({.path = "attn", .kind = "attenton"}),
            "attn: unknown kind 'attenton' (did you mean 'attention'? One of your own begins with "
            "'custom:')");
  EXPECT_EQ(error_of_main({.path = "memory", .kind = "key_value_memory"}),
            "memory: unknown kind 'key_value_memory' (one of your own begins with 'custom:')");
  EXPECT_EQ(error_of_main({.path = "memory", .kind = "custom:key_value_memory"}), "");
  EXPECT_EQ(error_of_main({.path = "memory", .kind = "custom:"}),
            "memory: unknown kind 'custom:' (one of your own begins with 'custom:')");
}

TEST(Vocabulary, UnknownSiteIsAnError) {
  EXPECT_EQ(error_of_main({.path = "mlp", .kind = "mlp", .hook_points = {{"foo"}}}),
            "mlp: unknown hook point 'foo' (one of your own begins with 'custom:')");
  EXPECT_EQ(error_of_main({.path = "mlp", .kind = "mlp", .hook_points = {{"patern"}}}),
            "mlp: unknown hook point 'patern' (did you mean 'pattern'? One of your own begins with "
            "'custom:')");
  EXPECT_EQ(error_of_main({.path = "mlp", .kind = "mlp", .hook_points = {{"custom:zz"}}}), "");
}

TEST(Vocabulary, UnknownSiteOnTheStreamIsAnError) {
  BlockStructure structure = sample::sequential();
  structure.name = "block";
  structure.stream_points = {{{"resid_prae"}, 0}, {{"resid_pre"}, 0}, {{"resid_pre"}, 0}};
  const std::string error = error_of([&] {
    GraphBuilder builder = sample::begun();
    builder.add_block(builder.add_structure(structure));
    builder.finish();
  });
  EXPECT_NE(error.find("block: unknown hook point 'resid_prae'"), std::string::npos) << error;
  EXPECT_NE(error.find("block: stream point 'resid_pre' appears twice"), std::string::npos)
      << error;
}

TEST(Vocabulary, RolesOfPartsBelongToForms) {
  EXPECT_EQ(error_of_main({.path = "mlp", .kind = "mlp", .parts = {{.path = "a", .role = "steb"}}}),
            "mlp: unknown role 'steb' of a part (did you mean 'step'?)");
  EXPECT_EQ(error_of_main({.path = "attn",
                           .kind = "attention",
                           .n_heads = 4,
                           .n_key_value_heads = 4,
                           .parts = {{.path = "router", .role = "router"}}}),
            "attn: a part of role 'router' belongs to experts, but this is attention");
}

TEST(Vocabulary, ExpertsNeedARouter) {
  EXPECT_EQ(error_of_main(experts()), "");
  Component without = experts();
  without.parts.pop_back();
  EXPECT_EQ(error_of_main(without), "mlp: experts must have one part of role 'expert', not 0");
  without.parts.clear();
  EXPECT_EQ(error_of_main(without),
            "mlp: experts must have one part of role 'router', not 0\n"
            "mlp: experts must have one part of role 'expert', not 0");
  Component both = experts();
  both.n_heads = both.n_key_value_heads = 4;
  both.parts.clear();
  EXPECT_EQ(error_of_main(both), "mlp: a component can have heads or experts, not both");
}

TEST(Vocabulary, NothingIsThereTwice) {
  Component mlp{.path = "mlp", .kind = "mlp"};
  mlp.hook_points = {{"pre"}, {"pre"}};
  mlp.weights = {{"W_in", {4, 4}}, {"W_in", {4, 4}}};
  EXPECT_EQ(error_of_main(mlp),
            "mlp: hook point 'pre' appears twice\nmlp: weight 'W_in' appears twice");
}

TEST(Vocabulary, RolesOfStepsAreKnown) {
  Component mlp{.path = "mlp", .kind = "mlp", .hook_points = {{"pre"}}};
  mlp.interior.steps = {{.label = "W", .role = "lerned"}};
  mlp.interior.wires = {{kComponentInput, 0, {"pre"}}, {0, kComponentOutput, {}}};
  EXPECT_EQ(error_of_main(mlp), "mlp: unknown role 'lerned' of a step (did you mean 'learned'?)");
}

TEST(Vocabulary, NotesNameNumbersThatThereAre) {
  const auto error = [](const std::string& equation) {
    return error_of([&] {
      GraphBuilder builder = sample::begun();
      builder.add_block(builder.add_structure(sample::sequential()));
      builder.set_exit_note({"Above.", equation});
      builder.finish();
    });
  };
  EXPECT_EQ(error("x_{{befor}}"),
            "residual: unknown placeholder '{befor}' (did you mean 'before'?)");
  EXPECT_EQ(error("x_{{before}} + x_{{after}} + H_{{layer}}"), "");
  // Braces of the markup, whatever stands in them.
  EXPECT_EQ(error("c_{kv} + W_{model} + x_{a}"), "");
}

}  // namespace
}  // namespace tviz
