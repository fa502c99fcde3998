// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tviz/base/export.hpp"
#include "tviz/base/geometry.hpp"
#include "tviz/text/font.hpp"

namespace tviz {

/// One run of a line with the left end of its baseline, relative to the line's.
struct PlacedText {
  ShapedText run;
  Point origin;
};

/// The size of scripts of small text, of its own: they must be told from it.
inline constexpr double kLargestScript = 0.8;

/// A typeset line. Its baseline is y = 0; ascent and descent are positive.
struct TextLine {
  std::vector<PlacedText> runs;
  double width = 0;
  double ascent = 0;   ///< Height of capitals and ascenders above the baseline.
  double descent = 0;  ///< Depth of what hangs below it, lowered scripts included.
};

/// A line of plain text in one face.
TVIZ_API TextLine typeset(const Fonts& fonts, std::string_view text, Face face, double size);

/// A line of math markup, a small language for labels and formulas:
///   Latin and Greek letters are italic, digits and signs upright;
///   `_` and `^` lower and raise the next character or {group}, smaller;
///   `"text"` is upright text, spaces in it kept, a thin space between it and an operand;
///   `∑`, `√`, `∈`, `⊤`, `×`, `·` ... stand for themselves, in the mathematical face, and
///   `-`, `*` and `'` for minus, asterisk operator and prime;
///   relations (= ∈ ≈ → ←) and binary operators (+ − · ×) between operands get the space
///   that TeX gives them (5/18 and 4/18 em, none in scripts), a comma a thin one after it;
///   other spaces only separate.
/// Throws Error with the column on an unclosed brace or quote, a brace too many, a script
/// without content, a second script of a kind, and on more than 16 nested groups.
TVIZ_API TextLine typeset_math(const Fonts& fonts, std::string_view markup, double size);

/// The markup's text without its layout, for screen readers and searches: "x_{3}" is "x_3".
TVIZ_API std::string plain_math(std::string_view markup);

/// Breaks plain text at spaces into lines no wider than `width`; a longer word stands alone.
TVIZ_API std::vector<std::string> wrap(const Fonts& fonts, std::string_view text, Face face,
                                       double size, double width);

/// Breaks markup before relations and binary operators (`=`, `+`, `·`, ...) so that each line,
/// after the first indented by one em, is no wider than `width` if that is possible. Brackets are
/// kept together unless a line is too wide with them; those inside other brackets, always.
TVIZ_API std::vector<TextLine> wrap_math(const Fonts& fonts, std::string_view markup, double size,
                                         double width);

/// `text` shortened with "…" so that it is no wider than `width`.
TVIZ_API std::string elide(const Fonts& fonts, std::string_view text, Face face, double size,
                           double width);

}  // namespace tviz
