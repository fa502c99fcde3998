// SPDX-License-Identifier: MIT
#include "tviz/graph/low_rank.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tviz/base/error.hpp"

namespace tviz {
namespace {

Component attention() {
  Component attention{.path = "attn", .kind = "attention"};
  attention.n_heads = 8;
  attention.n_key_value_heads = 2;
  attention.weights = {
      {"W_Q", {8, 512, 64}}, {"W_K", {2, 512, 64}}, {"W_O", {8, 64, 512}}, {"b_O", {512}}};
  attention.interior.steps = {{R"(W_{"Q"})", "learned", 0, 0},
                              {"W_K", "learned", 1, 0},
                              {R"("softmax")", "operation", 0, 1}};
  attention.interior.wires = {
      {kComponentInput, 0}, {kComponentInput, 1}, {0, 2, {"q"}}, {1, 2}, {2, kComponentOutput}};
  return attention;
}

std::string refusal(Component component, const std::string& weight, std::int64_t rank) {
  try {
    attach_low_ranks(component, {{weight, rank}});
  } catch (const Error& error) {
    const Problem& problem = error.problems().front();
    return problem.message + (problem.hint.empty() ? "" : " | " + problem.hint);
  }
  return {};
}

TEST(LowRank, HasFactorsBetweenWhatAWeightReadsAndGives) {
  Component component = attention();
  const std::int64_t before = component.parameters();
  attach_low_ranks(component, {{"W_Q", 8}, {"W_K", 4}, {"W_O", 2}});
  const std::vector<LowRank> list = low_ranks_of(component);
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0].weight, "W_K");
  EXPECT_EQ(list[0].rank, 4);
  EXPECT_EQ(list[0].parameters, 4 * (512 + 2 * 64));
  EXPECT_EQ(list[1].parameters, 2 * (8 * 64 + 512));
  EXPECT_EQ(list[2].parameters, 8 * (512 + 8 * 64));
  EXPECT_EQ(component.parameters(),
            before + list[0].parameters + list[1].parameters + list[2].parameters);
}

TEST(LowRank, IsAPathBesideItsWeightInTheInterior) {
  Component component = attention();
  attach_low_ranks(component, {{"W_Q", 8}});
  const Interior& interior = component.interior;
  ASSERT_EQ(interior.steps.size(), 6U);
  // W_K and what follows made room.
  EXPECT_EQ(interior.steps[1].column, 2);
  EXPECT_EQ(interior.steps[2].row, 3);
  EXPECT_EQ(interior.steps[3].label, "A");
  EXPECT_EQ(interior.steps[3].note, "r = 8");
  EXPECT_EQ(interior.steps[5].role, "sum");
  EXPECT_EQ(interior.steps[5].row, 2);
  // Queries are what leaves the sum.
  const Wire& queries = interior.wires[2];
  EXPECT_EQ(queries.from, 5);
  EXPECT_EQ(queries.sites, std::vector<std::string>{"q"});
}

TEST(LowRank, IsRefusedWithAReason) {
  EXPECT_EQ(refusal(attention(), "W_q", 8),
            "no weight 'W_q' that a low-rank update could change | did you mean 'W_Q'?");
  EXPECT_EQ(refusal(attention(), "b_O", 8),
            "'b_O' takes no low-rank update: it is not one matrix, or one for each head");
  EXPECT_EQ(refusal(attention(), "W_K", 0),
            "the rank of the update of 'W_K' must be 1 to 128, not 0");
  EXPECT_EQ(refusal(attention(), "W_K", 129),
            "the rank of the update of 'W_K' must be 1 to 128, not 129");
  Component twice = attention();
  attach_low_ranks(twice, {{"W_K", 8}});
  EXPECT_EQ(refusal(twice, "W_K", 8), "'W_K' has two low-rank updates");
}

}  // namespace
}  // namespace tviz
