// SPDX-License-Identifier: MIT
#pragma once

#include "layout/ends.hpp"
#include "layout/folding.hpp"

namespace tviz {

/// Draws what the cells of a strip of layers mean, a line for each kind of block of a run, into the
/// entry left of its boxes; without a strip, the order of the kinds in words. Draws nothing and
/// returns false where the boxes leave no room.
bool draw_strip_key(const Stream& stream, const LayerRun& run, const Columns& columns,
                    const Style& style, EndDrawing& entry);

}  // namespace tviz
