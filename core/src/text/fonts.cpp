// SPDX-License-Identifier: MIT
#include <hb-ot.h>
#include <hb.h>

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <utility>

#include "text/utf8.hpp"
#include "tviz/base/destroy.hpp"
#include "tviz/text/font.hpp"

namespace tviz {
namespace {

using Blob = std::unique_ptr<hb_blob_t, Destroy<hb_blob_destroy>>;
using FontFace = std::unique_ptr<hb_face_t, Destroy<hb_face_destroy>>;
using Font = std::unique_ptr<hb_font_t, Destroy<hb_font_destroy>>;
using Buffer = std::unique_ptr<hb_buffer_t, Destroy<hb_buffer_destroy>>;

/// The order in which faces are asked for a character that the wanted face lacks.
constexpr std::array kFallbacks{Face::Math,      Face::Serif, Face::Sans,
                                Face::SerifBold, Face::Mono,  Face::SerifItalic};

std::size_t index_of(Face face) { return static_cast<std::size_t>(face); }

/// In font units, so that nothing is rounded and every size is a multiplication.
Font make_font(std::string_view bytes) {
  const Blob blob(hb_blob_create(bytes.data(), static_cast<unsigned>(bytes.size()),
                                 HB_MEMORY_MODE_READONLY, nullptr, nullptr));
  const FontFace face(hb_face_create(blob.get(), 0));
  Font font(hb_font_create(face.get()));
  hb_ot_font_set_funcs(font.get());
  const int units_per_em = static_cast<int>(hb_face_get_upem(face.get()));
  hb_font_set_scale(font.get(), units_per_em, units_per_em);
  hb_font_make_immutable(font.get());
  return font;
}

double pixels_per_unit(hb_font_t* font, double size) {
  return size / static_cast<double>(hb_face_get_upem(hb_font_get_face(font)));
}

bool has_glyph(hb_font_t* font, char32_t character) {
  hb_codepoint_t glyph = 0;
  return hb_font_get_nominal_glyph(font, character, &glyph) != 0;
}

/// Language, script and direction are given, not guessed: what is guessed depends on the
/// machine's locale or on a neighbouring character.
Buffer make_buffer(std::string_view text) {
  Buffer buffer(hb_buffer_create());
  hb_buffer_set_cluster_level(buffer.get(), HB_BUFFER_CLUSTER_LEVEL_CHARACTERS);
  hb_buffer_set_direction(buffer.get(), HB_DIRECTION_LTR);
  hb_buffer_set_script(buffer.get(), HB_SCRIPT_LATIN);
  hb_buffer_set_language(buffer.get(), hb_language_from_string("en", -1));
  const int length = static_cast<int>(text.size());
  hb_buffer_add_utf8(buffer.get(), text.data(), length, 0, length);
  return buffer;
}

void run_shaper(hb_font_t* font, hb_buffer_t* buffer) {
  constexpr auto everywhere = HB_FEATURE_GLOBAL_END;
  constexpr std::array<hb_feature_t, 4> kFeatures{
      {{HB_TAG('k', 'e', 'r', 'n'), 1, HB_FEATURE_GLOBAL_START, everywhere},
       {HB_TAG('l', 'i', 'g', 'a'), 0, HB_FEATURE_GLOBAL_START, everywhere},
       {HB_TAG('c', 'l', 'i', 'g'), 0, HB_FEATURE_GLOBAL_START, everywhere},
       {HB_TAG('c', 'a', 'l', 't'), 0, HB_FEATURE_GLOBAL_START, everywhere}}};
  hb_shape(font, buffer, kFeatures.data(), static_cast<unsigned>(kFeatures.size()));
  if (!hb_buffer_allocation_successful(buffer)) throw std::bad_alloc();
}

ShapedText shape_run(hb_font_t* font, std::string_view text, Face face, double size) {
  const Buffer buffer = make_buffer(text);
  run_shaper(font, buffer.get());
  unsigned count = 0;
  const hb_glyph_info_t* infos = hb_buffer_get_glyph_infos(buffer.get(), &count);
  const hb_glyph_position_t* positions = hb_buffer_get_glyph_positions(buffer.get(), &count);

  const double scale = pixels_per_unit(font, size);
  ShapedText shaped{face, size, std::string(text), {}, 0};
  shaped.glyphs.reserve(count);
  double units = 0;
  for (unsigned i = 0; i < count; ++i) {
    shaped.glyphs.push_back({infos[i].codepoint, infos[i].cluster, positions[i].x_advance * scale,
                             positions[i].x_offset * scale, -positions[i].y_offset * scale});
    units += positions[i].x_advance;
  }
  shaped.width = units * scale;
  return shaped;
}

}  // namespace

struct Fonts::Faces {
  std::array<Font, kFaceCount> fonts;

  hb_font_t* font(Face face) const { return fonts.at(index_of(face)).get(); }

  /// The box of a glyph's ink in font units. To get it an outline must be run through, so
  /// each is looked at once.
  hb_glyph_extents_t ink(Face face, hb_codepoint_t glyph) const {
    const std::lock_guard lock(ink_mutex);
    const auto [known, is_new] = ink_boxes.try_emplace({face, glyph});
    if (is_new) hb_font_get_glyph_extents(font(face), glyph, &known->second);
    return known->second;
  }

  /// The ink of the first of these characters that the face has.
  hb_glyph_extents_t ink_of_first(Face face, std::u32string_view characters) const {
    for (const char32_t character : characters) {
      hb_codepoint_t glyph = 0;
      if (hb_font_get_nominal_glyph(font(face), character, &glyph)) return ink(face, glyph);
    }
    return {};
  }

  Face face_for(char32_t character, Face wanted) const {
    if (has_glyph(font(wanted), character)) return wanted;
    const auto found = std::find_if(kFallbacks.begin(), kFallbacks.end(), [&](Face fallback) {
      return has_glyph(font(fallback), character);
    });
    return found == kFallbacks.end() ? wanted : *found;
  }

  mutable std::mutex ink_mutex;
  mutable std::map<std::pair<Face, hb_codepoint_t>, hb_glyph_extents_t> ink_boxes;
};

Fonts::Fonts(Typeface typeface) : typeface_(typeface) {
  auto faces = std::make_unique<Faces>();
  for (std::size_t i = 0; i < kFaceCount; ++i) {
    faces->fonts.at(i) = make_font(font_file(typeface, static_cast<Face>(i)).bytes);
  }
  faces_ = std::move(faces);
}

Fonts::~Fonts() = default;

std::vector<ShapedText> Fonts::shape(std::string_view text, Face face, double size) const {
  const std::string clean = clean_text(text);
  std::vector<ShapedText> runs;
  std::size_t start = 0;
  Face current = face;
  const auto finish = [&](std::size_t end) {
    if (end == start) return;
    const std::string_view run = std::string_view(clean).substr(start, end - start);
    runs.push_back(shape_run(faces_->font(current), run, current, size));
    start = end;
  };
  for (std::size_t at = 0; at < clean.size();) {
    const DecodedCharacter character = decode_character(clean, at);
    const Face needed = faces_->face_for(character.value, face);
    if (needed != current) finish(at);
    current = needed;
    at += character.length;
  }
  finish(clean.size());
  return runs;
}

double Fonts::width(std::string_view text, Face face, double size) const {
  double sum = 0;
  for (const ShapedText& run : shape(text, face, size)) sum += run.width;
  return sum;
}

bool Fonts::has(char32_t character) const {
  return std::any_of(faces_->fonts.begin(), faces_->fonts.end(),
                     [&](const Font& font) { return has_glyph(font.get(), character); });
}

FaceMetrics Fonts::metrics(Face face) const {
  const double scale = pixels_per_unit(faces_->font(face), 1);
  // Not the font's own ascender, which is the top of its tallest accented capital. The
  // mathematical face has no letters; its brackets are as high.
  const hb_glyph_extents_t high = faces_->ink_of_first(face, U"d(");
  const hb_glyph_extents_t deep = faces_->ink_of_first(face, U"p(");
  return {high.y_bearing * scale, -(deep.y_bearing + deep.height) * scale};
}

Rect Fonts::ink(const ShapedText& text) const {
  const double scale = pixels_per_unit(faces_->font(text.face), text.size);
  std::optional<Rect> all;
  double pen = 0;
  for (const Glyph& glyph : text.glyphs) {
    const hb_glyph_extents_t extents = faces_->ink(text.face, glyph.id);
    if (extents.width > 0) {
      // The height of a glyph's box is negative, since its bearing is the top.
      const double left = pen + glyph.x_offset + extents.x_bearing * scale;
      const double top = glyph.y_offset - extents.y_bearing * scale;
      const Rect box{left, top, extents.width * scale, -extents.height * scale};
      all = all ? united(*all, box) : box;
    }
    pen += glyph.advance;
  }
  return all.value_or(Rect{});
}

Overhang Fonts::overhang(const ShapedText& text) const {
  const Rect box = ink(text);
  return {std::max(0.0, -box.x), std::max(0.0, box.right() - text.width)};
}

}  // namespace tviz
