// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "document.hpp"
#include "formats.hpp"
#include "painter.hpp"
#include "tviz/base/error.hpp"
#include "tviz/base/limits.hpp"

namespace tviz::cairo {
namespace {

void check_scale(double scale) {
  if (std::isfinite(scale) && scale > 0) return;
  Problem problem;
  problem.message = "the scale must be a number above 0";
  problem.where.field = "scale";
  throw Error(std::move(problem));
}

/// Whole pixels that cover the length; a thousandth of one is noise of the arithmetic.
int pixels(double length, double scale) {
  const double count = std::max(1.0, std::ceil(length * scale - 0.001));
  const double most = Limits{}.raster_pixels;
  if (count <= most) return static_cast<int>(count);
  Problem problem;
  problem.message.append("the picture would be ")
      .append(std::to_string(std::llround(std::min(count, 1e15))))
      .append(" pixels wide or high, more than ")
      .append(std::to_string(std::llround(most)))
      .append(" (raster_pixels)");
  problem.where.field = "scale";
  problem.hint = "choose a smaller scale, fewer layers, or a vector format such as PDF";
  throw Error(std::move(problem));
}

}  // namespace

void PngBackend::render(const Scene& scene, const BackendOptions& options, ByteSink& sink) const {
  check_scale(options.scale);
  const Rect size = figure_size(scene);
  const Surface surface(cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, pixels(size.width, options.scale), pixels(size.height, options.scale)));
  check(cairo_surface_status(surface.get()));
  {
    const Context context(cairo_create(surface.get()));
    cairo_scale(context.get(), options.scale, options.scale);
    paint(context.get(), scene, TextAs::Outlines);
  }
  std::string bytes;
  check(cairo_surface_write_to_png_stream(surface.get(), append_bytes, &bytes));
  sink.write(bytes);
}

}  // namespace tviz::cairo
