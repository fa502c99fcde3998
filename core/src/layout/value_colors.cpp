// SPDX-License-Identifier: MIT
#include "layout/value_colors.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tviz {
namespace {

constexpr double kLeastContrast = 4.5;  // WCAG 2.1, level AA.
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

ValueColors::ValueColors(const Values& values, const Theme& theme) : theme_(&theme) {
  for (const Value& value : values.list) {
    low_ = std::min(low_, value.number);
    high_ = std::max(high_, value.number);
  }
  low_ = -rounded_up(-low_);
  high_ = rounded_up(high_);
  if (low_ < 0 && high_ > 0) {
    high_ = std::max(high_, -low_);
    // One limit is the other's, too.
    if (values.least && *values.least < 0) high_ = -*values.least;
    if (values.most && *values.most > 0) high_ = *values.most;
    low_ = -high_;
  }
  if (values.least) low_ = *values.least;
  if (values.most) high_ = *values.most;
  if (low_ > high_) (values.least ? high_ : low_) = values.least ? low_ : high_;
  middle_ = std::clamp(0.0, low_, high_);
  for (const Value& value : values.list) {
    is_cut_below_ = is_cut_below_ || value.number < low_;
    is_cut_above_ = is_cut_above_ || value.number > high_;
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
  const double reach = std::max(high_ - middle_, middle_ - low_);
  const double distance = std::clamp(number, low_, high_) - middle_;
  const double share = reach > 0 ? std::abs(distance) / reach : 0;
  const Color end = distance < 0 ? theme_->value_low : theme_->value_high;
  BoxStyle style;
  style.fill = mix(theme_->value_middle, end, share);
  style.text = legible(style.fill);
  style.stroke = mix(style.fill, theme_->text, kOutlineShare);
  return style;
}

}  // namespace tviz
