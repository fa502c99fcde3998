// SPDX-License-Identifier: MIT
#include "font_face.hpp"

#include <hb-ot.h>

#include <array>
#include <new>

#include "harfbuzz.hpp"
#include "tviz/base/base64.hpp"
#include "tviz/base/error.hpp"

namespace tviz::svg {
namespace {

constexpr std::array<std::string_view, kFaceCount> kFamilies = {"serif", "serif", "serif",
                                                                "sans",  "mono",  "math"};

/// Faces of one family share its name, so that weight and style are attributes.
std::string embedded_family(Typeface typeface, Face face, std::string_view prefix) {
  std::size_t first = 0;
  while (font_file(typeface, static_cast<Face>(first)).family != font_file(typeface, face).family) {
    ++first;
  }
  std::string family(prefix);
  family += '-';
  family += kFamilies.at(first);
  return family;
}

/// Only what the library's own shaping uses; ligatures and alternates would change text
/// that is already measured.
void keep_kerning_only(hb_subset_input_t* input) {
  hb_set_t* features = hb_subset_input_set(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG);
  hb_set_clear(features);
  hb_set_add(features, HB_TAG('k', 'e', 'r', 'n'));
}

/// CFF outlines come in a file that begins "OTTO".
std::string_view media_type(std::string_view font) {
  return font.starts_with("OTTO") ? "font/otf" : "font/ttf";
}

/// What systems have in place of our fonts. Viewers that do not know generic families take any
/// font for one.
std::string_view look_alikes(std::string_view generic) {
  if (generic == "serif") return "'Times New Roman',Times,";
  return generic == "monospace" ? "Menlo,Consolas,'Courier New'," : "Helvetica,Arial,";
}

}  // namespace

std::string font_families(Typeface typeface, Face face, std::string_view prefix) {
  const FontFile& file = font_file(typeface, face);
  std::string families = prefix.empty() ? "" : embedded_family(typeface, face, prefix) + ',';
  families += '\'';
  families += file.family;
  families += "',";
  if (prefix.empty()) families += look_alikes(file.generic);
  families += file.generic;
  return families;
}

std::string subset_font(const FontFile& file, const std::set<char32_t>& characters) {
  const FontFace whole = load_face(file);
  const SubsetInput input(hb_subset_input_create_or_fail());
  if (input == nullptr) throw std::bad_alloc();
  hb_subset_input_set_flags(input.get(), HB_SUBSET_FLAGS_NO_HINTING);
  keep_kerning_only(input.get());
  for (const char32_t character : characters) {
    hb_set_add(hb_subset_input_unicode_set(input.get()), character);
  }
  // For typesetting formulas; it would bring every larger form of a bracket.
  hb_set_add(hb_subset_input_set(input.get(), HB_SUBSET_SETS_DROP_TABLE_TAG), HB_OT_TAG_MATH);
  const FontFace part(hb_subset_or_fail(whole.get(), input.get()));
  if (part == nullptr) {
    Problem problem;
    problem.message = "cannot make a subset of " + std::string(file.family);
    problem.hint = "use the text mode 'outline' or 'system'";
    throw Error(std::move(problem));
  }
  const Blob result(hb_face_reference_blob(part.get()));
  unsigned length = 0;
  const char* data = hb_blob_get_data(result.get(), &length);
  return {data, length};
}

std::string font_face_rule(Typeface typeface, Face face, std::string_view prefix,
                           const std::set<char32_t>& characters) {
  const FontFile& file = font_file(typeface, face);
  const std::string font = subset_font(file, characters);
  std::string rule = "@font-face{font-family:" + embedded_family(typeface, face, prefix);
  if (file.italic) rule += ";font-style:italic";
  if (file.bold) rule += ";font-weight:bold";
  rule += ";src:url(data:";
  rule += media_type(font);
  rule += ";base64,";
  rule += base64(font);
  rule += ")}";
  return rule;
}

}  // namespace tviz::svg
