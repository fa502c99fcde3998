// SPDX-License-Identifier: MIT
#pragma once

#include "tviz/overlay/overlay.hpp"
#include "tviz/theme/theme.hpp"

namespace tviz {

/// How numbers become colours. Zero has the theme's middle colour, so that a box without an
/// effect looks like one, and the scale ends on a round number; with numbers of both signs both
/// sides reach equally far. Limits that are given count before both: a number beyond them has the
/// colour of the end, and where zero lies outside, the limit next to it has the middle colour.
class ValueColors {
 public:
  ValueColors(const Values& values, const Theme& theme);

  /// The look of a box with this number. Its text keeps a contrast of 4.5:1 with the fill.
  BoxStyle style(double number) const;
  /// What the two ends of the scale stand for; one of them is 0 if all signs agree
  /// and no limit is given.
  double low() const { return low_; }
  double high() const { return high_; }
  /// Whether numbers lie beyond these, and look like the ends.
  bool is_cut_below() const { return is_cut_below_; }
  bool is_cut_above() const { return is_cut_above_; }

 private:
  Color legible(Color fill) const;

  const Theme* theme_;
  double low_ = 0;
  double high_ = 0;
  double middle_ = 0;
  bool is_cut_below_ = false;
  bool is_cut_above_ = false;
};

}  // namespace tviz
