// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "item_contents.hpp"
#include "text_painter.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz::svg {

/// What the viewer needs besides the drawing: details and marks for panels, the items in
/// their states, colours and fonts. JSON, deflated, in base 64; read by viewer/data.js.
std::string page_data(const Scene& scene, const TextPainter& text, const FigureContents& contents);

}  // namespace tviz::svg
