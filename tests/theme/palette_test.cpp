// SPDX-License-Identifier: MIT
// The colours of hooks are told apart by everyone, and in print without colour.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "tviz/theme/theme.hpp"

namespace tviz {
namespace {

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

Triple times(const Matrix& matrix, const Triple& vector) {
  Triple product{};
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t i = 0; i < 3; ++i) product[row] += matrix[row][i] * vector[i];
  }
  return product;
}

Triple linear_rgb(Color color) {
  Triple linear{};
  const std::array<std::uint8_t, 3> channels{color.red, color.green, color.blue};
  for (std::size_t i = 0; i < 3; ++i) {
    const double share = channels[i] / 255.0;
    linear[i] = share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
  }
  return linear;
}

/// CIE L*a*b* of linear sRGB, for the white of D65.
Triple lab(const Triple& linear) {
  constexpr Matrix kToXyz{{{0.4124564, 0.3575761, 0.1804375},
                           {0.2126729, 0.7151522, 0.0721750},
                           {0.0193339, 0.1191920, 0.9503041}}};
  constexpr Triple kWhite{0.95047, 1, 1.08883};
  Triple curve = times(kToXyz, linear);
  for (std::size_t i = 0; i < 3; ++i) {
    const double share = curve[i] / kWhite[i];
    curve[i] = share > 216.0 / 24389 ? std::cbrt(share) : (24389.0 / 27 * share + 16) / 116;
  }
  return {116 * curve[1] - 16, 500 * (curve[0] - curve[1]), 200 * (curve[1] - curve[2])};
}

double distance(const Triple& a, const Triple& b) {
  return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

struct Eyes {
  std::string name;
  Matrix sees;  ///< On linear sRGB.
};

/// Machado, Oliveira and Fernandes 2009, severity 1: the whole loss of one kind of cone.
std::vector<Eyes> all_eyes() {
  return {{"normal", {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}},
          {"protanopia",
           {{{0.152286, 1.052583, -0.204868},
             {0.114503, 0.786281, 0.099216},
             {-0.003882, -0.048116, 1.051998}}}},
          {"deuteranopia",
           {{{0.367322, 0.860646, -0.227968},
             {0.280085, 0.672501, 0.047413},
             {-0.011820, 0.042940, 0.968881}}}},
          {"tritanopia",
           {{{1.255528, -0.076749, -0.178779},
             {-0.078411, 0.930809, 0.147602},
             {0.004733, 0.691367, 0.303900}}}}};
}

Triple seen(Color color, const Eyes& eyes) {
  Triple linear = times(eyes.sees, linear_rgb(color));
  for (double& channel : linear) channel = std::clamp(channel, 0.0, 1.0);
  return lab(linear);
}

// 2.3 is the least difference that is seen with the areas side by side. Marks are small and lie
// far from the legend that names them, where about eight times as much is told apart reliably.
constexpr double kApart = 20;
// Likewise in greys: eight steps share the L* of 34 to 97 in which text is legible.
constexpr double kApartInGrey = 8;
// From boxes without a mark: less, since a mark's thicker outline tells them apart too.
constexpr double kApartFromUnmarked = 15;

class Palette : public testing::TestWithParam<std::string> {
 protected:
  Theme theme = load_theme(GetParam());
};

TEST_P(Palette, ColorsAreToldApartByAllEyes) {
  ASSERT_GE(theme.highlights.size(), 6U);
  for (const Eyes& eyes : all_eyes()) {
    for (std::size_t i = 0; i < theme.highlights.size(); ++i) {
      const Color color = theme.highlights[i].fill;
      for (std::size_t j = 0; j < i; ++j) {
        EXPECT_GE(distance(seen(color, eyes), seen(theme.highlights[j].fill, eyes)), kApart)
            << format(color) << " and " << format(theme.highlights[j].fill) << ", " << eyes.name;
      }
      for (const Color other : {theme.learned.fill, theme.input_output.fill, theme.page}) {
        EXPECT_GE(distance(seen(color, eyes), seen(other, eyes)), kApartFromUnmarked)
            << format(color) << " and " << format(other) << ", " << eyes.name;
      }
    }
  }
}

TEST_P(Palette, ColorsAreDifferentGreys) {
  for (std::size_t i = 0; i < theme.highlights.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double a = lab(linear_rgb(theme.highlights[i].fill))[0];
      const double b = lab(linear_rgb(theme.highlights[j].fill))[0];
      EXPECT_GE(std::abs(a - b), kApartInGrey)
          << format(theme.highlights[i].fill) << " and " << format(theme.highlights[j].fill);
    }
  }
}

TEST_P(Palette, OutlinesAreSeenAroundTheirAreas) {
  for (const BoxStyle& style : theme.highlights) {
    EXPECT_GE(distance(lab(linear_rgb(style.fill)), lab(linear_rgb(style.stroke))), 15)
        << format(style.fill);
    EXPECT_GE(contrast(style.stroke, theme.page), 3) << format(style.stroke);
  }
}

INSTANTIATE_TEST_SUITE_P(Themes, Palette, testing::ValuesIn(theme_names()), [](const auto& theme) {
  std::string name = theme.param;
  std::ranges::replace(name, '-', '_');
  return name;
});

TEST(Lab, KnowsKnownColors) {
  EXPECT_NEAR(lab(linear_rgb({255, 255, 255}))[0], 100, 0.01);
  EXPECT_NEAR(lab(linear_rgb({255, 0, 0}))[1], 80.1, 0.1);
}

}  // namespace
}  // namespace tviz
