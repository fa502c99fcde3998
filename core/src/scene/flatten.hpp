// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "tviz/base/geometry.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz {

/// The drawing moved by `offset`.
std::vector<Primitive> moved(std::vector<Primitive> primitives, Point offset);

/// The scene with all folds folded, as a single band: streams and rails are lines of it and nothing
/// can be opened any more, so the whole can be turned or stand beside others. Throws Error where
/// place() does.
Scene flatten(Scene scene);

}  // namespace tviz
