// SPDX-License-Identifier: MIT
#include "base/color_pairs.hpp"

#include <gtest/gtest.h>

namespace tviz {
namespace {

constexpr Color kWhite{255, 255, 255};
constexpr Color kBlack{0, 0, 0};
constexpr Color kBlue{10, 20, 200};

TEST(ColorPairs, KeepAColourWithOnePartner) {
  ColorPairs pairs;
  EXPECT_EQ(pairs.add(kWhite, kBlack), kWhite);
  EXPECT_EQ(pairs.add(kWhite, kBlack), kWhite);
  EXPECT_EQ(pairs.partners().size(), 1U);
}

TEST(ColorPairs, GiveASecondPartnerTheNextShade) {
  ColorPairs pairs;
  pairs.add(kWhite, kBlack);
  const Color shade{255, 255, 254};
  EXPECT_EQ(pairs.add(kWhite, kBlue), shade);
  EXPECT_EQ(pairs.add(kWhite, kBlue), shade);
  EXPECT_EQ(pairs.add(kWhite, kWhite), (Color{254, 255, 255}));
  EXPECT_EQ(pairs.partners().at(0xFFFFFE), kBlue);
}

TEST(ColorPairs, LeaveTheShadeThatIsAColourOfItsOwn) {
  ColorPairs pairs;
  pairs.add({255, 255, 254}, kWhite);
  pairs.add(kWhite, kBlack);
  EXPECT_EQ(pairs.add(kWhite, kBlue), (Color{254, 255, 255}));
}

}  // namespace
}  // namespace tviz
