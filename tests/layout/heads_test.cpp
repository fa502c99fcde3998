// SPDX-License-Identifier: MIT
#include "layout/heads.hpp"

#include <gtest/gtest.h>

namespace tviz {
namespace {

using Columns = std::vector<std::int64_t>;
constexpr std::int64_t kGap = kEllipsis;

TEST(ChooseHeads, AllWhenTheyFit) {
  EXPECT_EQ(choose_heads(4, 4, {}, 5), (Columns{0, 1, 2, 3}));
  EXPECT_EQ(choose_heads(1, 1, {}, 5), (Columns{0}));
}

TEST(ChooseHeads, FirstOnesAndTheLastOtherwise) {
  EXPECT_EQ(choose_heads(12, 12, {}, 4), (Columns{0, 1, kGap, 11}));
  EXPECT_EQ(choose_heads(12, 12, {}, 5), (Columns{0, 1, 2, kGap, 11}));
  EXPECT_EQ(choose_heads(12, 12, {}, 1), (Columns{0, kGap, 11}));
}

TEST(ChooseHeads, NamedHeadsAreAlwaysDrawn) {
  EXPECT_EQ(choose_heads(12, 12, {7}, 5), (Columns{0, kGap, 7, kGap, 11}));
  EXPECT_EQ(choose_heads(12, 12, {7}, 7), (Columns{0, 1, 2, kGap, 7, kGap, 11}));
  EXPECT_EQ(choose_heads(12, 12, {3, 5, 7}, 3), (Columns{0, kGap, 3, 4, 5, 6, 7, kGap, 11}));
}

TEST(ChooseHeads, AnEllipsisHidesAtLeastTwo) {
  EXPECT_EQ(choose_heads(12, 12, {2, 9}, 6), (Columns{0, 1, 2, kGap, 9, 10, 11}));
}

TEST(ChooseHeads, GroupsAreShownWholeOrByTheirEnds) {
  EXPECT_EQ(choose_heads(32, 8, {}, 6), (Columns{0, 1, 2, 3, kGap, 31}));
  EXPECT_EQ(choose_heads(64, 8, {}, 6), (Columns{0, 1, kGap, 7, kGap, 63}));
  EXPECT_EQ(choose_heads(32, 8, {}, 5), (Columns{0, 1, 2, kGap, 31}));
}

}  // namespace
}  // namespace tviz
