// SPDX-License-Identifier: MIT
#pragma once

#include "fold_contents.hpp"
#include "text_painter.hpp"
#include "tviz/scene/json_writer.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz::svg {

/// What the viewer needs besides the drawing: details and marks for panels, heights of
/// the items and the contents of folds, colours and fonts. Read by viewer/figure.js.
JsonWriter page_data(const Scene& scene, const TextPainter& text, const FoldContents& contents);

}  // namespace tviz::svg
