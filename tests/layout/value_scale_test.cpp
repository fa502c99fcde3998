// SPDX-License-Identifier: MIT
#include "layout/value_scale.hpp"

#include <gtest/gtest.h>

namespace tviz {
namespace {

TEST(RoundTicks, AreAboutFiveWithZeroAmongThem) {
  EXPECT_EQ(round_ticks(-2, 2), (std::vector<double>{-2, -1, 0, 1, 2}));
  EXPECT_EQ(round_ticks(0, 1), (std::vector<double>{0, 0.25, 0.5, 0.75, 1}));
  EXPECT_EQ(round_ticks(-0.37, 0.37), (std::vector<double>{-0.2, 0, 0.2}));
  EXPECT_EQ(round_ticks(0, 3.3), (std::vector<double>{0, 1, 2, 3}));
}

TEST(RoundTicks, OfAnEmptyRangeAreItsOnlyNumber) {
  EXPECT_EQ(round_ticks(1, 1), std::vector<double>{1});
}

TEST(CellNumber, IsShort) {
  EXPECT_EQ(cell_number(0.4712), ".47");
  EXPECT_EQ(cell_number(-0.5), "−.5");
  EXPECT_EQ(cell_number(-1.63), "−1.6");
  EXPECT_EQ(cell_number(12), "12");
  EXPECT_EQ(cell_number(0), "0");
}

}  // namespace
}  // namespace tviz
