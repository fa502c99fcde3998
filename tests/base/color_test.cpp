// SPDX-License-Identifier: MIT
#include "tviz/base/color.hpp"

#include <gtest/gtest.h>

namespace tviz {
namespace {

constexpr Color kBlack{0, 0, 0};
constexpr Color kWhite{255, 255, 255};

TEST(Color, ReadsLongAndShortForm) {
  EXPECT_EQ(parse_color("#1a2B3c"), (Color{0x1A, 0x2B, 0x3C}));
  EXPECT_EQ(parse_color("#a0F"), (Color{0xAA, 0x00, 0xFF}));
}

TEST(Color, RefusesEverythingElse) {
  for (const char* text : {"", "#", "red", "1a2b3c", "#12", "#1234", "#12345", "#1234567",
                           "#12345g", "#-12345", " #fff", "#fff;x:url(y)"}) {
    EXPECT_FALSE(parse_color(text)) << text;
  }
}

TEST(Color, FormatsInUpperCase) { EXPECT_EQ(format(Color{0x0A, 0xBC, 0xFF}), "#0ABCFF"); }

TEST(Color, ContrastIsThatOfWcag) {
  EXPECT_DOUBLE_EQ(contrast(kBlack, kWhite), 21);
  EXPECT_DOUBLE_EQ(contrast(kWhite, kBlack), 21);
  EXPECT_DOUBLE_EQ(contrast(kWhite, kWhite), 1);
  EXPECT_NEAR(contrast({0x76, 0x76, 0x76}, kWhite), 4.54, 0.005);
}

TEST(Color, MixGoesFromOneToTheOther) {
  EXPECT_EQ(mix(kBlack, kWhite, 0), kBlack);
  EXPECT_EQ(mix(kBlack, kWhite, 1), kWhite);
  EXPECT_EQ(mix(kWhite, {155, 55, 255}, 0.25), (Color{230, 205, 255}));
  EXPECT_EQ(mix(kBlack, kWhite, 7), kWhite);
}

}  // namespace
}  // namespace tviz
