// SPDX-License-Identifier: MIT
#pragma once

#include <cairo.h>

#include <string>
#include <string_view>

#include "handles.hpp"
#include "tviz/plugin/interfaces.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz::cairo {

/// Points in a pixel of the scene: a page is as large as the figure.
inline constexpr double kPointsPerPixel = 0.75;

/// The figure's size in pixels. Throws Error if it has none.
Rect figure_size(const Scene& scene);

/// Throws Error unless the date is written as BackendOptions::date says. It is copied into
/// files, where anything else could do harm.
void check_date(std::string_view date);

/// For Cairo's streams: appends to the std::string behind `closure`.
cairo_status_t append_bytes(void* closure, const unsigned char* data, unsigned length) noexcept;

/// Draws the scene on a surface of a vector format and ends it.
void draw_page(cairo_surface_t* surface, const Scene& scene);

}  // namespace tviz::cairo
