// SPDX-License-Identifier: MIT
#include "layout/value_scale.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

constexpr double kBarWidth = 200;
constexpr double kBarShare = 0.6;  // Of the room, for what a hollow cell means beside it.
constexpr double kBarHeight = 11;
constexpr int kSteps = 40;
constexpr double kTick = 4;
constexpr double kTitleGap = 0.5;    // Between title and bar, in em.
constexpr double kBetweenTicks = 3;  // Between the texts of neighbours.
constexpr int kTicks = 5;            // With those at the ends.

/// Without rounding errors of multiples of a step: 0.30000000000000004.
double multiple(double step, double count) {
  const double value = step * count;
  return std::abs(value) < step / 2 ? 0 : value;
}

/// With real minus signs, and no zero at the beginning of an exponent: "−2e−7".
std::string with_minus(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins_exponent = i >= 2 && text[i - 2] == 'e';
    if (text[i] == '0' && begins_exponent) continue;
    result += text[i] == '-' ? "−" : std::string(1, text[i]);
  }
  return result;
}

/// "0.5" beside "1", as a reader of an axis expects them.
std::string tick_text(double number) { return with_minus(fmt::format("{:.6g}", number)); }

/// Whether quarters of the range are short numbers.
bool is_round(double low, double high) {
  const double quarter = (high - low) / (kTicks - 1);
  const double scaled = quarter / std::pow(10, std::floor(std::log10(quarter)) - 1);
  const bool starts_on_one = std::abs(std::remainder(low, quarter)) < quarter * 1e-9;
  return starts_on_one && std::abs(scaled - std::round(scaled)) < 1e-6;
}

std::vector<double> equal_ticks(double low, double high) {
  std::vector<double> ticks;
  ticks.reserve(kTicks);
  for (int i = 0; i < kTicks; ++i) ticks.push_back(low + (high - low) * i / (kTicks - 1));
  return ticks;
}

class ScalePainter {
 public:
  ScalePainter(Canvas& canvas, const Marks& marks, double left, double right)
      : canvas_(canvas),
        marks_(marks),
        colors_(marks.value_colors()),
        theme_(canvas.style().theme),
        fonts_(canvas.style().fonts),
        left_(left),
        width_(value_scale_width(right - left)) {}

  /// Returns the y of its foot.
  double paint(double y, double room) {
    const double size = theme_.legend_size;
    y += size;
    write(elide(fonts_, std::string(value_title(marks_.values())), Face::Sans, size, room), left_,
          y, theme_.text);
    y += kTitleGap * size;
    paint_bar(y);
    y += kBarHeight;
    const std::vector<double> ticks = round_ticks(colors_.low(), colors_.high());
    const std::size_t named = have_room(ticks) ? 1 : 2;
    for (std::size_t i = 0; i < ticks.size(); ++i) paint_tick(ticks[i], i % named == 0, y);
    return y + kTick + 1.2 * size;
  }

 private:
  double x_of(double number) const {
    const double range = colors_.high() - colors_.low();
    return left_ + (range > 0 ? (number - colors_.low()) / range : 0) * width_;
  }

  void paint_bar(double y) {
    const std::vector<BoxStyle> steps = scale_steps(colors_);
    const double step = width_ / static_cast<double>(steps.size());
    double x = left_;
    for (const BoxStyle& style : steps) {
      // Up to the end, so that no viewer shows the page between two steps.
      canvas_.add(Rectangle{{x, y, left_ + width_ - x, kBarHeight}, 0, style.fill, std::nullopt});
      x += step;
    }
    const Rect bar{left_, y, width_, kBarHeight};
    canvas_.add(Rectangle{bar, 0, std::nullopt, Stroke{theme_.muted, theme_.box_line_width, {}}});
    canvas_.add(Region{std::string(kScalePath),
                       fmt::format("{} from {} to {}", value_title(marks_.values()),
                                   number_text(colors_.low()), number_text(colors_.high())),
                       "", bar});
  }

  /// Whether the texts of neighbours stand apart.
  bool have_room(const std::vector<double>& ticks) const {
    for (std::size_t i = 1; i < ticks.size(); ++i) {
      const double widths = text_width(ticks[i - 1]) + text_width(ticks[i]);
      if (x_of(ticks[i]) - x_of(ticks[i - 1]) < widths / 2 + kBetweenTicks) return false;
    }
    return true;
  }

  std::string text_of_tick(double number) const { return end_sign(number) + tick_text(number); }
  double text_width(double number) const {
    return fonts_.width(text_of_tick(number), Face::Sans, theme_.legend_size);
  }

  void paint_tick(double number, bool named, double y) {
    const double x = x_of(number);
    Polyline tick;
    tick.points = {{x, y}, {x, y + kTick}};
    tick.stroke = Stroke{theme_.muted, theme_.box_line_width, {}};
    canvas_.add(std::move(tick));
    if (!named) return;
    // The outer ones stay beside what is left of them.
    write(text_of_tick(number), std::max(x - text_width(number) / 2, left_ - kTick),
          y + kTick + theme_.legend_size, theme_.muted);
  }

  /// An end that stands for all numbers beyond it says so.
  std::string end_sign(double number) const {
    if (number <= colors_.low() && colors_.is_cut_below()) return "≤ ";
    return number >= colors_.high() && colors_.is_cut_above() ? "≥ " : "";
  }

  void write(std::string_view text, double x, double y, Color color) {
    canvas_.text(typeset(fonts_, text, Face::Sans, theme_.legend_size), {x, y}, color);
  }

  Canvas& canvas_;
  const Marks& marks_;
  const ValueColors& colors_;
  const Theme& theme_;
  const Fonts& fonts_;
  double left_;
  double width_;
};

}  // namespace

std::vector<double> round_ticks(double low, double high) {
  if (!(high > low)) return {low};
  if (is_round(low, high)) return equal_ticks(low, high);
  const double rough = (high - low) / (kTicks - 1);
  const double power = std::pow(10, std::floor(std::log10(rough)));
  constexpr std::array kRound{1.0, 2.0, 2.5, 5.0, 10.0};
  const double least = rough * (1 - 1e-9);
  const double step = power * *std::ranges::find_if(kRound, [&](double each) {
                        return each * power >= least || each == kRound.back();
                      });
  std::vector<double> ticks;
  const double slack = step * 1e-6;
  for (double i = std::ceil((low - slack) / step); multiple(step, i) <= high + slack; ++i) {
    ticks.push_back(multiple(step, i));
  }
  return ticks;
}

std::string cell_number(double number) {
  if (!std::isfinite(number)) return number_text(number);
  // Without the sign that zero may have.
  std::string text = fmt::format("{:.2g}", number == 0 ? 0 : number);
  if (text.starts_with("0.")) text.erase(0, 1);
  if (text.starts_with("-0.")) text.erase(1, 1);
  return with_minus(text);
}

std::string number_text(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "−∞" : "∞";
  return with_minus(fmt::format("{:.3g}", number == 0 ? 0 : number));
}

std::string_view value_title(const Values& values) {
  return values.title.empty() ? std::string_view("value") : values.title;
}

std::vector<BoxStyle> scale_steps(const ValueColors& colors) {
  std::vector<BoxStyle> steps;
  steps.reserve(kSteps);
  for (int i = 0; i < kSteps; ++i) {
    steps.push_back(
        colors.style(colors.low() + (i + 0.5) / kSteps * (colors.high() - colors.low())));
  }
  return steps;
}

double value_scale_width(double room) { return std::min(kBarWidth, kBarShare * room); }

double draw_value_scale(Canvas& canvas, const Marks& marks, double left, double right, double top) {
  return ScalePainter(canvas, marks, left, right).paint(top, right - left) - top;
}

}  // namespace tviz
