// SPDX-License-Identifier: MIT
#include <cairo-ps.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "document.hpp"
#include "formats.hpp"
#include "tviz/base/error.hpp"
#include "tviz/base/version.hpp"
#include "tviz/scene/utf8.hpp"

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

/// A comment of the header. What is no printable ASCII would make the file binary, or end the line,
/// and Cairo takes no longer one.
void add_comment(cairo_surface_t* surface, std::string_view key, std::string_view text) {
  constexpr std::size_t kMostBytes = 255;
  if (text.empty()) return;
  std::string comment(key);
  for (std::string_view rest = text; !rest.empty();) {
    const char32_t character = take_character(rest);
    comment += character >= 0x20 && character < 0x7F ? static_cast<char>(character) : '?';
  }
  comment.resize(std::min(comment.size(), kMostBytes));
  cairo_ps_surface_dsc_comment(surface, comment.c_str());
}

void add_metadata(cairo_surface_t* surface, const Scene& scene, const Metadata& metadata) {
  add_comment(surface, "%%Title: ", scene.title);
  add_comment(surface, "%%For: ", listed(metadata.authors));
  add_comment(surface, "%%Copyright: ", metadata.licence);
  add_comment(surface, "% Keywords: ", listed(metadata.keywords));
  add_comment(surface, "% Source: ", metadata.source);
  add_comment(surface, "% Drawn by ", program_name());
}

void render_postscript(const Scene& scene, const BackendOptions& options, bool encapsulated,
                       ByteSink& sink) {
  check_date(options.date);
  const Rect size = figure_size(scene);
  std::string bytes;
  const Surface surface(cairo_ps_surface_create_for_stream(
      append_bytes, &bytes, size.width * kPointsPerPixel, size.height * kPointsPerPixel));
  cairo_ps_surface_set_eps(surface.get(), encapsulated ? 1 : 0);
  add_metadata(surface.get(), scene, options.metadata);
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
