// SPDX-License-Identifier: MIT
#pragma once

#include "tviz/overlay/overlay.hpp"
#include "tviz/theme/theme.hpp"

namespace tviz {

/// Of a label with the fill of its box: WCAG 2.1, level AA.
inline constexpr double kLeastContrast = 4.5;

/// What the ends and the middle colour of a scale stand for.
struct ValueRange {
  double low = 0;
  double high = 0;
  double middle = 0;
};

/// The scale of these numbers: its middle is their centre, its ends are round distances from there,
/// and equally far from it if numbers lie on both sides. Limits that are given count before that;
/// if the centre lies outside, the limit next to it is the middle. Infinity has a side, NaN none.
ValueRange range_of(const Values& values);

/// How numbers become colours. The centre, zero without one, has the theme's middle colour, so that
/// a box without an effect looks like one. A number beyond a limit has the colour of the limit.
class ValueColors {
 public:
  ValueColors(const Values& values, const Theme& theme);

  /// The look of a box with this number. Its text keeps a contrast of 4.5:1 with the fill. NaN has
  /// the page's colour in a full outline.
  BoxStyle style(double number) const;
  double low() const { return range_.low; }
  double high() const { return range_.high; }
  /// The share of the way from the middle to the farther end, from 0 to 1.
  double share(double number) const;
  /// Whether numbers lie beyond these, and look like the ends.
  bool is_cut_below() const { return is_cut_below_; }
  bool is_cut_above() const { return is_cut_above_; }

 private:
  Color legible(Color fill) const;

  const Theme* theme_;
  ValueRange range_;
  bool is_cut_below_ = false;
  bool is_cut_above_ = false;
};

}  // namespace tviz
