// SPDX-License-Identifier: MIT
#include "layout/value_colors.hpp"

#include <algorithm>
#include <cmath>

namespace tviz {
namespace {

constexpr double kLeastContrast = 4.5;  // WCAG 2.1, level AA.
constexpr double kOutlineShare = 0.35;  // Of the text's colour in a box's outline.

}  // namespace

ValueColors::ValueColors(const Values& values, const Theme& theme) : theme_(&theme) {
  for (const Value& value : values.list) {
    low_ = std::min(low_, value.number);
    high_ = std::max(high_, value.number);
  }
  if (low_ < 0 && high_ > 0) {
    high_ = std::max(high_, -low_);
    low_ = -high_;
  }
}

Color ValueColors::legible(Color fill) const {
  constexpr Color kBlack{0, 0, 0};
  constexpr Color kWhite{255, 255, 255};
  for (const Color own : {theme_->text, theme_->page}) {
    if (contrast(fill, own) >= kLeastContrast) return own;
  }
  // On any fill, one of the two reaches 4.58.
  return contrast(fill, kBlack) > contrast(fill, kWhite) ? kBlack : kWhite;
}

BoxStyle ValueColors::style(double number) const {
  const double reach = std::max(high_, -low_);
  const double share = reach > 0 ? std::min(std::abs(number) / reach, 1.0) : 0;
  const Color end = number < 0 ? theme_->value_low : theme_->value_high;
  BoxStyle style;
  style.fill = mix(theme_->value_middle, end, share);
  style.text = legible(style.fill);
  style.stroke = mix(style.fill, theme_->text, kOutlineShare);
  return style;
}

}  // namespace tviz
