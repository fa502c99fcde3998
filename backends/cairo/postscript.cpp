// SPDX-License-Identifier: MIT
#include <cairo-ps.h>

#include <string>

#include "document.hpp"
#include "formats.hpp"
#include "tviz/base/error.hpp"

namespace tviz::cairo {
namespace {

/// Cairo writes the time of the clock into the header; this puts the given date there.
void set_creation_date(std::string& bytes, const std::string& date) {
  constexpr std::string_view kKey = "%%CreationDate: ";
  const std::size_t header_end = bytes.find("%%EndComments");
  const std::size_t key = bytes.find(kKey);
  if (key == std::string::npos || key > header_end) {
    throw Error(Problem{"Cairo's PostScript has no creation date to replace", {}, {}});
  }
  const std::size_t value = key + kKey.size();
  bytes.replace(value, bytes.find('\n', value) - value, date);
}

void render_postscript(const Scene& scene, const BackendOptions& options, bool encapsulated,
                       ByteSink& sink) {
  check_date(options.date);
  const Rect size = figure_size(scene);
  std::string bytes;
  const Surface surface(cairo_ps_surface_create_for_stream(
      append_bytes, &bytes, size.width * kPointsPerPixel, size.height * kPointsPerPixel));
  cairo_ps_surface_set_eps(surface.get(), encapsulated ? 1 : 0);
  draw_page(surface.get(), scene);
  set_creation_date(bytes, options.date);
  sink.write(bytes);
}

}  // namespace

void PsBackend::render(const Scene& scene, const BackendOptions& options, ByteSink& sink) const {
  render_postscript(scene, options, false, sink);
}

void EpsBackend::render(const Scene& scene, const BackendOptions& options, ByteSink& sink) const {
  render_postscript(scene, options, true, sink);
}

}  // namespace tviz::cairo
