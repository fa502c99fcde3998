// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "tviz/text/font.hpp"

namespace tviz::svg {

/// The value of font-family for a face. With a prefix, the embedded family of that
/// prefix comes first; then the installed family and the generic one.
std::string font_families(Typeface typeface, Face face, std::string_view prefix);

/// The font with no more than these characters and what kerns them: an OpenType file.
/// Throws Error if the font cannot be cut.
std::string subset_font(const FontFile& file, const std::set<char32_t>& characters);

/// An @font-face rule that embeds the face's subset under the prefix's family.
std::string font_face_rule(Typeface typeface, Face face, std::string_view prefix,
                           const std::set<char32_t>& characters);

}  // namespace tviz::svg
