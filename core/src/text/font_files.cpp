// SPDX-License-Identifier: MIT
// Which file stands behind each face of a typeface.
#include <algorithm>
#include <array>
#include <cstddef>

#include "tviz/text/font.hpp"

extern "C" {
extern const char tviz_font_termes_begin[];
extern const char tviz_font_termes_end[];
extern const char tviz_font_termes_italic_begin[];
extern const char tviz_font_termes_italic_end[];
extern const char tviz_font_termes_bold_begin[];
extern const char tviz_font_termes_bold_end[];
extern const char tviz_font_termes_math_begin[];
extern const char tviz_font_termes_math_end[];
extern const char tviz_font_roman_begin[];
extern const char tviz_font_roman_end[];
extern const char tviz_font_roman_italic_begin[];
extern const char tviz_font_roman_italic_end[];
extern const char tviz_font_roman_bold_begin[];
extern const char tviz_font_roman_bold_end[];
extern const char tviz_font_modern_sans_begin[];
extern const char tviz_font_modern_sans_end[];
extern const char tviz_font_modern_mono_begin[];
extern const char tviz_font_modern_mono_end[];
extern const char tviz_font_modern_math_begin[];
extern const char tviz_font_modern_math_end[];
extern const char tviz_font_inter_begin[];
extern const char tviz_font_inter_end[];
extern const char tviz_font_inter_italic_begin[];
extern const char tviz_font_inter_italic_end[];
extern const char tviz_font_inter_bold_begin[];
extern const char tviz_font_inter_bold_end[];
extern const char tviz_font_dejavu_sans_begin[];
extern const char tviz_font_dejavu_sans_end[];
extern const char tviz_font_dejavu_mono_begin[];
extern const char tviz_font_dejavu_mono_end[];
}

namespace tviz {
namespace {

constexpr std::array<std::string_view, 3> kTypefaceNames{"times", "computer-modern", "sans"};

std::string_view bytes_between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

std::vector<std::string> typeface_names() { return {kTypefaceNames.begin(), kTypefaceNames.end()}; }

std::string_view name_of(Typeface typeface) {
  return kTypefaceNames.at(static_cast<std::size_t>(typeface));
}

const FontFile& font_file(Typeface typeface, Face face) {
  static const FontFile kTermes{"TeX Gyre Termes", "serif", false, false,
                                bytes_between(tviz_font_termes_begin, tviz_font_termes_end)};
  static const FontFile kTermesItalic{
      "TeX Gyre Termes", "serif", true, false,
      bytes_between(tviz_font_termes_italic_begin, tviz_font_termes_italic_end)};
  static const FontFile kTermesBold{
      "TeX Gyre Termes", "serif", false, true,
      bytes_between(tviz_font_termes_bold_begin, tviz_font_termes_bold_end)};
  static const FontFile kTermesMath{
      "TeX Gyre Termes Math", "serif", false, false,
      bytes_between(tviz_font_termes_math_begin, tviz_font_termes_math_end)};
  static const FontFile kRoman{"Latin Modern Roman", "serif", false, false,
                               bytes_between(tviz_font_roman_begin, tviz_font_roman_end)};
  static const FontFile kRomanItalic{
      "Latin Modern Roman", "serif", true, false,
      bytes_between(tviz_font_roman_italic_begin, tviz_font_roman_italic_end)};
  static const FontFile kRomanBold{
      "Latin Modern Roman", "serif", false, true,
      bytes_between(tviz_font_roman_bold_begin, tviz_font_roman_bold_end)};
  static const FontFile kModernSans{
      "Latin Modern Sans", "sans-serif", false, false,
      bytes_between(tviz_font_modern_sans_begin, tviz_font_modern_sans_end)};
  static const FontFile kModernMono{
      "Latin Modern Mono", "monospace", false, false,
      bytes_between(tviz_font_modern_mono_begin, tviz_font_modern_mono_end)};
  static const FontFile kModernMath{
      "Latin Modern Math", "serif", false, false,
      bytes_between(tviz_font_modern_math_begin, tviz_font_modern_math_end)};
  static const FontFile kInter{"Inter", "sans-serif", false, false,
                               bytes_between(tviz_font_inter_begin, tviz_font_inter_end)};
  static const FontFile kInterItalic{
      "Inter", "sans-serif", true, false,
      bytes_between(tviz_font_inter_italic_begin, tviz_font_inter_italic_end)};
  static const FontFile kInterBold{
      "Inter", "sans-serif", false, true,
      bytes_between(tviz_font_inter_bold_begin, tviz_font_inter_bold_end)};
  static const FontFile kDejavuSans{
      "DejaVu Sans", "sans-serif", false, false,
      bytes_between(tviz_font_dejavu_sans_begin, tviz_font_dejavu_sans_end)};
  static const FontFile kDejavuMono{
      "DejaVu Sans Mono", "monospace", false, false,
      bytes_between(tviz_font_dejavu_mono_begin, tviz_font_dejavu_mono_end)};
  using FaceFiles = std::array<const FontFile*, kFaceCount>;
  static const std::array<FaceFiles, kTypefaceNames.size()> kFiles{{
      {&kTermes, &kTermesItalic, &kTermesBold, &kInter, &kDejavuMono, &kTermesMath},
      {&kRoman, &kRomanItalic, &kRomanBold, &kModernSans, &kModernMono, &kModernMath},
      {&kInter, &kInterItalic, &kInterBold, &kInter, &kDejavuMono, &kDejavuSans},
  }};
  return *kFiles.at(static_cast<std::size_t>(typeface)).at(static_cast<std::size_t>(face));
}

}  // namespace tviz
