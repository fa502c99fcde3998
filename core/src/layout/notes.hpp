// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "layout/canvas.hpp"
#include "layout/columns.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// What a note's placeholders stand for: indices of states, and a layer's number.
struct NoteNames {
  std::string before = "0";
  std::string after = "0";
  std::string layer = "0";
};

/// A note with its placeholders filled in.
Note filled_in(Note note, const NoteNames& names);

/// Draws a note, already filled in, beside the figure with its middle at `center`, but its lower
/// end not below `lowest` (y grows downwards). Returns the y of its top, which is `lowest` if the
/// note says nothing.
double draw_note(Canvas& canvas, const Note& note, const Columns& columns, double center,
                 double lowest);

/// Notes below a figure that has no room beside it, in the order of the data flow; `terse`: without
/// their sentences.
Band draw_notes_below(std::vector<Note> notes, bool terse, const Page& page, const Style& style);

}  // namespace tviz
