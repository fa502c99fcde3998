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
  std::string letter{};   ///< Joins the colour where there are more functions than colours.
  bool backward = false;  ///< A frame and a triangle instead of an area and a dot.
  bool dormant = false;   ///< Pale and dashed: it never fires.
  Color ground{};         ///< Of a box with this mark.
  Color ink{};            ///< Of the text on that.
  friend bool operator==(const MarkStyle&, const MarkStyle&) = default;
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

/// Whether a label can lie on all of these marks, side by side: in one ink and across no frame.
bool carry_label(std::span<const MarkStyle> marks);

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

/// A theme with room for badges, the marks with letters on the upper sides of boxes: they touch
/// neither labels nor the discs on the lines above.
Theme with_room_for_letters(Theme theme, std::size_t letters);

/// A shape in the look of a mark, its line of this width.
std::vector<Primitive> marked_shape(Rectangle shape, const MarkStyle& mark, double width);
std::vector<Primitive> marked_shape(Polyline shape, const MarkStyle& mark, double width);

/// The dot of a mark on a line: a disc, a dotted ring or a triangle, with its letter.
std::vector<Primitive> marker(Point center, double extent, const MarkStyle& mark,
                              const Theme& theme, const Fonts& fonts);

/// The small signs on a marked box: triangles of backward hooks, and letters. Those of several
/// marks stand each at its stripe, or in rows if the stripes are too narrow.
std::vector<Primitive> badges(const Rect& bounds, std::span<const MarkStyle> marks,
                              const Theme& theme, const Fonts& fonts);

}  // namespace tviz
