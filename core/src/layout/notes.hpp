// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "layout/canvas.hpp"
#include "layout/columns.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// The numbers that a note's placeholders stand for.
struct NoteNumbers {
  std::int64_t before = 0;
  std::int64_t after = 0;
  std::int64_t layer = 0;
};

/// Draws a note beside the figure with its middle at `center`, but its lower end not below
/// `lowest` (y grows downwards). Returns the y of its top, which
/// is `lowest` if the note says nothing.
double draw_note(Canvas& canvas, const Note& note, const NoteNumbers& numbers,
                 const Columns& columns, double center, double lowest);

}  // namespace tviz
