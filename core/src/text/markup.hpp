// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tviz/text/font.hpp"

namespace tviz {

/// TeX's classes of mathematical atoms, which decide the space between neighbours.
enum class MathClass {
  Ordinary,
  Operator,
  Binary,
  Relation,
  Open,
  Close,
  Punctuation,
  Inner,
};

struct MathAtom;
using MathList = std::vector<MathAtom>;

/// A sign, word, number or group with its scripts.
struct MathAtom {
  std::string text;  ///< Empty for a group, and for scripts that hang on nothing.
  Face face = Face::Serif;
  MathClass math_class = MathClass::Ordinary;
  bool large = false;        ///< Drawn larger than its surroundings, as ∑ and √ are.
  bool after_space = false;  ///< A space stood before it; of use to readers only.
  MathList group;            ///< Instead of a text.
  std::optional<MathList> subscript;
  std::optional<MathList> superscript;
};

/// Reads math markup (see tviz/text/typeset.hpp). Binary operators that lack an operand
/// have become ordinary signs. Throws Error with the column.
MathList parse_math(std::string_view markup);

/// The space between two neighbours in eighteenths of an em, by TeX's rules.
int math_space(MathClass left, MathClass right, bool in_script);

}  // namespace tviz
