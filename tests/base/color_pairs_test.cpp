// SPDX-License-Identifier: MIT
#include "base/color_pairs.hpp"

#include <gtest/gtest.h>

namespace tviz {
namespace {

constexpr Color kPaper{255, 255, 255};
constexpr Color kInk{0, 0, 0};
constexpr Color kBlue{10, 20, 200};

TEST(ColorPairs, KeepAColourWithOnePartner) {
  ColorPairs pairs;
  EXPECT_EQ(pairs.add(kPaper, kInk), kPaper);
  EXPECT_EQ(pairs.add(kPaper, kInk), kPaper);
  EXPECT_EQ(pairs.partners().size(), 1U);
}

TEST(ColorPairs, GiveASecondPartnerTheNextShade) {
  ColorPairs pairs;
  pairs.add(kPaper, kInk);
  const Color shade{255, 255, 254};
  EXPECT_EQ(pairs.add(kPaper, kBlue), shade);
  EXPECT_EQ(pairs.add(kPaper, kBlue), shade);
  EXPECT_EQ(pairs.add(kPaper, kPaper), (Color{254, 255, 255}));
  EXPECT_EQ(pairs.partners().at(0xFFFFFE), kBlue);
}

TEST(ColorPairs, LeaveTheShadeThatIsAColourOfItsOwn) {
  ColorPairs pairs;
  pairs.add({255, 255, 254}, kPaper);
  pairs.add(kPaper, kInk);
  EXPECT_EQ(pairs.add(kPaper, kBlue), (Color{254, 255, 255}));
}

}  // namespace
}  // namespace tviz
