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
// Of a badge, in sizes of its letter.
constexpr double kBadgeHeight = 1.3;
constexpr double kBadgeSides = 0.5;
constexpr double kBadgeRadius = 2;
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
  const double size = theme.minimum_size;
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
                  theme.minimum_size * (kLetterRadius + kFurtherLetter * further));
}

/// Places signs along the upper side of a box: arrowheads touch the lower one.
class BadgeRow {
 public:
  BadgeRow(const Rect& bounds, std::span<const MarkStyle> marks, const Theme& theme,
           const Fonts& fonts)
      : bounds_(bounds), marks_(marks), theme_(theme), fonts_(fonts) {
    for (const MarkStyle& mark : marks) width_ = std::max(width_, width_of(mark));
  }

  std::vector<Primitive> paint() && {
    const double stripe = bounds_.width / static_cast<double>(marks_.size());
    const bool at_stripes = stripe >= width_;
    const double step = at_stripes ? stripe : width_ + 1;
    const auto in_a_row = std::max<std::size_t>(
        1, static_cast<std::size_t>((bounds_.width + 1 + (at_stripes ? 1e-6 : 0)) / step));
    for (std::size_t i = 0; i < marks_.size(); ++i) {
      const Point place{bounds_.x + static_cast<double>(i) * step, bounds_.y};
      const bool has_room = i + 1 < in_a_row || marks_.size() <= in_a_row;
      add_badge(has_room ? marks_[i] : mark_of_rest(marks_.size() - i, theme_), place);
      if (!has_room) break;
    }
    return std::move(result_);
  }

 private:
  double height() const { return kBadgeHeight * theme_.minimum_size; }

  double width_of(const MarkStyle& mark) const {
    return fonts_.width(mark.letter, Face::Sans, theme_.minimum_size) +
           kBadgeSides * theme_.minimum_size;
  }

  void add_badge(const MarkStyle& mark, Point left_middle) {
    if (mark.letter.empty()) return;
    const Rect place{left_middle.x, left_middle.y - height() / 2, width_of(mark), height()};
    result_.emplace_back(Rectangle{place, kBadgeRadius, mark.colors.fill,
                                   Stroke{mark.colors.stroke, theme_.box_line_width, {}}});
    add_letter(mark, place.center(), mark.colors.text, theme_, fonts_, result_);
  }

  const Rect& bounds_;
  std::span<const MarkStyle> marks_;
  const Theme& theme_;
  const Fonts& fonts_;
  double width_ = 0;
  std::vector<Primitive> result_;
};

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

bool carry_label(std::span<const MarkStyle> marks) {
  return marks.size() < 2 || std::ranges::all_of(marks, [&](const MarkStyle& mark) {
           return mark.ink == marks.front().ink && !mark.backward && !mark.dormant;
         });
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

Theme with_room_for_letters(Theme theme, std::size_t letters) {
  const double badge = kBadgeHeight * theme.minimum_size;  // Half of it lies in the box.
  const auto at_least = [](double& length, double least) {
    length = std::max(length, std::ceil(least));
  };
  at_least(theme.arrow_gap, room_of_disc(theme, letters));
  at_least(theme.frame_top, room_above_sum(theme, letters));
  at_least(theme.head_height, badge + theme.head_size);
  at_least(theme.box_height, badge + theme.label_size);
  at_least(theme.norm_height, badge + theme.norm_size);
  // A norm stands beside the first line from the stream.
  at_least(theme.frame_bottom, theme.norm_height / 2 + kBelowNorm);
  at_least(theme.branch_gap, theme.norm_height / 2 + kBelowNorm);
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

std::vector<Primitive> badges(const Rect& bounds, std::span<const MarkStyle> marks,
                              const Theme& theme, const Fonts& fonts) {
  std::vector<Primitive> result;
  const double stripe = bounds.width / static_cast<double>(std::max<std::size_t>(1, marks.size()));
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (!marks[i].backward || stripe < kSignWidth + kSignInset) continue;
    const double right = bounds.x + static_cast<double>(i + 1) * stripe;
    const double below = bounds.height < kSignRoom ? kSignHeight / 2 : -kSignInset;
    Polyline sign =
        triangle({right - kSignInset - kSignWidth / 2, bounds.bottom() + below - kSignHeight},
                 kSignWidth / 2, kSignHeight);
    sign.fill = marks[i].colors.fill;
    sign.stroke = Stroke{marks[i].colors.stroke, theme.box_line_width, {}};
    result.emplace_back(std::move(sign));
  }
  if (std::ranges::any_of(marks, [](const MarkStyle& mark) { return !mark.letter.empty(); })) {
    std::ranges::move(BadgeRow(bounds, marks, theme, fonts).paint(), std::back_inserter(result));
  }
  return result;
}

}  // namespace tviz
