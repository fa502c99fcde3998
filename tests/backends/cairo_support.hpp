// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "tviz/plugin/interfaces.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz::test {

/// A scene with every primitive, every face, a formula, a definition used twice and a fold
/// that is open in one state and closed in the other. 400 by 320 pixels when closed.
Scene every_primitive(Typeface typeface = Typeface::Times);

/// The bytes of a format, by the plugin as the registry finds it.
std::string render(std::string_view format, const Scene& scene, const BackendOptions& options = {});

/// Puts the bytes into the folder for what tests leave to look at; the file's path.
std::string keep(const std::string& name, const std::string& bytes);

/// What a program prints.
std::string output_of(const std::string& command);

}  // namespace tviz::test
