// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/export.hpp"
#include "tviz/base/geometry.hpp"

namespace tviz {

/// The parts that text plays in a figure: labels, formulas and titles are of the first three
/// whatever the typeface, notes are Sans, names of hooks Mono, mathematical signs Math.
enum class Face : std::uint8_t { Serif, SerifItalic, SerifBold, Sans, Mono, Math };
/// How many faces there are.
inline constexpr std::size_t kFaceCount = 6;

/// The typeface of a paper, which decides the fonts behind the faces of its figures. In Sans the
/// faces Serif, SerifItalic and SerifBold have no serifs.
enum class Typeface : std::uint8_t { Times, ComputerModern, Sans };

/// The names of the typefaces in themes and options: "times", "computer-modern", "sans".
TVIZ_API std::vector<std::string> typeface_names();
/// The name of a typeface.
TVIZ_API std::string_view name_of(Typeface typeface);

/// A built-in font: a subset of the original, made when the library is built, with Latin, Greek,
/// punctuation, arrows and mathematical signs. Bytes and names live as long as the library.
struct FontFile {
  std::string_view family;   ///< As installed systems know it: "TeX Gyre Termes".
  std::string_view generic;  ///< CSS generic family: "serif", "sans-serif", "monospace".
  bool italic = false;
  bool bold = false;
  std::string_view bytes;  ///< OpenType.
};

/// The font file of a face. Faces that share a file give the same object.
TVIZ_API const FontFile& font_file(Typeface typeface, Face face);

/// A glyph of shaped text; lengths in pixels.
struct Glyph {
  std::uint32_t id = 0;
  std::uint32_t cluster = 0;  ///< Byte offset of its character in the text.
  double advance = 0;
  double x_offset = 0;
  double y_offset = 0;  ///< Downwards.
};

/// Shaped text of one face and size. The origin is the left end of the baseline.
struct ShapedText {
  Face face = Face::Serif;
  double size = 0;
  std::string text;
  std::vector<Glyph> glyphs;
  double width = 0;
};

/// Heights of a face's letters for a size of 1; both are positive.
struct FaceMetrics {
  double ascent = 0;   ///< Of letters such as d and H.
  double descent = 0;  ///< Of letters such as p.
};

/// How far ink reaches out of the space from the origin to the width, as italics do. In
/// pixels, not negative.
struct Overhang {
  double left = 0;
  double right = 0;
};

/// Shapes text with HarfBuzz, unhinted and with kerning but no ligatures: widths are
/// linear in the size, and the same whatever draws the text. Safe for use from many
/// threads at once.
class TVIZ_API Fonts {
 public:
  /// Opens the faces of a typeface.
  explicit Fonts(Typeface typeface = Typeface::Times);
  ~Fonts();
  Fonts(const Fonts&) = delete;
  Fonts& operator=(const Fonts&) = delete;

  /// The typeface of these faces.
  Typeface typeface() const { return typeface_; }

  /// `text` in runs: a character that `face` lacks comes from the first other face of the
  /// typeface that has it (Math first), else it stays in `face` as its missing-glyph box.
  /// Invalid UTF-8 becomes U+FFFD; control characters become spaces.
  std::vector<ShapedText> shape(std::string_view text, Face face, double size) const;
  /// Sum of the widths of shape().
  double width(std::string_view text, Face face, double size) const;
  /// Whether any face has the character.
  bool has(char32_t character) const;
  /// Heights of the letters of a face.
  FaceMetrics metrics(Face face) const;
  /// The box around the ink of a run, relative to its origin; of no extent if there is none.
  Rect ink(const ShapedText& text) const;
  /// How far the ink of a run reaches out of its width.
  Overhang overhang(const ShapedText& text) const;

 private:
  struct Faces;
  Typeface typeface_;
  std::unique_ptr<const Faces> faces_;
};

}  // namespace tviz
