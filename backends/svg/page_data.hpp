// SPDX-License-Identifier: MIT
#pragma once

#include "item_contents.hpp"
#include "text_painter.hpp"
#include "tviz/scene/json_writer.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz::svg {

/// What the viewer needs besides the drawing: details and marks for panels, the items in
/// their states, colours and fonts. Read by viewer/figure.js.
JsonWriter page_data(const Scene& scene, const TextPainter& text, const FigureContents& contents);

}  // namespace tviz::svg
