// SPDX-License-Identifier: MIT
#include "layout/value_colors.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace tviz {
namespace {

ValueColors colors_of(std::vector<double> numbers, const Theme& theme) {
  Values values;
  for (const double number : numbers) values.list.push_back({"embed", kAllHeads, number});
  return {values, theme};
}

TEST(ValueColors, BothSidesReachEquallyFar) {
  const Theme theme = load_theme("circuits");
  const ValueColors colors = colors_of({-1, 4, 2}, theme);
  EXPECT_EQ(colors.low(), -4);
  EXPECT_EQ(colors.high(), 4);
  EXPECT_EQ(colors.style(4).fill, theme.value_high);
  EXPECT_EQ(colors.style(-4).fill, theme.value_low);
  EXPECT_EQ(colors.style(0).fill, theme.value_middle);
  EXPECT_EQ(colors.style(2).fill, mix(theme.value_middle, theme.value_high, 0.5));
}

TEST(ValueColors, OneSignReachesFromZero) {
  const Theme theme = load_theme("circuits");
  EXPECT_EQ(colors_of({3, 5}, theme).low(), 0);
  EXPECT_EQ(colors_of({3, 5}, theme).high(), 5);
  EXPECT_EQ(colors_of({-3, -5}, theme).low(), -5);
  EXPECT_EQ(colors_of({-3, -5}, theme).high(), 0);
  EXPECT_EQ(colors_of({0, 0}, theme).style(0).fill, theme.value_middle);
}

TEST(ValueColors, GivenLimitsCount) {
  const Theme theme = load_theme("circuits");
  const auto limited = [&](std::vector<double> numbers, std::optional<double> least,
                           std::optional<double> most) {
    Values values{.least = least, .most = most};
    for (const double number : numbers) values.list.push_back({"embed", kAllHeads, number});
    return ValueColors(values, theme);
  };
  const ValueColors both = limited({-3, 0.5}, -1, 2);
  EXPECT_EQ(both.low(), -1);
  EXPECT_EQ(both.high(), 2);
  EXPECT_EQ(both.style(-3).fill, both.style(-1).fill) << "what lies beyond looks like the end";
  EXPECT_EQ(both.style(0).fill, theme.value_middle);
  EXPECT_EQ(both.style(9).fill, theme.value_high);
  EXPECT_TRUE(both.is_cut_below());
  EXPECT_FALSE(both.is_cut_above());
  EXPECT_EQ(limited({-3, 0.5}, {}, 1).low(), -1) << "one limit is the other's";
  const ValueColors above_zero = limited({0.9}, 0.5, 1);
  EXPECT_FALSE(above_zero.is_cut_below());
  EXPECT_EQ(above_zero.style(0.5).fill, theme.value_middle);
  EXPECT_EQ(above_zero.style(0.75).fill, mix(theme.value_middle, theme.value_high, 0.5));
  EXPECT_EQ(limited({1}, 5, {}).high(), 5) << "all numbers lie below";
}

TEST(ValueColors, TextStaysLegible) {
  for (const std::string& name : theme_names()) {
    const Theme theme = load_theme(name);
    const ValueColors colors = colors_of({-1, 1}, theme);
    for (int i = -20; i <= 20; ++i) {
      const BoxStyle style = colors.style(i / 20.0);
      EXPECT_GE(contrast(style.fill, style.text), 4.5) << name << " at " << i / 20.0;
    }
  }
}

}  // namespace
}  // namespace tviz
