// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "layout/canvas.hpp"
#include "tviz/graph/graph.hpp"
#include "tviz/text/typeset.hpp"
#include "tviz/theme/theme.hpp"

namespace tviz {

/// The number of parameters of a component as a formula in math markup, such as
/// `"4" d_"model"^2 + "4" d_"model"`; empty if no short one gives exactly this number.
std::string parameter_formula(const Component& component, const ModelArchitecture& model);

/// The shapes of a component's tensors in math markup, those of equal shape together:
/// `W_Q, W_K "12 × 768 × 64"`.
std::vector<std::string> tensor_shapes(const Component& component);

/// What the captions of a figure tell, for its header; empty if there are none.
std::string_view caption_subject(const Theme& theme);

/// From one line of a caption to the next.
double caption_line(const Theme& theme);

/// The caption of a component, each line no wider than `width`: at most `most` of them, none if the
/// figure has no captions or the component no parameters, and one more on low-rank updates. What
/// has no room is left out.
std::vector<TextLine> caption_of(const Component& component, const Style& style, double width,
                                 std::size_t most);

/// Lines of a caption below a row of boxes, at most.
inline constexpr std::size_t kMostCaptionLines = 3;

/// How many lines captions of rows of boxes may have in a stream.
std::size_t lines_of_row_captions(const Stream& stream, const Theme& theme);

/// The theme with room for captions in its boxes and norms.
Theme with_room_for_captions(Theme theme, const Graph& graph, const Fonts& fonts);

/// Writes a component's label in its box, and below it its caption.
void draw_label(Canvas& canvas, const Component& component, std::string_view label,
                const Rect& bounds, double size, const BoxStyle& role,
                std::span<const MarkStyle> marks);

}  // namespace tviz
