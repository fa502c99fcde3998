// SPDX-License-Identifier: MIT
#pragma once

#include "tviz/scene/scene.hpp"

namespace tviz {

/// A figure made by hand, 420 pixels wide: a header, a card of two folded layers, one open
/// layer with four heads of which two are highlighted, and the input. It has every primitive,
/// two details, and marks on `blocks.0.attn`.
Scene sample_scene();

/// Text that would break out of every place it is put in, if that place did not escape it.
inline constexpr std::string_view kHostileText =
    "</script></title><img src=x onerror=alert(1)>]]>\"'&<!--\xE2\x80\xA8\x01\xFF\n{block}";

/// sample_scene() with that text in every field that a user can reach.
Scene hostile_scene();

}  // namespace tviz
