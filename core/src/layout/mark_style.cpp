// SPDX-License-Identifier: MIT
#include "layout/mark_style.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <utility>

#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

constexpr double kPale = 0.3;            // Of the colour, in the ground of a dormant mark.
constexpr double kDotLine = 1.2;         // Width of the line round a dot.
constexpr double kFrame = 2;             // Width of a backward mark's frame, in widths of its line.
constexpr double kTriangle = 1.25;       // Half the side of a triangle, of the radius of a disc.
constexpr double kMarkCapHeight = 0.71;  // Of the sans face, in em.
// Room of a dot for one letter, and for each further one; of the letters' size.
constexpr double kLetterRadius = 0.85;
constexpr double kFurtherLetter = 0.3;
// Of a tab, in sizes of its letter.
constexpr double kTabHeight = 1.12;
constexpr double kTabSides = 0.4;
constexpr double kLeastTabSides = 2;  // In pixels.
constexpr double kTabRadius = 2;
constexpr double kWidestLetter = 0.75;  // Of the sans face, but for W and M.
constexpr std::size_t kMostTabRows = 2;
constexpr double kTabInset = 1;  // From the sides of its box.
// Of a tab without a letter.
constexpr double kMostTab = 8;
constexpr double kMostTabWidth = 14;
constexpr double kTabShare = 0.3;        // Of the height of its box.
constexpr double kLetterSize = 7.0 / 6;  // Of the least text.
constexpr double kBelowNorm = 4;  // From the lower side of a norm to the frame or line below it.
constexpr double kSignWidth = 6;  // Of the triangle on a box.
constexpr double kSignHeight = 5;
constexpr double kSignInset = 5;
constexpr double kSignRoom = 28;  // A lower box has its triangle on its lower side.

std::vector<double> dashes_of(const MarkStyle& mark, double width) {
  return mark.dormant ? std::vector<double>{1.6 * width, 1.2 * width} : std::vector<double>{};
}

/// The line is drawn twice for a frame: wide and dark, and on it less wide in the colour.
template <class Shape>
std::vector<Primitive> outlined(Shape shape, const MarkStyle& mark, double width) {
  std::vector<Primitive> result;
  shape.fill = mark.ground;
  if (!mark.backward) {
    shape.stroke = Stroke{mark.colors.stroke, width, dashes_of(mark, width)};
    result.emplace_back(std::move(shape));
    return result;
  }
  shape.stroke = Stroke{mark.colors.stroke, kFrame * width + 1, {}};
  result.emplace_back(shape);
  shape.fill.reset();
  shape.stroke = Stroke{mark.colors.fill, kFrame * width - 1, dashes_of(mark, kFrame * width)};
  result.emplace_back(std::move(shape));
  return result;
}

Polyline triangle(Point top_middle, double half_width, double height) {
  Polyline shape;
  shape.points = {{top_middle.x - half_width, top_middle.y},
                  {top_middle.x + half_width, top_middle.y},
                  {top_middle.x, top_middle.y + height}};
  shape.closed = true;
  return shape;
}

void add_letter(const MarkStyle& mark, Point center, Color ink, const Theme& theme,
                const Fonts& fonts, std::vector<Primitive>& result) {
  const double size = mark_letter_size(theme);
  const TextLine line = typeset(fonts, mark.letter, Face::Sans, size);
  const Point origin{center.x - line.width / 2, center.y + size * kMarkCapHeight / 2};
  for (const PlacedText& placed : line.runs) {
    result.emplace_back(TextRun{{origin.x + placed.origin.x, origin.y + placed.origin.y},
                                placed.run,
                                ink,
                                TextAnchor::Middle});
  }
}

double letter_radius(const Theme& theme, std::size_t letters) {
  if (letters == 0) return theme.marker_radius;
  const auto further = static_cast<double>(letters - 1);
  return std::max(theme.marker_radius,
                  mark_letter_size(theme) * (kLetterRadius + kFurtherLetter * further));
}

/// The hooks that do not fill their box.
std::vector<MarkStyle> tabbed(std::span<const MarkStyle> marks) {
  const MarkStyle* ground = filling(marks);
  std::vector<MarkStyle> tabs;
  for (const MarkStyle& mark : marks) {
    if (&mark != ground) tabs.push_back(mark);
  }
  return tabs;
}

/// Of one tab.
Extent tab_size(const Rect& bounds, std::span<const MarkStyle> tabs, const Theme& theme,
                const Fonts& fonts) {
  const double letter = mark_letter_size(theme);
  const double share = (bounds.width - 2 * kTabInset) / static_cast<double>(tabs.size());
  double widest = 0;
  for (const MarkStyle& mark : tabs) {
    widest = std::max(widest, fonts.width(mark.letter, Face::Sans, letter));
  }
  if (widest == 0) {
    return {std::min(kMostTabWidth, share), std::min(kMostTab, kTabShare * bounds.height)};
  }
  return {std::clamp(share, widest + kLeastTabSides, widest + kTabSides * letter),
          kTabHeight * letter};
}

/// Tabs of equal size in a box: one row, or two where one is too narrow and the box is high enough.
struct TabGrid {
  Extent tab;
  std::size_t in_a_row = 1;
  std::vector<MarkStyle> tabs;  ///< The last one may count those that have no room.

  std::size_t rows() const { return (tabs.size() + in_a_row - 1) / in_a_row; }
};

TabGrid tab_grid(const Rect& bounds, std::span<const MarkStyle> marks, const Theme& theme,
                 const Fonts& fonts) {
  TabGrid grid;
  grid.tabs = tabbed(marks);
  if (grid.tabs.empty()) return grid;
  grid.tab = tab_size(bounds, grid.tabs, theme, fonts);
  const std::size_t rows =
      bounds.height >= kMostTabRows * grid.tab.height + kLabelWithScripts * theme.minimum_size
          ? kMostTabRows
          : 1;
  const auto fitting = [&] {
    const double room = bounds.width - 2 * kTabInset;
    grid.in_a_row =
        std::max<std::size_t>(1, static_cast<std::size_t>(room / grid.tab.width + 1e-6));
    return rows * grid.in_a_row;
  };
  if (grid.tabs.size() > fitting()) {
    const MarkStyle most = mark_of_rest(grid.tabs.size(), theme);
    grid.tab.width =
        std::max(grid.tab.width, tab_size(bounds, std::span(&most, 1), theme, fonts).width);
    const std::size_t rest = grid.tabs.size() - (fitting() - 1);
    grid.tabs.resize(fitting() - 1);
    grid.tabs.push_back(mark_of_rest(rest, theme));
  }
  grid.in_a_row = std::min(grid.in_a_row, grid.tabs.size());
  return grid;
}

/// A hook as a tab: a backward one is framed.
Rectangle tab_shape(const Rect& bounds, const MarkStyle& mark, const Theme& theme) {
  Rectangle tab{bounds, kTabRadius, mark.ground,
                Stroke{mark.colors.stroke, theme.box_line_width, {}}};
  if (mark.backward) tab.stroke = Stroke{mark.colors.fill, kFrame * theme.box_line_width, {}};
  if (mark.dormant) tab.stroke->dashes = {2, 1.5};
  return tab;
}

}  // namespace

MarkStyle mark_style(const BoxStyle& colors, const MarkKind& kind, const Theme& theme) {
  MarkStyle mark{colors, kind.letter, kind.backward, kind.dormant, colors.fill, colors.text};
  if (!kind.backward && !kind.dormant) return mark;
  mark.ground = kind.dormant ? mix(theme.page, colors.fill, kPale) : theme.page;
  const bool own = contrast(mark.ground, colors.text) > contrast(mark.ground, theme.text);
  mark.ink = own ? colors.text : theme.text;
  return mark;
}

MarkStyle mark_of_rest(std::size_t count, const Theme& theme) {
  return mark_style(theme.operation, {fmt::format("+{}", count)}, theme);
}

void add_once(std::vector<MarkStyle>& styles, MarkStyle style) {
  if (std::ranges::find(styles, style) == styles.end()) styles.push_back(std::move(style));
}

std::string mark_letter(std::size_t index) {
  std::string letters;
  for (std::size_t rest = index + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return letters;
}

const MarkStyle* filling(std::span<const MarkStyle> marks) {
  const auto number = std::ranges::find(marks, true, &MarkStyle::is_number);
  if (number != marks.end()) return &*number;
  return marks.size() == 1 ? &marks.front() : nullptr;
}

double mark_letter_size(const Theme& theme) { return kLetterSize * theme.minimum_size; }

double least_tab_width(const Theme& theme) {
  return kWidestLetter * mark_letter_size(theme) + kLeastTabSides;
}

Extent room_of_tabs(const Rect& bounds, std::span<const MarkStyle> marks, const Theme& theme,
                    const Fonts& fonts) {
  const TabGrid grid = tab_grid(bounds, marks, theme, fonts);
  if (grid.tabs.empty()) return {};
  return {static_cast<double>(grid.in_a_row) * grid.tab.width + kTabInset,
          static_cast<double>(grid.rows()) * grid.tab.height + kTabInset};
}

double marker_extent(const Theme& theme, std::span<const MarkStyle> marks) {
  double extent = theme.marker_radius;
  for (const MarkStyle& mark : marks) {
    extent = std::max(extent,
                      letter_radius(theme, mark.letter.size()) * (mark.backward ? kTriangle : 1));
  }
  return extent;
}

double marker_width(const Theme& theme, std::span<const MarkStyle> marks) {
  return static_cast<double>(marks.size()) * (2 * marker_extent(theme, marks) + kMarkerSpace) -
         kMarkerSpace;
}

double room_of_disc(const Theme& theme, std::size_t letters) {
  return std::ceil(2 * (letter_radius(theme, letters) + kMarkerSpace));
}

double room_above_sum(const Theme& theme, std::size_t letters) {
  return 2 * theme.sum_radius + room_of_disc(theme, letters);
}

Theme with_room_for_letters(Theme theme, const SignsOfHooks& signs) {
  const double letter = mark_letter_size(theme);
  const double tab = kTabHeight * letter + kTabInset;
  const auto at_least = [](double& length, double least) {
    length = std::max(length, std::ceil(least));
  };
  if (signs.on_lines) at_least(theme.arrow_gap, room_of_disc(theme, signs.letters));
  if (signs.on_stream) at_least(theme.frame_top, room_above_sum(theme, signs.letters));
  if (signs.tabs_on_heads > 1) {
    const double width = (kWidestLetter + kTabSides) * letter;
    const double rows = signs.in_two_rows ? 2 : 1;
    at_least(theme.head_height, rows * tab + kLabelWithScripts * theme.head_size);
    at_least(theme.head_width, static_cast<double>(signs.tabs_on_heads) * width + 2 * kTabInset);
  }
  if (signs.tabs_on_boxes) at_least(theme.box_height, tab + kLabelWithScripts * theme.label_size);
  if (signs.tabs_on_norms) {
    at_least(theme.norm_height, tab + kLabelWithScripts * theme.norm_size);
    // A norm stands beside the first line from the stream.
    at_least(theme.frame_bottom, theme.norm_height / 2 + kBelowNorm);
    at_least(theme.branch_gap, theme.norm_height / 2 + kBelowNorm);
  }
  return theme;
}

std::vector<Primitive> marked_shape(Rectangle shape, const MarkStyle& mark, double width) {
  if (mark.backward) {
    // The frame lies inside, lest it touch what stands beside the box.
    const double inset = width / 2;
    shape.bounds = {shape.bounds.x + inset, shape.bounds.y + inset, shape.bounds.width - 2 * inset,
                    shape.bounds.height - 2 * inset};
  }
  return outlined(std::move(shape), mark, width);
}

std::vector<Primitive> marked_shape(Polyline shape, const MarkStyle& mark, double width) {
  return outlined(std::move(shape), mark, width);
}

std::vector<Primitive> marker(Point center, double extent, const MarkStyle& mark,
                              const Theme& theme, const Fonts& fonts) {
  const double radius = std::min(extent, letter_radius(theme, mark.letter.size()));
  const Color fill = mark.dormant ? mark.ground : mark.colors.fill;
  const Color ink = mark.dormant ? mark.ink : mark.colors.text;
  const Stroke line{mark.colors.stroke, kDotLine, dashes_of(mark, kDotLine)};
  std::vector<Primitive> result;
  Point letter = center;
  if (mark.backward) {
    Polyline shape =
        triangle({center.x, center.y - radius}, std::min(extent, kTriangle * radius), 2.2 * radius);
    shape.fill = fill;
    shape.stroke = line;
    result.emplace_back(std::move(shape));
    letter.y -= radius / 3;
  } else {
    result.emplace_back(Circle{center, radius, fill, line});
  }
  if (!mark.letter.empty()) add_letter(mark, letter, ink, theme, fonts, result);
  return result;
}

std::vector<Primitive> signs(const Rect& bounds, std::span<const MarkStyle> marks,
                             const Theme& theme, const Fonts& fonts) {
  std::vector<Primitive> result;
  const MarkStyle* ground = filling(marks);
  if (ground != nullptr && ground->backward) {
    const double below = bounds.height < kSignRoom ? kSignHeight / 2 : -kSignInset;
    Polyline sign = triangle(
        {bounds.right() - kSignInset - kSignWidth / 2, bounds.bottom() + below - kSignHeight},
        kSignWidth / 2, kSignHeight);
    sign.fill = ground->colors.fill;
    sign.stroke = Stroke{ground->colors.stroke, theme.box_line_width, {}};
    result.emplace_back(std::move(sign));
  }
  const TabGrid grid = tab_grid(bounds, marks, theme, fonts);
  const double top =
      bounds.bottom() - kTabInset - static_cast<double>(grid.rows()) * grid.tab.height;
  for (std::size_t i = 0; i < grid.tabs.size(); ++i) {
    const std::size_t row = i / grid.in_a_row;
    const std::size_t column = i % grid.in_a_row;
    const Rect place{bounds.x + kTabInset + static_cast<double>(column) * grid.tab.width,
                     top + static_cast<double>(row) * grid.tab.height, grid.tab.width,
                     grid.tab.height};
    result.emplace_back(tab_shape(place, grid.tabs[i], theme));
    add_letter(grid.tabs[i], place.center(), grid.tabs[i].ink, theme, fonts, result);
  }
  return result;
}

}  // namespace tviz
