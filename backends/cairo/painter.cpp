// SPDX-License-Identifier: MIT
#include "painter.hpp"

#include <algorithm>
#include <limits>
#include <numbers>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "artwork.hpp"
#include "faces.hpp"
#include "tviz/base/error.hpp"

namespace tviz::cairo {
namespace {

constexpr double kPi = std::numbers::pi;

class Painter {
 public:
  Painter(cairo_t* context, const Scene& scene, TextAs text_as)
      : context_(context), scene_(scene), text_as_(text_as), faces_(scene.typeface) {
    cairo_set_line_join(context_, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(context_, CAIRO_LINE_CAP_BUTT);
    const FontOptions options(cairo_font_options_create());
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(context_, options.get());
  }

  void paint() {
    set_color(scene_.background);
    cairo_paint(context_);
    const PlacedScene placed = place(scene_, false);
    for (const PlacedLine& line : placed.lines) {
      cairo_move_to(context_, line.x, line.top);
      cairo_line_to(context_, line.x, line.bottom);
      finish_path(std::nullopt, *line.stroke);
    }
    for (const PlacedBand& band : placed.bands) draw_all(band.band->primitives, {0, band.top});
    check(cairo_status(context_));
  }

  // One overload for each primitive and none for the rest: a new one must not go missing.
  void operator()(const Rectangle& rectangle) {
    outline(rectangle);
    finish_path(rectangle.fill, rectangle.stroke);
  }

  void operator()(const Circle& circle) {
    cairo_new_sub_path(context_);
    cairo_arc(context_, circle.center.x, circle.center.y, circle.radius, 0, 2 * kPi);
    cairo_close_path(context_);
    finish_path(circle.fill, circle.stroke);
  }

  void operator()(const Polyline& line) {
    for (const Point& point : line.points) cairo_line_to(context_, point.x, point.y);
    if (line.closed) cairo_close_path(context_);
    finish_path(line.fill, line.stroke);
  }

  void operator()(const TextRun& run) {
    cairo_set_font_face(context_, faces_.get(run.text.face));
    cairo_set_font_size(context_, run.text.size);
    set_color(run.color);
    const std::vector<cairo_glyph_t> glyphs = glyphs_of(run);
    const int count = static_cast<int>(glyphs.size());
    if (text_as_ == TextAs::Outlines) {
      cairo_glyph_path(context_, glyphs.data(), count);
      cairo_fill(context_);
      return;
    }
    const std::vector<cairo_text_cluster_t> clusters = clusters_of(run.text);
    cairo_show_text_glyphs(context_, run.text.text.data(), static_cast<int>(run.text.text.size()),
                           glyphs.data(), count, clusters.data(), static_cast<int>(clusters.size()),
                           {});
  }

  void operator()(const Artwork& artwork) { paint_artwork(context_, artwork); }

  void operator()(const Use& use) {
    // The contract of Scene; a scene that breaks it could go on for ever.
    if (in_definition_)
      throw Error(Problem{"a definition of the scene uses another definition", {}, {}});
    if (use.definition >= scene_.definitions.size()) {
      throw Error(Problem{"the scene uses a definition that it lacks", {}, {}});
    }
    in_definition_ = true;
    draw_all(scene_.definitions[use.definition].primitives, use.offset);
    in_definition_ = false;
  }

  /// A region is what a pointer or a screen reader finds. Paper has neither.
  void operator()(const Region&) {}

 private:
  void draw_all(const std::vector<Primitive>& primitives, Point offset) {
    cairo_save(context_);
    cairo_translate(context_, offset.x, offset.y);
    for (const Primitive& primitive : primitives) std::visit(*this, primitive);
    cairo_restore(context_);
  }

  void set_color(Color color) {
    cairo_set_source_rgb(context_, color.red / 255.0, color.green / 255.0, color.blue / 255.0);
  }

  void outline(const Rectangle& rectangle) {
    const Rect& box = rectangle.bounds;
    const double radius = std::min({rectangle.radius, box.width / 2, box.height / 2});
    if (radius <= 0) {
      cairo_rectangle(context_, box.x, box.y, box.width, box.height);
      return;
    }
    const double left = box.x + radius;
    const double right = box.right() - radius;
    const double top = box.y + radius;
    const double bottom = box.bottom() - radius;
    cairo_new_sub_path(context_);
    cairo_arc(context_, right, top, radius, -kPi / 2, 0);
    cairo_arc(context_, right, bottom, radius, 0, kPi / 2);
    cairo_arc(context_, left, bottom, radius, kPi / 2, kPi);
    cairo_arc(context_, left, top, radius, kPi, 3 * kPi / 2);
    cairo_close_path(context_);
  }

  void finish_path(const std::optional<Color>& fill, const std::optional<Stroke>& stroke) {
    if (fill) {
      set_color(*fill);
      cairo_fill_preserve(context_);
    }
    // In a PDF a line of no width is one of a device's pixel.
    if (stroke && stroke->width > 0) {
      set_color(stroke->color);
      cairo_set_line_width(context_, stroke->width);
      cairo_set_dash(context_, stroke->dashes.data(), static_cast<int>(stroke->dashes.size()), 0);
      cairo_stroke_preserve(context_);
    }
    cairo_new_path(context_);
  }

  static std::vector<cairo_glyph_t> glyphs_of(const TextRun& run) {
    std::vector<cairo_glyph_t> glyphs;
    glyphs.reserve(run.text.glyphs.size());
    double x = run.origin.x;
    for (const Glyph& glyph : run.text.glyphs) {
      glyphs.push_back({glyph.id, x + glyph.x_offset, run.origin.y + glyph.y_offset});
      x += glyph.advance;
    }
    return glyphs;
  }

  /// Which bytes of the text each glyph, or group of glyphs, stands for. Together they are
  /// the whole text; Cairo checks it.
  static std::vector<cairo_text_cluster_t> clusters_of(const ShapedText& text) {
    std::vector<cairo_text_cluster_t> clusters;
    for (std::size_t i = 0; i < text.glyphs.size();) {
      const std::size_t begin = clusters.empty() ? 0 : text.glyphs[i].cluster;
      std::size_t next = i + 1;
      while (next < text.glyphs.size() && text.glyphs[next].cluster == text.glyphs[i].cluster) {
        ++next;
      }
      const std::size_t end =
          next < text.glyphs.size() ? text.glyphs[next].cluster : text.text.size();
      clusters.push_back({static_cast<int>(end) - static_cast<int>(begin),
                          static_cast<int>(next) - static_cast<int>(i)});
      i = next;
    }
    return clusters;
  }

  cairo_t* context_;
  const Scene& scene_;
  TextAs text_as_;
  Faces faces_;
  bool in_definition_ = false;
};

}  // namespace

void paint(cairo_t* context, const Scene& scene, TextAs text_as) {
  Painter(context, scene, text_as).paint();
}

}  // namespace tviz::cairo
