// SPDX-License-Identifier: MIT
#include <cairo-pdf.h>

#include <string>
#include <string_view>

#include "document.hpp"
#include "formats.hpp"
#include "tviz/base/version.hpp"

namespace tviz::cairo {
namespace {

/// A subject is one line in a viewer's dialogue.
constexpr std::size_t kSubjectBytes = 300;

std::string shortened(const std::string& text) {
  if (text.size() <= kSubjectBytes) return text;
  std::size_t end = kSubjectBytes;
  const auto is_continuation = [&](std::size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
  };
  while (end > 0 && is_continuation(end)) --end;
  return text.substr(0, end) + "…";
}

/// Cairo's PDFs have no field for a licence and a source, so the subject tells them.
std::string subject(const Scene& scene, const Metadata& metadata) {
  std::string text = shortened(scene.description);
  if (!metadata.licence.empty()) text += " Licence: " + metadata.licence + '.';
  if (!metadata.source.empty()) text += " Source: " + metadata.source + '.';
  return text;
}

/// Cairo 1.16 leaves out the "D:" with which a date in a PDF begins. The place of nothing may
/// change, so it takes that of two spaces.
void mark_date(std::string& bytes) {
  constexpr std::string_view kWithout = "   /CreationDate (";
  constexpr std::string_view kWith = " /CreationDate (D:";
  static_assert(kWithout.size() == kWith.size());
  const std::size_t at = bytes.rfind(kWithout);
  if (at != std::string::npos) bytes.replace(at, kWith.size(), kWith);
}

}  // namespace

void PdfBackend::render(const Scene& scene, const BackendOptions& options, ByteSink& sink) const {
  check_date(options.date);
  const Rect size = figure_size(scene);
  std::string bytes;
  const Surface surface(cairo_pdf_surface_create_for_stream(
      append_bytes, &bytes, size.width * kPointsPerPixel, size.height * kPointsPerPixel));
  cairo_pdf_surface_restrict_to_version(surface.get(), CAIRO_PDF_VERSION_1_5);
  const auto set = [&surface](cairo_pdf_metadata_t key, const std::string& value) {
    if (value.empty()) return;
    cairo_pdf_surface_set_metadata(surface.get(), key, value.c_str());
  };
  set(CAIRO_PDF_METADATA_TITLE, scene.title);
  set(CAIRO_PDF_METADATA_AUTHOR, listed(options.metadata.authors));
  set(CAIRO_PDF_METADATA_SUBJECT, subject(scene, options.metadata));
  set(CAIRO_PDF_METADATA_KEYWORDS, listed(options.metadata.keywords));
  set(CAIRO_PDF_METADATA_CREATOR, program_name());
  set(CAIRO_PDF_METADATA_CREATE_DATE, options.date);
  draw_page(surface.get(), scene);
  mark_date(bytes);
  sink.write(bytes);
}

}  // namespace tviz::cairo
