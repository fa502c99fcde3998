// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "tviz/scene/scene.hpp"
#include "tviz/theme/theme.hpp"

namespace tviz {

/// How one function's mark looks, on boxes, as a dot on a line and in the legend.
struct MarkStyle {
  BoxStyle colors;
  std::string letter{};    ///< Joins the colour where there are more functions than colours.
  bool backward = false;   ///< A frame and a triangle instead of an area and a dot.
  bool dormant = false;    ///< Pale and dashed: it never fires.
  Color ground{};          ///< Of a box with this mark.
  Color ink{};             ///< Of the text on that.
  bool is_number = false;  ///< The colour of a number, which fills its box beside any hooks.
  friend bool operator==(const MarkStyle&, const MarkStyle&) = default;
};

/// The size of something without a place, in pixels.
struct Extent {
  double width = 0;
  double height = 0;
};

/// What a mark is besides its colours.
struct MarkKind {
  std::string letter{};
  bool backward = false;
  bool dormant = false;
};

/// The style of a mark in a theme: its ground and the ink that is legible there.
MarkStyle mark_style(const BoxStyle& colors, const MarkKind& kind, const Theme& theme);

/// Stands for as many marks that have no room.
MarkStyle mark_of_rest(std::size_t count, const Theme& theme);

/// Appends a style unless it is there.
void add_once(std::vector<MarkStyle>& styles, MarkStyle style);

/// A, B, ... Z, then AA, AB, ...
std::string mark_letter(std::size_t index);

/// The mark that fills a box: a number's, or the only one. Several hooks are tabs on the box.
const MarkStyle* filling(std::span<const MarkStyle> marks);

/// Of the letters of marks, in pixels: 7 pt in print, where the least text has 6.
double mark_letter_size(const Theme& theme);

/// Height of a label with its scripts, in sizes of its letters.
inline constexpr double kLabelWithScripts = 1.3;

/// Of the narrowest tab in which a letter can be read, in pixels.
double least_tab_width(const Theme& theme);

/// Room that the tabs on a box take in its lower left corner; none without tabs.
Extent room_of_tabs(const Rect& bounds, std::span<const MarkStyle> marks, const Theme& theme,
                    const Fonts& fonts);

/// Between the dots of marks beside each other.
inline constexpr double kMarkerSpace = 1;
/// Half the width of the dot of any of these marks.
double marker_extent(const Theme& theme, std::span<const MarkStyle> marks);
/// The width of their dots beside each other.
double marker_width(const Theme& theme, std::span<const MarkStyle> marks);

/// What the disc of a mark with so many letters takes on the stream, from the disc on one line to
/// the next.
double room_of_disc(const Theme& theme, std::size_t letters);
/// From a ⊕ to the frame above it, if the disc of such a mark stands between the two.
double room_above_sum(const Theme& theme, std::size_t letters);

/// What a figure needs room for beside the labels of its boxes.
struct SignsOfHooks {
  std::size_t letters = 0;        ///< Of the longest mark.
  std::size_t tabs_on_heads = 0;  ///< On one, at most.
  bool in_two_rows = false;       ///< Whether these heads are narrow.
  bool tabs_on_boxes = false;
  bool tabs_on_norms = false;
  bool on_stream = false;  ///< Whether any stand on the stream of blocks,
  bool on_lines = false;   ///< or on other lines there.
};

/// A theme with room for signs with letters.
Theme with_room_for_letters(Theme theme, const SignsOfHooks& signs);

/// A shape in the look of a mark, its line of this width.
std::vector<Primitive> marked_shape(Rectangle shape, const MarkStyle& mark, double width);
std::vector<Primitive> marked_shape(Polyline shape, const MarkStyle& mark, double width);

/// The dot of a mark on a line: a disc, a dotted ring or a triangle, with its letter.
std::vector<Primitive> marker(Point center, double extent, const MarkStyle& mark,
                              const Theme& theme, const Fonts& fonts);

/// The small signs on a marked box: the triangle of a backward hook, and tabs of equal size in the
/// lower left corner for the hooks that do not fill it, in their order. If not all have room, the
/// last one counts the others.
std::vector<Primitive> signs(const Rect& bounds, std::span<const MarkStyle> marks,
                             const Theme& theme, const Fonts& fonts);

}  // namespace tviz
