// SPDX-License-Identifier: MIT
#pragma once

#include <cairo.h>

#include <memory>

#include "tviz/base/destroy.hpp"

namespace tviz::cairo {

using Surface = std::unique_ptr<cairo_surface_t, Destroy<cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Destroy<cairo_destroy>>;
using FontFace = std::unique_ptr<cairo_font_face_t, Destroy<cairo_font_face_destroy>>;
using FontOptions = std::unique_ptr<cairo_font_options_t, Destroy<cairo_font_options_destroy>>;

/// Throws Error with Cairo's own words unless the status is success.
void check(cairo_status_t status);

}  // namespace tviz::cairo
