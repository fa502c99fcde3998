// SPDX-License-Identifier: MIT
#include "latex_text.hpp"

#include <algorithm>
#include <array>
#include <tviz/scene/utf8.hpp>

namespace tikz {
namespace {

struct Sign {
  char32_t character;
  std::string_view code;
};

constexpr std::array kSigns = std::to_array<Sign>({
#include "signs.inc"
});

constexpr bool comes_before(const Sign& a, const Sign& b) { return a.character < b.character; }
static_assert(std::is_sorted(kSigns.begin(), kSigns.end(), comes_before));

/// Nothing if the character is no sign of the table.
std::string_view sign(char32_t character) {
  const auto* const found =
      std::lower_bound(kSigns.begin(), kSigns.end(), Sign{character, {}}, comes_before);
  return found != kSigns.end() && found->character == character ? found->code : std::string_view{};
}

bool is_control(char32_t character) {
  return character < ' ' || (character >= 0x7F && character < 0xA0);
}

/// Whether LaTeX knows the character as it stands, in a file of UTF-8.
bool is_plain(char32_t character) {
  constexpr std::u32string_view kNotInT1 = U"ĦħĸĿŀŉŦŧ";
  if (character < 0x7F) return true;
  return character >= U'À' && character <= U'ž' &&
         kNotInT1.find(character) == std::u32string_view::npos;
}

/// Whether TeX would join the two to one sign: "--" to a dash, ",," to a quotation mark. (Letters
/// such as "fi" may join, as everywhere in the author's text.)
bool would_join(std::string_view code, char32_t next) {
  return (next == '-' || next == ',') && code.ends_with(static_cast<char>(next));
}

}  // namespace

LatexText latex_text(std::string_view text) {
  LatexText latex;
  while (!text.empty()) {
    const std::string_view rest = text;
    const char32_t character = tviz::take_character(text);
    if (would_join(latex.code, character)) latex.code += "{}";
    if (is_control(character)) {
      latex.code += '~';
    } else if (const std::string_view code = sign(character); !code.empty()) {
      latex.code += code;
    } else if (is_plain(character)) {
      latex.code += rest.substr(0, rest.size() - text.size());
    } else {
      latex.code += R"(\tvizmissing{})";
      latex.missing.push_back(character);
    }
  }
  return latex;
}

std::string comment_text(std::string_view text) {
  std::string comment;
  while (!text.empty()) {
    const std::string_view rest = text;
    const char32_t character = tviz::take_character(text);
    if (is_control(character)) {
      comment += ' ';
    } else if (character == 0xFFFD) {
      comment += "\uFFFD";
    } else {
      comment += rest.substr(0, rest.size() - text.size());
    }
  }
  return comment;
}

}  // namespace tikz
