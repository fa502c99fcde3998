// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "tviz/plugin/interfaces.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz::cairo {

/// The iTXt chunks (PNG, second edition, 11.3.4.5) that say what is in a picture, under the
/// keywords of the standard and "Keywords".
std::string png_texts(const Scene& scene, const Metadata& metadata);

}  // namespace tviz::cairo
