// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tviz/base/export.hpp"

namespace tviz {

/// An opaque sRGB colour.
struct Color {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
  friend bool operator==(const Color&, const Color&) = default;
};

/// Look of a box: its area, its outline, and what is written in it.
struct BoxStyle {
  Color fill;
  Color stroke;
  Color text;
  friend bool operator==(const BoxStyle&, const BoxStyle&) = default;
};

/// Reads "#RGB" or "#RRGGBB"; nothing else, so that a theme cannot smuggle CSS in.
TVIZ_API std::optional<Color> parse_color(std::string_view text);

/// "#RRGGBB" in upper case.
TVIZ_API std::string format(Color color);

/// Contrast ratio of two colours, 1 to 21 (WCAG 2.1, "contrast ratio").
TVIZ_API double contrast(Color a, Color b);

/// The colour `share` of the way from `from` (0) to `to` (1), mixed in sRGB.
TVIZ_API Color mix(Color from, Color to, double share);

}  // namespace tviz
