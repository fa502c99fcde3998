// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <tviz/scene/scene.hpp>

namespace tikz {

/// TeX points that PDF calls points, "bp", in a pixel of the scene.
inline constexpr double kPointsPerPixel = 0.75;

/// The figure's size in pixels. Throws tviz::Error if it has none, or more than TeX can count.
tviz::Rect size_of(const tviz::Scene& scene);

/// The scene with its folds closed, as a tikzpicture environment. It needs the package tikz
/// and takes the text's faces from the document around it. Throws tviz::Error on a scene
/// that breaks its contract.
std::string picture(const tviz::Scene& scene);

}  // namespace tikz
