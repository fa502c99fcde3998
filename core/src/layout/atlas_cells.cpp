// SPDX-License-Identifier: MIT
#include "layout/atlas_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "layout/value_scale.hpp"

namespace tviz {
namespace {

constexpr double kLeastText = 8;     // 6 pt in print.
constexpr double kCellSides = 1;     // Beside a number in its cell.
constexpr double kSignShare = 0.25;  // Of the scale, from which a sign stands for a number.
constexpr double kSignSize = 4;      // Length of the lines of a sign in a cell.
constexpr double kSignLine = 0.9;    // And their width.
constexpr std::string_view kUsualNumber = ".88";
constexpr double kKeySize = 14;
constexpr double kKeyGap = 4;       // Between what two kinds of cells mean.
constexpr double kKeyLabelGap = 4;  // From a cell to what it means.

/// What a cell without a number on the scale means.
struct CellMeaning {
  std::string text;
  std::string sign;  ///< In the cell; may be empty.
  Stroke outline;
};

std::vector<CellMeaning> meanings(const Values& values, const std::optional<Stroke>& hollow,
                                  const Theme& theme) {
  const double line = theme.box_line_width;
  std::vector<CellMeaning> found;
  if (hollow) found.push_back({"not measured", "", *hollow});
  const auto is_nan = [](const Value& value) { return std::isnan(value.number); };
  if (std::ranges::any_of(values.list, is_nan))
    found.push_back({"NaN", "×", {theme.text, line, {}}});
  return found;
}

}  // namespace

double atlas_text_size(const Theme& theme) { return std::max(kLeastText, 0.85 * theme.card_size); }

double least_cell_of_numbers(const Style& style) {
  return style.fonts.width(kUsualNumber, Face::Serif, atlas_text_size(style.theme)) + kCellSides;
}

void AtlasCells::paint(const Rect& bounds, const std::vector<MarkStyle>& styles,
                       std::optional<double> number, bool is_measured) {
  const double radius = std::min({theme_.box_radius, bounds.width / 8, bounds.height / 4});
  const double line = std::min(theme_.box_line_width, bounds.width / 12);
  if (styles.empty()) {
    if (is_measured) {
      const Stroke outline = hollow_outline(bounds);
      if (!hollow_ || outline.dashes.empty()) hollow_ = outline;
      canvas_.add(Rectangle{bounds, radius, std::nullopt, outline});
    } else {
      const BoxStyle& plain = theme_.learned;
      canvas_.add(Rectangle{bounds, radius, plain.fill, Stroke{plain.stroke, line, {}}});
    }
    return;
  }
  const double width = bounds.width / static_cast<double>(styles.size());
  Rect stripe = bounds;
  stripe.width = width;
  for (const MarkStyle& style : styles) {
    for (Primitive& part : marked_shape(Rectangle{stripe, radius, {}, {}}, style,
                                        std::min(theme_.highlight_line_width / 2, line))) {
      canvas_.add(std::move(part));
    }
    stripe.x += width;
  }
  if (number && styles.size() == 1) paint_number(bounds, *number, styles.front().ink);
}

/// Dashed where a cell is large enough for dashes.
Stroke AtlasCells::hollow_outline(const Rect& cell) const {
  const double extent = std::min(cell.width, cell.height);
  Stroke stroke{theme_.unchosen, std::min(theme_.box_line_width, cell.width / 12), {}};
  if (extent >= kLeastText) stroke.dashes = {1.5, 1.5};
  return stroke;
}

/// The number where it fits, else its sign: in cells too narrow for most numbers only where that
/// is large.
void AtlasCells::paint_number(const Rect& bounds, double number, Color ink) {
  const double size = std::clamp(0.55 * bounds.height, kLeastText, atlas_text_size(theme_));
  const auto fits = [&](std::string_view text) {
    return bounds.height >= kLeastText &&
           style_.fonts.width(text, Face::Serif, size) <= bounds.width - kCellSides;
  };
  const bool shows_numbers = fits(kUsualNumber) || !std::isfinite(number);
  std::string text = cell_number(number);
  // A short minus in every cell of the lane, if some need it.
  if (number < 0 && !fits(fmt::format("−{}", kUsualNumber))) text = "-" + cell_number(-number);
  if (!shows_numbers || !fits(text)) {
    const bool is_small = marks_.value_colors().share(number) < kSignShare;
    if (shows_numbers || !is_small) paint_sign(bounds.center(), bounds, number, ink);
    return;
  }
  const TextLine line = typeset(style_.fonts, text, Face::Serif, size);
  canvas_.text(line, {bounds.center().x - line.width / 2, bounds.center().y + 0.33 * size}, ink,
               TextAnchor::Middle);
}

/// Drawn, because letters of this size could not be read. NaN has a cross.
void AtlasCells::paint_sign(Point at, const Rect& bounds, double number, Color ink) {
  const double half = std::min({kSignSize, bounds.width - 1, bounds.height - 1}) / 2;
  if (half < kSignLine) return;
  const auto stroke = [&](double dx, double dy) {
    Polyline line;
    line.points = {{at.x - dx, at.y - dy}, {at.x + dx, at.y + dy}};
    line.stroke = Stroke{ink, kSignLine, {}};
    canvas_.add(std::move(line));
  };
  if (std::isnan(number)) {
    stroke(half, half);
    stroke(half, -half);
    return;
  }
  stroke(half, 0);
  if (number > 0) stroke(0, half);
}

double paint_atlas_key(Canvas& canvas, const Marks& marks, const std::optional<Stroke>& hollow,
                       const Page& page, double y) {
  if (marks.values().list.empty()) return y;
  const Style& style = canvas.style();
  const double size = style.theme.legend_size;
  y += style.theme.header_gap / 4;
  const double height = draw_value_scale(canvas, marks, page.left, page.right, y);
  const double x = page.left + value_scale_width(page.right - page.left) + kKeySize;
  Rect cell{x, y + 1.3 * size, kKeySize, kKeySize};
  double foot = y + height;
  for (const CellMeaning& meaning : meanings(marks.values(), hollow, style.theme)) {
    const TextLine line = typeset(style.fonts, meaning.text, Face::Sans, size);
    if (x + 2 * kKeySize + line.width >= page.right) break;
    canvas.add(Rectangle{cell, style.theme.box_radius, std::nullopt, meaning.outline});
    const TextLine sign = typeset(style.fonts, meaning.sign, Face::Serif, size);
    canvas.text(sign, {cell.center().x - sign.width / 2, cell.center().y + 0.33 * size},
                style.theme.text, TextAnchor::Middle);
    canvas.text(line, {cell.right() + kKeyLabelGap, cell.bottom() - 0.2 * kKeySize},
                style.theme.muted);
    foot = std::max(foot, cell.bottom());
    cell.y = cell.bottom() + kKeyGap;
  }
  return foot;
}

}  // namespace tviz
