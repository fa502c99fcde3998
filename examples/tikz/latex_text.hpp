// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tikz {

/// A text as LaTeX code that any engine and encoding takes.
struct LatexText {
  std::string code;
  /// The characters that LaTeX's usual fonts lack; in the code each is \tvizmissing.
  std::vector<char32_t> missing;
};

/// Nothing in the text is left to TeX to interpret: its special characters are commands, a
/// space is one that neither breaks nor joins others, signs are the commands of signs.inc,
/// and a control character is a space.
LatexText latex_text(std::string_view text);

/// A text for a comment: one line, well-formed UTF-8.
std::string comment_text(std::string_view text);

}  // namespace tikz
