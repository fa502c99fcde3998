// SPDX-License-Identifier: MIT
#pragma once

#include "layout/canvas.hpp"
#include "layout/columns.hpp"
#include "layout/ends.hpp"
#include "tviz/graph/graph.hpp"

namespace tviz {

/// Writes the title of a stream above the beginning of the stream, if the data flows to the right.
void add_title_at_entry(const Stream& stream, const Columns& columns, const Style& style,
                        EndDrawing& entry);

/// Writes it above the frames, beside what stands on the stream, if the data flows up.
void add_title(const Stream& stream, const Columns& columns, const Style& style, EndDrawing& exit);

}  // namespace tviz
