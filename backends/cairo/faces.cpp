// SPDX-License-Identifier: MIT
#include "faces.hpp"

#include <cairo-ft.h>
#include <ft2build.h>
#include FT_FREETYPE_H

#include <string>
#include <utility>

#include "tviz/base/error.hpp"

namespace tviz::cairo {
namespace {

using Library = std::unique_ptr<FT_LibraryRec_, Destroy<FT_Done_FreeType>>;

void check_freetype(FT_Error error, const FontFile& file) {
  if (error == 0) return;
  Problem problem;
  problem.message.append("FreeType cannot open the font '").append(file.family).append("'");
  throw Error(std::move(problem));
}

void destroy_library(void* library) { FT_Done_FreeType(static_cast<FT_Library>(library)); }

/// Cairo keeps fonts for later, past the end of the surface and in a cache that all threads
/// share. So each face has a FreeType library to itself, which goes when Cairo lets go of
/// the face, on whichever thread that is.
FontFace open(const FontFile& file) {
  FT_Library raw_library = nullptr;
  check_freetype(FT_Init_FreeType(&raw_library), file);
  Library library(raw_library);
  FT_Face face = nullptr;
  check_freetype(
      FT_New_Memory_Face(library.get(), reinterpret_cast<const FT_Byte*>(file.bytes.data()),
                         static_cast<FT_Long>(file.bytes.size()), 0, &face),
      file);
  FontFace font_face(cairo_ft_font_face_create_for_ft_face(face, FT_LOAD_NO_HINTING));
  check(cairo_font_face_status(font_face.get()));
  static const cairo_user_data_key_t kLibraryKey{};
  check(
      cairo_font_face_set_user_data(font_face.get(), &kLibraryKey, library.get(), destroy_library));
  static_cast<void>(library.release());
  return font_face;
}

}  // namespace

cairo_font_face_t* Faces::get(Face face) {
  const FontFile& file = font_file(typeface_, face);
  FontFace& font_face = opened_[&file];
  if (!font_face) font_face = open(file);
  return font_face.get();
}

}  // namespace tviz::cairo
