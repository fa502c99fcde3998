// SPDX-License-Identifier: MIT
#pragma once

#include <cairo.h>

#include "tviz/scene/scene.hpp"

namespace tviz::cairo {

/// Draws artwork by librsvg, which is opened when a scene has some: mapping it and what it
/// needs takes half as long as drawing a figure. Throws Error if the artwork is no SVG or there
/// is no librsvg.
void paint_artwork(cairo_t* context, const Artwork& artwork);

}  // namespace tviz::cairo
