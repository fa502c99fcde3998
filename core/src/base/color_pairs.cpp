// SPDX-License-Identifier: MIT
#include "base/color_pairs.hpp"

#include <initializer_list>

namespace tviz {
namespace {

std::uint32_t number_of(Color color) {
  return std::uint32_t{color.red} << 16U | std::uint32_t{color.green} << 8U | color.blue;
}

}  // namespace

bool ColorPairs::takes(Color color, Color partner) {
  return partners_.try_emplace(number_of(color), partner).first->second == partner;
}

Color ColorPairs::add(Color color, Color partner) {
  if (takes(color, partner)) return color;
  for (int distance = 1; distance < 256; ++distance) {
    for (const int step : {-distance, distance}) {
      // Blue first, whose shades eyes tell apart least.
      for (std::uint8_t Color::*part : {&Color::blue, &Color::red, &Color::green}) {
        Color shade = color;
        const int value = shade.*part + step;
        if (value < 0 || value > 255) continue;
        shade.*part = static_cast<std::uint8_t>(value);
        if (takes(shade, partner)) return shade;
      }
    }
  }
  return color;
}

}  // namespace tviz
