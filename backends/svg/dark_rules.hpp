// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "tviz/scene/scene.hpp"

namespace tviz::svg {

/// A colour of the scene in CSS: "#F1E3CB", or "light-dark(#F1E3CB,#4A4032)" if it has another
/// on dark pages.
std::string css_color(const Scene& scene, Color color);

/// The rules that give the drawing its other colours on dark pages; empty if it has none. The
/// drawing's own attributes have the light ones, for readers without CSS. `id` is of the svg
/// element.
std::string dark_rules(const Scene& scene, std::string_view id);

/// The CSS value of color-scheme: "dark" or "light" as the scene's page is, "light dark" if it
/// can be both.
std::string_view color_scheme(const Scene& scene);

/// Has the element that `selector` selects follow the theme of JupyterLab, VS Code, or a page that
/// says its own in `data-theme`; empty if the scene has one scheme only.
std::string host_scheme_rules(const Scene& scene, std::string_view selector);

}  // namespace tviz::svg
