// SPDX-License-Identifier: MIT
#include "layout/folding.hpp"

#include <gtest/gtest.h>

namespace tviz {
namespace {

/// A stream whose blocks have the structures that the digits name.
Stream stream_of(const std::string& digits) {
  Stream stream;
  stream.structures.resize(3);
  stream.structures[0].short_name = "local";
  stream.structures[1].short_name = "global";
  stream.structures[2].short_name = "dense";
  for (const char digit : digits) {
    const auto layer = static_cast<std::int64_t>(stream.blocks.size());
    stream.blocks.push_back({layer, "", static_cast<std::size_t>(digit - '0')});
  }
  return stream;
}

std::string describe_all(const std::string& digits) {
  return describe_run(stream_of(digits), {0, digits.size() - 1, RunForm::Card});
}

std::vector<LayerRun> divide_all(const std::string& digits, std::int64_t max_layers,
                                 const std::vector<bool>& marked) {
  return divide(stream_of(digits).blocks, max_layers, marked);
}

TEST(Divide, FirstLayersAndMarkedOnesStayOpen) {
  EXPECT_EQ(divide_all("0000", 8, {false, false, false, false}),
            (std::vector<LayerRun>{{0, 0}, {1, 1}, {2, 2}, {3, 3}}));
  EXPECT_EQ(divide_all("000000", 1, {false, false, false, true, false, false}),
            (std::vector<LayerRun>{{0, 0}, {1, 2, RunForm::Card}, {3, 3}, {4, 5, RunForm::Card}}));
}

TEST(Divide, TheFirstBlockOfEachStructureStaysOpen) {
  EXPECT_EQ(divide_all("2220000", 1, std::vector<bool>(7)),
            (std::vector<LayerRun>{{0, 0}, {1, 2, RunForm::Card}, {3, 3}, {4, 6, RunForm::Card}}));
}

TEST(Divide, ARunEndsWhereALoopOrASkipDoes) {
  EXPECT_EQ(divide(stream_of("0000000").blocks, 1, std::vector<bool>(7), {0, 3, 7}),
            (std::vector<LayerRun>{{0, 0}, {1, 2, RunForm::Card}, {3, 6, RunForm::Card}}));
}

std::vector<LayerRun> divide_kinds(const std::string& digits, const std::vector<bool>& stands_out,
                                   const std::set<std::size_t>& junctions = {}) {
  return divide_by_kind(stream_of(digits).blocks, stands_out, junctions);
}

TEST(DivideByKind, BlocksThatDoNotStandOutAreOneRun) {
  EXPECT_EQ(divide_kinds("000011", std::vector<bool>(6)),
            (std::vector<LayerRun>{{0, 5, RunForm::General}}));
}

TEST(DivideByKind, OneBlockAloneStaysOpen) {
  EXPECT_EQ(divide_kinds("0", {false}), (std::vector<LayerRun>{{0, 0}}));
}

TEST(DivideByKind, WhatLiesAboveABlockThatStandsOutFoldsIfItIsNotNew) {
  EXPECT_EQ(divide_kinds("00000", {false, false, true, false, false}),
            (std::vector<LayerRun>{{0, 1, RunForm::General}, {2, 2}, {3, 4, RunForm::Card}}));
  EXPECT_EQ(divide_kinds("00011", {true, false, false, false, false}),
            (std::vector<LayerRun>{{0, 0}, {1, 4, RunForm::General}}));
}

TEST(DivideByKind, JunctionsPartRuns) {
  EXPECT_EQ(divide_kinds("0000", std::vector<bool>(4), {2}),
            (std::vector<LayerRun>{{0, 1, RunForm::General}, {2, 3, RunForm::Card}}));
}

TEST(KindsOf, ListsTheBlocksOfEachStructure) {
  EXPECT_EQ(kinds_of(stream_of("0100"), {0, 3, RunForm::General}),
            (std::vector<std::vector<std::size_t>>{{0, 2, 3}, {1}}));
}

TEST(TotalsOf, CountsEachStructureOnce) {
  const auto totals = totals_of(stream_of("1020021"), {1, 6, RunForm::Card});
  ASSERT_EQ(totals.size(), 3U);
  EXPECT_EQ(describe(stream_of("012"), totals[0]), "3 × local");
  EXPECT_EQ(describe(stream_of("012"), totals[1]), "2 × dense");
  EXPECT_EQ(describe(stream_of("012"), totals[2]), "1 × global");
}

TEST(DescribeRun, EqualBlocks) {
  EXPECT_EQ(describe_all("000000000"), "9 identical blocks · local");
  EXPECT_EQ(describe_all("0"), "1 block · local");
  Stream plain = stream_of("000");
  plain.structures[0].short_name.clear();
  EXPECT_EQ(describe_run(plain, {1, 2, RunForm::Card}), "2 identical blocks");
}

TEST(DescribeRun, PeriodsAreNamedOnce) {
  EXPECT_EQ(describe_all("0000010000010000010000010000010000010000010"
                         "00001"),
            "[5 × local + 1 × global] × 8");
  EXPECT_EQ(describe_all("0101"), "[1 × local + 1 × global] × 2");
}

TEST(DescribeRun, WhatPatternsLeaveOverIsNamedBesideThem) {
  EXPECT_EQ(describe_all("00000100000100"), "[5 × local + 1 × global] × 2, then 2 × local");
  EXPECT_EQ(describe_run(stream_of("00000100000100000100000100"), {8, 25, RunForm::Card}),
            "3 × local, then 1 × global, then [5 × local + 1 × global] × 2, then 2 × local");
  EXPECT_EQ(describe_all("22200010001"), "3 × dense, then [3 × local + 1 × global] × 2");
}

TEST(DescribeRun, OtherwiseInOrder) {
  EXPECT_EQ(describe_all("2220000"), "3 × dense, then 4 × local");
  EXPECT_EQ(describe_all("010"), "1 × local, then 1 × global, then 1 × local");
}

}  // namespace
}  // namespace tviz
