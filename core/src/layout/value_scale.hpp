// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "layout/canvas.hpp"
#include "layout/marks.hpp"

namespace tviz {

/// Round numbers from `low` to `high`, about five of them, zero among them if it lies between.
std::vector<double> round_ticks(double low, double high);

/// A number in a cell: two significant figures, without a zero before the point, with a real minus
/// sign: ".47", "−1.6", "12"; also "∞" and "NaN".
std::string cell_number(double number);

/// A number with three figures and a real minus sign; also "∞" and "NaN".
std::string number_text(double number);

/// What the numbers measure.
std::string_view value_title(const Values& values);

/// The colours of the middles of equal parts of a scale, from its low to its high end.
std::vector<BoxStyle> scale_steps(const ValueColors& colors);

/// The width of the scale's bar in a room.
double value_scale_width(double room);

/// The scale of the numbers, with round ticks, from y = 0 downwards. Returns its height.
double draw_value_scale(Canvas& canvas, const Marks& marks, double left, double right, double top);

}  // namespace tviz
