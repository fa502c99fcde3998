// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "layout/atlas.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/overlay/overlay.hpp"
#include "tviz/scene/scene.hpp"
#include "tviz/text/font.hpp"
#include "tviz/theme/theme.hpp"

namespace tviz {

/// One of several drawings that become one, with the words below it.
struct CaptionedScene {
  Scene scene;
  std::string caption{};  ///< Stands after "(a)"; may be empty.
};

/// Throws Error unless a figure may have so many: from 1 to as many as there are letters.
void check_sub_figures(std::size_t count);

/// What a sub-figure is called: "(a)" for 0, "(z)" for 25.
std::string sub_figure_label(std::size_t index);

/// Divides the width of a page among sub-figures that fill it row by row: equally among the
/// `columns` of a row, but a column that needs more gets that first. `least` has what each
/// sub-figure needs with its own margins, and so has the result what it gets. Pixels; throws Error,
/// which names the sub-figures, if they do not fit.
std::vector<double> sub_figure_widths(double width, const std::vector<double>& least,
                                      std::size_t columns, const Theme& theme);

/// What each of `rows` rows of sub-figures may be high, with its own margins, so that all together
/// are no higher than `height`, with captions of so many lines. Pixels.
double sub_figure_height(double height, std::size_t rows, double caption_lines, const Theme& theme,
                         const Fonts& fonts);

/// One scene of several, side by side in rows of `columns`: folded for good, on one foot in each
/// row, the same gap between all, each with its label and caption below. What hovering, searching
/// and reading aloud find of a sub-figure bears its label: "(a) Attention, layer 3" at
/// "a:blocks.3.attn". The scenes are of one theme, whose margin around each gives way to one around
/// all. What is common to them stands once, if there is anything. Throws Error as
/// check_sub_figures() does.
Scene side_by_side(std::vector<CaptionedScene> scenes, std::size_t columns, const Theme& theme,
                   const Fonts& fonts, const CommonBands* common = nullptr);

/// What atlases that are drawn with LayoutOptions::is_multiple have in common, on a page of `width`
/// with atlases of `width_of_one`, in pixels.
CommonBands common_bands(const Graph& graph, const Overlay& overlay, const Theme& theme,
                         const Fonts& fonts, double width, double width_of_one);

}  // namespace tviz
