// SPDX-License-Identifier: MIT
#include "artwork.hpp"
#include "tviz/base/error.hpp"

namespace tviz::cairo {

void paint_artwork(cairo_t*, const Artwork&) {
  throw Error(
      Problem{"artwork cannot be drawn: this tviz has a Cairo of its own, and librsvg draws "
              "only with the system's",
              {},
              "write svg or html, or build tviz without TVIZ_BUNDLED"});
}

}  // namespace tviz::cairo
