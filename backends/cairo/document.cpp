// SPDX-License-Identifier: MIT
#include "document.hpp"

#include <cmath>
#include <new>
#include <utility>

#include "painter.hpp"
#include "tviz/base/error.hpp"

namespace tviz::cairo {

void check(cairo_status_t status) {
  if (status == CAIRO_STATUS_SUCCESS) return;
  if (status == CAIRO_STATUS_NO_MEMORY) throw std::bad_alloc();
  Problem problem;
  problem.message.append("Cairo cannot draw the figure: ").append(cairo_status_to_string(status));
  throw Error(std::move(problem));
}

Rect figure_size(const Scene& scene) {
  const Rect size{0, 0, scene.width, place(scene, false).height};
  if (!std::isfinite(size.width) || !std::isfinite(size.height) || size.width <= 0 ||
      size.height <= 0) {
    throw Error(Problem{"the figure has no extent", {}, {}});
  }
  return size;
}

void check_date(std::string_view date) {
  constexpr std::string_view kForm = "0000-00-00T00:00:00Z";
  bool good = date.size() == kForm.size();
  for (std::size_t i = 0; good && i < kForm.size(); ++i) {
    const bool digit = date[i] >= '0' && date[i] <= '9';
    good = kForm[i] == '0' ? digit : date[i] == kForm[i];
  }
  if (good) return;
  Problem problem;
  problem.message.append("'").append(date).append("' is not a date");
  problem.where.field = "date";
  problem.hint = "write it as YYYY-MM-DDThh:mm:ssZ";
  throw Error(std::move(problem));
}

cairo_status_t append_bytes(void* closure, const unsigned char* data, unsigned length) noexcept {
  try {
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
  } catch (...) {
    return CAIRO_STATUS_NO_MEMORY;  // An exception must not cross C.
  }
}

void draw_page(cairo_surface_t* surface, const Scene& scene) {
  check(cairo_surface_status(surface));
  {
    const Context context(cairo_create(surface));
    cairo_scale(context.get(), kPointsPerPixel, kPointsPerPixel);
    paint(context.get(), scene, TextAs::Glyphs);
    cairo_show_page(context.get());
    check(cairo_status(context.get()));
  }
  cairo_surface_finish(surface);
  check(cairo_surface_status(surface));
}

}  // namespace tviz::cairo
