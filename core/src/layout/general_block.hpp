// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "layout/canvas.hpp"
#include "layout/columns.hpp"
#include "layout/folding.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// Blocks of a run that one frame stands for: those of one structure, or of several that are drawn
/// alike.
struct GeneralBlock {
  LayerRun run{};
  std::vector<std::size_t> structures{};  ///< Indices in Stream::structures.
  std::vector<std::size_t> blocks{};      ///< Indices in Stream::blocks, sorted.

  std::size_t count() const { return blocks.size(); }
};

/// Room left of the frames for what says how many blocks a frame stands for and which, in pixels;
/// 0 if no frame of the stream stands for several. `strips`: with room for a strip if it needs one.
double general_width(const Stream& stream, const Theme& theme, bool strips);

/// Whether strips of layers stand beside the frames of a stream that need one.
bool shows_strips(const Stream& stream, const Columns& columns);

/// What may be written in the frame, from the longest to the shortest: "one block · local attention
/// · i = 0, 2, …, 22", "local · i = 0, 2, …, 22"; i counts the state that the block reads. Without
/// a brace beside the frame, they say how many blocks there are: "× 12 · i = 0, 2, …, 22". A key
/// elsewhere names several kinds in one frame.
std::vector<std::string> labels_of_general(const Stream& stream, const GeneralBlock& block,
                                           bool has_brace, bool has_key);

/// "layers 0 – 11" or "22 layers".
std::string layers_text(const Stream& stream, const GeneralBlock& block);

/// Draws a brace left of a frame with the number of blocks beside it, and, where the run has other
/// blocks too, a strip with a cell for each of its layers, from the bottom up. `height` is the
/// frame's; its bottom is y = 0.
void draw_multiplicity(Canvas& canvas, const Stream& stream, const GeneralBlock& block,
                       const Columns& columns, double height);

}  // namespace tviz
