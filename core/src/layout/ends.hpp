// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "layout/block.hpp"
#include "layout/canvas.hpp"
#include "layout/columns.hpp"
#include "layout/marks.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// The band below the first layer or above the last one.
struct EndDrawing {
  Band band;
  std::vector<PlacedComponent> parts;  ///< Bounds from the band's top left corner.
  double stream = 0;  ///< Where the residual stream begins or ends, from the band's top.
};

/// Gives a drawing more room at its top.
void heighten(EndDrawing& end, double by);

/// Tokens, embedding and what joins them at x₀. `reads_another`: a line of another stream comes
/// from the left to one of these, such as image tokens.
EndDrawing draw_entry(const Stream& stream, bool reads_another, const Columns& columns,
                      const Marks& marks, const Style& style);

/// Read-outs of one state, side by side, left of the stream. EndDrawing::stream is where they read.
EndDrawing draw_read_outs(const std::vector<const ReadOut*>& read_outs, std::int64_t state,
                          const Columns& columns, const Marks& marks, const Style& style);

/// Final norm, unembedding and logits. `states` is the number of the stream's last state;
/// `notes_below` is how far the notes of what is below reach up beside it.
EndDrawing draw_exit(const Stream& stream, std::int64_t states, double notes_below,
                     const Columns& columns, const Marks& marks, const Style& style);

/// The note above the last block, whose state has this number.
Note exit_note(const Stream& stream, std::int64_t states);

/// From a norm on the stream up to the middle of the name of the state that leaves it, in em.
inline constexpr double kStateAboveNorm = 0.6;

/// The name of a state of the stream, in math markup, beside it at height y.
void draw_state(Canvas& canvas, std::string_view name, const Columns& columns, double y);

}  // namespace tviz
