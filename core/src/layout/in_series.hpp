// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "layout/component_drawing.hpp"

namespace tviz {

/// A component through which the state of a stream goes, and which gives another one: an
/// autoencoder, an adapter, a box. Its bottom is y = 0 and its middle x = `center`; the room's
/// sides say how wide it may be.
ComponentDrawing draw_in_series(const Component& component, double center, const Room& room);

/// The drawing with an adapter above it, through which all its outputs go, and past which they
/// also go to a ⊕.
ComponentDrawing with_adapter_above(ComponentDrawing drawing, const Component& adapter,
                                    const Room& room);

}  // namespace tviz
