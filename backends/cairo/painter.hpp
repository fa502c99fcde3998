// SPDX-License-Identifier: MIT
#pragma once

#include <cairo.h>

#include "tviz/scene/scene.hpp"

namespace tviz::cairo {

enum class TextAs {
  Glyphs,    ///< Selectable text.
  Outlines,  ///< Filled shapes. On pixels Cairo 1.16 would move glyphs to whole ones.
};

/// Draws the scene with its folds closed, one unit of the context being a pixel of the
/// scene. Throws Error if Cairo refuses.
void paint(cairo_t* context, const Scene& scene, TextAs text_as);

}  // namespace tviz::cairo
