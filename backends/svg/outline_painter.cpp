// SPDX-License-Identifier: MIT
#include <cmath>
#include <map>

#include "font_face.hpp"
#include "harfbuzz.hpp"
#include "text_painter.hpp"
#include "tviz/scene/number.hpp"

namespace tviz::svg {
namespace {

/// Turns font units, which go up, into pixels, which go down.
struct Pen {
  Notation path;
  double scale = 1;

  void add(float x, float y) {
    path.number(static_cast<double>(x) * scale).number(static_cast<double>(-y) * scale);
  }
};

Pen& pen_of(void* data) { return *static_cast<Pen*>(data); }

void move_to(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float x, float y, void*) {
  pen_of(data).path.word("M");
  pen_of(data).add(x, y);
}

void line_to(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float x, float y, void*) {
  pen_of(data).path.word("L");
  pen_of(data).add(x, y);
}

void quadratic_to(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float control_x, float control_y,
                  float x, float y, void*) {
  pen_of(data).path.word("Q");
  pen_of(data).add(control_x, control_y);
  pen_of(data).add(x, y);
}

void cubic_to(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float first_x, float first_y,
              float second_x, float second_y, float x, float y, void*) {
  pen_of(data).path.word("C");
  pen_of(data).add(first_x, first_y);
  pen_of(data).add(second_x, second_y);
  pen_of(data).add(x, y);
}

void close_path(hb_draw_funcs_t*, void* data, hb_draw_state_t*, void*) {
  pen_of(data).path.word("Z");
}

DrawFunctions make_draw_functions() {
  DrawFunctions functions(hb_draw_funcs_create());
  hb_draw_funcs_set_move_to_func(functions.get(), move_to, nullptr, nullptr);
  hb_draw_funcs_set_line_to_func(functions.get(), line_to, nullptr, nullptr);
  hb_draw_funcs_set_quadratic_to_func(functions.get(), quadratic_to, nullptr, nullptr);
  hb_draw_funcs_set_cubic_to_func(functions.get(), cubic_to, nullptr, nullptr);
  hb_draw_funcs_set_close_path_func(functions.get(), close_path, nullptr, nullptr);
  return functions;
}

/// A glyph at a size. Sizes count in thousandths, as they are written.
struct SizedGlyph {
  Face face;
  std::int64_t size;
  std::uint32_t glyph;
  friend auto operator<=>(const SizedGlyph&, const SizedGlyph&) = default;
};

SizedGlyph sized(const ShapedText& text, const Glyph& glyph) {
  return {text.face, std::llround(text.size * 1000), glyph.id};
}

struct Outline {
  Notation path;
  std::int64_t number = 0;  ///< Of its id.

  bool empty() const { return path.text().empty(); }
};

/// Writes each glyph's outline once for each size and then refers to it: a tenth of the
/// bytes of an outline for every letter.
class OutlinePainter final : public TextPainter {
 public:
  explicit OutlinePainter(const TextPlan& plan) : prefix_(plan.prefix), typeface_(plan.typeface) {
    const DrawFunctions functions = make_draw_functions();
    std::map<Face, Font> fonts;
    for (const TextRun* run : plan.runs) {
      Font& font = fonts[run->text.face];
      if (font == nullptr) {
        font = Font(hb_font_create(load_face(font_file(typeface_, run->text.face)).get()));
      }
      for (const Glyph& glyph : run->text.glyphs) {
        const auto [place, added] = outlines_.try_emplace(sized(run->text, glyph));
        if (added) place->second.path = draw_glyph(font, functions, run->text.size, glyph.id);
      }
    }
    std::int64_t number = 0;
    for (auto& [glyph, outline] : outlines_) outline.number = number++;
  }

  std::string style_sheet() const override { return {}; }

  void define(XmlWriter& xml) const override {
    for (const auto& [glyph, outline] : outlines_) {
      if (outline.empty()) continue;
      xml.open("path").attribute("id", id(outline)).attribute("d", outline.path).close();
    }
  }

  void open_group(XmlWriter& xml, const TextLook& look) const override {
    xml.open("g").attribute("fill", look.color);
  }

  void draw(XmlWriter& xml, const TextRun& run, const TextLook* group) const override {
    xml.open("g").attribute("transform", translation(run.origin));
    if (group == nullptr || group->color != run.color) xml.attribute("fill", run.color);
    xml.attribute("aria-label", run.text.text);
    double x = 0;
    for (const Glyph& glyph : run.text.glyphs) {
      const auto found = outlines_.find(sized(run.text, glyph));
      if (found != outlines_.end() && !found->second.empty()) {
        xml.open("use").attribute("href", '#' + id(found->second));
        if (x + glyph.x_offset != 0) xml.attribute("x", x + glyph.x_offset);
        if (glyph.y_offset != 0) xml.attribute("y", glyph.y_offset);
        xml.close();
      }
      x += glyph.advance;
    }
    xml.close();
  }

  std::string families(Face face) const override { return font_families(typeface_, face, {}); }

 private:
  static Notation draw_glyph(const Font& font, const DrawFunctions& functions, double size,
                             std::uint32_t glyph) {
    Pen pen;
    pen.scale = size / static_cast<double>(hb_face_get_upem(hb_font_get_face(font.get())));
    hb_font_get_glyph_shape(font.get(), glyph, functions.get(), &pen);
    return std::move(pen.path);
  }

  std::string id(const Outline& outline) const {
    std::string text = prefix_ + "-g";
    append_number(text, outline.number);
    return text;
  }

  std::string prefix_;
  Typeface typeface_;
  std::map<SizedGlyph, Outline> outlines_;
};

}  // namespace

std::unique_ptr<TextPainter> make_outline_painter(const TextPlan& plan) {
  return std::make_unique<OutlinePainter>(plan);
}

}  // namespace tviz::svg
