// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <optional>
#include <string>

#include "tviz/theme/theme.hpp"

namespace tviz {
namespace {

TEST(DarkPartner, OfMostThemesIsNone) {
  Theme theme = load_theme("circuits");
  EXPECT_FALSE(take_dark_partner(theme));
}

int difference(const std::string& a, const std::string& b) {
  const Color x = parse_color(a).value();
  const Color y = parse_color(b).value();
  return std::abs(x.red - y.red) + std::abs(x.green - y.green) + std::abs(x.blue - y.blue);
}

/// Of a changed theme to the one it comes from: equal, but for shades.
void expect_near(const Theme& theme, const std::string& name) {
  const auto values = theme_values(theme);
  const auto expected = theme_values(load_theme(name));
  ASSERT_EQ(values.size(), expected.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!expected[i].value.starts_with('#')) continue;
    EXPECT_LE(difference(values[i].value, expected[i].value), 2) << values[i].path;
  }
}

TEST(DarkPartner, OfAutoHasOneColourForEachOfItsOwn) {
  Theme theme = load_theme("auto");
  const std::optional<Theme> dark = take_dark_partner(theme);
  ASSERT_TRUE(dark);
  expect_near(theme, "circuits");
  expect_near(*dark, "circuits-dark");
  std::map<std::string, std::string> partners;
  std::map<std::string, std::string> back;
  const auto light_values = theme_values(theme);
  const auto dark_values = theme_values(*dark);
  for (std::size_t i = 0; i < light_values.size(); ++i) {
    const std::string& light = light_values[i].value;
    if (!light.starts_with('#')) continue;
    EXPECT_EQ(partners.try_emplace(light, dark_values[i].value).first->second, dark_values[i].value)
        << light_values[i].path;
    EXPECT_EQ(back.try_emplace(dark_values[i].value, light).first->second, light);
  }
}

TEST(DarkPartner, IsAsLegibleAsItself) {
  Theme theme = load_theme("auto");
  const std::optional<Theme> dark = take_dark_partner(theme);
  ASSERT_TRUE(dark);
  EXPECT_TRUE(contrast_problems(theme).empty());
  EXPECT_TRUE(contrast_problems(*dark).empty());
}

TEST(DarkPartner, HasTheSameLengths) {
  Theme theme = load_theme("slides");
  theme.dark = "circuits-dark";
  try {
    take_dark_partner(theme);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("type.title"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("in circuits-dark, its dark partner"),
              std::string::npos);
  }
}

TEST(DarkPartner, HasTheSameFonts) {
  Theme theme = load_theme("auto", std::vector<ThemeOverride>{{"fonts.family", "sans"}});
  try {
    take_dark_partner(theme);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_STREQ(
        error.what(),
        "overrides: fonts.family: is sans here and times in circuits-dark, its dark partner "
        "(one drawing serves both, so they may differ only in colours)");
  }
}

}  // namespace
}  // namespace tviz
