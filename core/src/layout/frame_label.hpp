// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include "layout/block.hpp"
#include "layout/canvas.hpp"
#include "layout/columns.hpp"
#include "layout/mark_style.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// From the frame to its label.
inline constexpr double kFrameLabelIndent = 10;
/// From its size down to its baseline.
inline constexpr double kFrameLabelDrop = 4;

/// What the label of a block's frame may say, from the longest to the shortest.
std::vector<std::string> frame_labels(const Stream& stream, const Block& block);

/// Writes the longest of the labels that has room at the top of a frame, on the colours of a number
/// of the whole layer if it has one; returns where it ends.
double draw_frame_label(Canvas& canvas, const std::vector<std::string>& labels,
                        const BlockDrawing& drawing, const Columns& columns,
                        std::span<const MarkStyle> number);

}  // namespace tviz
