// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "tviz/scene/scene.hpp"

namespace tviz::svg {

/// Room above the drawing for the toolbar, which so moves nothing when a script makes it.
inline constexpr std::string_view kToolbarRoom = "padding-top:34px";

/// The declarations of what only screen readers tell, in braces.
inline constexpr std::string_view kHidden =
    "{position:absolute;width:1px;height:1px;margin:0;padding:0;border:0;overflow:hidden;"
    "clip-path:inset(50%)}";

/// The style rules of a live figure inside a page, for the figure elements that `selector` selects.
std::string figure_rules(const Scene& scene, std::string_view selector);

}  // namespace tviz::svg
