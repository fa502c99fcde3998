// SPDX-License-Identifier: MIT
#include "layout/value_colors.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tviz {
namespace {

constexpr double kOutlineShare = 0.35;  // Of the text's colour in a box's outline.

/// The next number up whose quarters and halves are short, for the end of a scale.
double rounded_up(double number) {
  if (!(number > 0) || !std::isfinite(number)) return number;
  constexpr std::array kRound{1.0, 1.2, 1.6, 2.0, 2.4, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0};
  const double power = std::pow(10, std::floor(std::log10(number)));
  const double least = number / power * (1 - 1e-12);
  const auto found = std::ranges::find_if(kRound, [&](double each) { return each >= least; });
  return (found == kRound.end() ? kRound.back() : *found) * power;
}

}  // namespace

ValueRange range_of(const Values& values) {
  const double center = values.center.value_or(0);
  double below = 0;  // How far the numbers reach from the centre.
  double above = 0;
  bool reaches_below = false;
  bool reaches_above = false;
  for (const Value& value : values.list) {
    reaches_below = reaches_below || value.number < center;
    reaches_above = reaches_above || value.number > center;
    if (!std::isfinite(value.number)) continue;
    below = std::max(below, center - value.number);
    above = std::max(above, value.number - center);
  }
  // Infinity alone needs a scale to stand at the end of.
  if (below == 0 && above == 0 && (reaches_below || reaches_above)) {
    (reaches_above ? above : below) = 1;
  }
  below = rounded_up(below);
  above = rounded_up(above);
  if (reaches_below && reaches_above) {
    above = std::max(above, below);
    // One limit is the other's, too.
    if (values.least && *values.least < center) above = center - *values.least;
    if (values.most && *values.most > center) above = *values.most - center;
    below = above;
  }
  ValueRange range{values.least.value_or(center - below), values.most.value_or(center + above)};
  if (range.low > range.high) {
    (values.least ? range.high : range.low) = values.least ? range.low : range.high;
  }
  range.middle = std::clamp(center, range.low, range.high);
  return range;
}

ValueColors::ValueColors(const Values& values, const Theme& theme)
    : theme_(&theme), range_(range_of(values)) {
  for (const Value& value : values.list) {
    is_cut_below_ = is_cut_below_ || value.number < range_.low;
    is_cut_above_ = is_cut_above_ || value.number > range_.high;
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

double ValueColors::share(double number) const {
  const double reach = std::max(range_.high - range_.middle, range_.middle - range_.low);
  const double distance = std::clamp(number, range_.low, range_.high) - range_.middle;
  return reach > 0 ? std::abs(distance) / reach : 0;
}

BoxStyle ValueColors::style(double number) const {
  if (std::isnan(number)) return {theme_->page, theme_->text, theme_->text};
  const Color end = number < range_.middle ? theme_->value_low : theme_->value_high;
  BoxStyle style;
  style.fill = mix(theme_->value_middle, end, share(number));
  style.text = legible(style.fill);
  style.stroke = mix(style.fill, theme_->text, kOutlineShare);
  return style;
}

}  // namespace tviz
