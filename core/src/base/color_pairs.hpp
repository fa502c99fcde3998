// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>
#include <map>

#include "tviz/base/color.hpp"

namespace tviz {

/// Colours and what takes the place of each. One colour has one partner: where it is given a
/// second one, a neighbouring shade, 1 of 255 away, stands in for it.
class ColorPairs {
 public:
  /// The colour that has the partner: `color`, or the nearest shade of it that is free.
  Color add(Color color, Color partner);

  /// By the number 0xRRGGBB of each colour.
  const std::map<std::uint32_t, Color>& partners() const { return partners_; }

 private:
  /// Whether the colour has the partner, or takes it now.
  bool takes(Color color, Color partner);

  std::map<std::uint32_t, Color> partners_;
};

}  // namespace tviz
