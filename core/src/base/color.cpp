// SPDX-License-Identifier: MIT
#include "tviz/base/color.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace tviz {
namespace {

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
  return std::nullopt;
}

/// An sRGB channel as a share of linear light (WCAG 2.1, "relative luminance").
double linear(std::uint8_t channel) {
  const double share = channel / 255.0;
  return share <= 0.03928 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

double luminance(Color color) {
  return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue);
}

std::uint8_t between(std::uint8_t from, std::uint8_t to, double share) {
  return static_cast<std::uint8_t>(std::lround(from + (to - from) * share));
}

}  // namespace

std::optional<Color> parse_color(std::string_view text) {
  const bool is_short = text.size() == 4;
  if ((!is_short && text.size() != 7) || text.front() != '#') return std::nullopt;
  text.remove_prefix(1);
  std::array<std::uint8_t, 3> channels{};
  const std::size_t digits = is_short ? 1 : 2;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    const auto high = hex_digit(text[i * digits]);
    const auto low = hex_digit(text[i * digits + digits - 1]);
    if (!high || !low) return std::nullopt;
    channels[i] = static_cast<std::uint8_t>(*high * 16 + *low);
  }
  return Color{channels[0], channels[1], channels[2]};
}

std::string format(Color color) {
  return fmt::format("#{:02X}{:02X}{:02X}", color.red, color.green, color.blue);
}

double contrast(Color a, Color b) {
  const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
  return (light + 0.05) / (dark + 0.05);
}

Color mix(Color from, Color to, double share) {
  share = std::clamp(share, 0.0, 1.0);
  return {between(from.red, to.red, share), between(from.green, to.green, share),
          between(from.blue, to.blue, share)};
}

}  // namespace tviz
