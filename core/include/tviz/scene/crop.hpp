// SPDX-License-Identifier: MIT
#pragma once

#include "tviz/base/export.hpp"
#include "tviz/scene/scene.hpp"
#include "tviz/text/font.hpp"

namespace tviz {

/// The scene without the empty space around its ink, whatever is folded: the page ends less than a
/// pixel outside of it, on whole pixels, so that lines stay as sharp as they were. A scene without
/// ink stays as it is. Throws Error as place() does, and if a definition is missing.
TVIZ_API Scene crop(Scene scene, const Fonts& fonts);

}  // namespace tviz
