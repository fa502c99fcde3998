// SPDX-License-Identifier: MIT
#include "tviz/text/typeset.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <utility>

#include "text/markup.hpp"
#include "text/utf8.hpp"

namespace tviz {
namespace {

/// Sizes of text, scripts, and scripts of scripts, which like TeX's shrink no further.
constexpr std::array kLevelSizes{1.0, 0.66, 0.5};
/// Scripts are no smaller than this, in pixels: 6 pt in print.
constexpr double kLeastScript = 8;
/// Shifts of scripts, in ems of what they hang on.
constexpr double kLowered = 0.22;
constexpr double kRaised = 0.36;
/// After scripts, in ems: TeX's \scriptspace for a text of ten points.
constexpr double kScriptSpace = 0.05;
/// Before a subscript, in ems, where letters reach over their widths: those of Latin Modern's
/// italic do, unlike the letters in which TeX sets formulas.
constexpr double kSubscriptSpace = 0.05;
constexpr double kLargeSize = 1.2;
/// Height of the axis on which signs are centred, in ems.
constexpr double kAxis = 0.25;

bool is_italic(const MathAtom& atom) {
  return atom.face == Face::SerifItalic && !atom.text.empty();
}

bool has_scripts(const MathAtom& atom) { return atom.subscript || atom.superscript; }

/// Sets atoms side by side at a pen, which moves to the right.
class MathSetter {
 public:
  MathSetter(const Fonts& fonts, double size)
      : fonts_(fonts),
        size_(size),
        subscript_space_(fonts.typeface() == Typeface::ComputerModern ? kSubscriptSpace : 0),
        heights_(fonts.metrics(Face::Serif)) {}

  TextLine line(std::span<const MathAtom> atoms, double indent) {
    line_ = {};
    cover(size_, 0);
    line_.width = set_list(atoms, 0, {indent, 0});
    return std::move(line_);
  }

 private:
  double size_at(std::size_t level) const {
    const double size = size_ * kLevelSizes.at(std::min(level, kLevelSizes.size() - 1));
    // Smaller text than scripts may be is not for reading: its lengths are ems.
    if (size_ < kLeastScript) return size;
    return std::max(size, std::min(kLargestScript * size_, kLeastScript));
  }

  /// Each set_ returns the x at which the next thing may start.
  double set_list(std::span<const MathAtom> atoms, std::size_t level, Point pen) {
    const double em = size_at(level);
    for (std::size_t i = 0; i < atoms.size(); ++i) {
      const MathAtom* before = i > 0 ? &atoms[i - 1] : nullptr;
      const MathAtom* after = i + 1 < atoms.size() ? &atoms[i + 1] : nullptr;
      if (before) {
        pen.x += em / 18 * math_space(before->math_class, atoms[i].math_class, level > 0);
      }
      pen.x = set_atom(atoms[i], before, after, level, pen);
    }
    return pen.x;
  }

  double set_atom(const MathAtom& atom, const MathAtom* before, const MathAtom* after,
                  std::size_t level, Point pen) {
    Overhang lean;
    if (atom.text.empty()) {
      pen.x = set_list(atom.group, level, pen);
    } else {
      const auto runs = shape(atom, level);
      if (is_italic(atom))
        lean = {fonts_.overhang(runs.front()).left, fonts_.overhang(runs.back()).right};
      // Italics reach into what stands beside them, which is wanted only among themselves.
      if (!before || !is_italic(*before) || has_scripts(*before)) pen.x += lean.left;
      pen.x = place(runs, pen, atom.large);
    }
    if (has_scripts(atom)) return set_scripts(atom, level, pen, lean.right);
    return after && is_italic(*after) ? pen.x : pen.x + lean.right;
  }

  /// A letter leans away from its subscript and towards its superscript.
  double set_scripts(const MathAtom& atom, std::size_t level, Point pen, double lean) {
    const double em = size_at(level);
    double right = pen.x;
    if (atom.subscript) {
      const double space = is_italic(atom) ? subscript_space_ * em : 0;
      right = set_list(*atom.subscript, level + 1, {pen.x + space, pen.y + kLowered * em});
    }
    if (atom.superscript) {
      const Point raised{pen.x + lean, pen.y - kRaised * em};
      right = std::max(right, set_list(*atom.superscript, level + 1, raised));
    }
    return right + kScriptSpace * em;
  }

  std::vector<ShapedText> shape(const MathAtom& atom, std::size_t level) const {
    return fonts_.shape(atom.text, atom.face, size_at(level) * (atom.large ? kLargeSize : 1));
  }

  double place(const std::vector<ShapedText>& runs, Point pen, bool large) {
    for (const ShapedText& run : runs) {
      // A sign that grows stays centred on the axis.
      const double y = large ? pen.y + kAxis * run.size * (1 - 1 / kLargeSize) : pen.y;
      cover(run.size, y);
      line_.runs.push_back({run, {pen.x, y}});
      pen.x += run.width;
    }
    return pen.x;
  }

  void cover(double size, double y) {
    line_.ascent = std::max(line_.ascent, heights_.ascent * size - y);
    line_.descent = std::max(line_.descent, heights_.descent * size + y);
  }

  const Fonts& fonts_;
  double size_;
  double subscript_space_;
  FaceMetrics heights_;  ///< For all faces, so that a sign from another one moves no line.
  TextLine line_;
};

bool needs_space(const MathAtom& left, const MathAtom& right, bool in_script) {
  return right.after_space || math_space(left.math_class, right.math_class, in_script) > 0;
}

void append_plain(std::string& plain, const MathList& list, bool in_script);

/// A script, bracketed unless it is one word.
void append_script(std::string& plain, char sign, const std::optional<MathList>& script) {
  if (!script) return;
  const bool word = script->size() == 1 && !has_scripts(script->front());
  plain += sign;
  if (!word) plain += '(';
  append_plain(plain, *script, true);
  if (!word) plain += ')';
}

void append_plain(std::string& plain, const MathList& list, bool in_script) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    const MathAtom& atom = list[i];
    if (i > 0 && needs_space(list[i - 1], atom, in_script)) plain += ' ';
    plain += atom.text;
    append_plain(plain, atom.group, in_script);
    append_script(plain, '_', atom.subscript);
    append_script(plain, '^', atom.superscript);
  }
}

/// Where a line may end: before relations and binary operators that stand in no more than so many
/// brackets, and at the formula's end.
std::vector<std::size_t> line_ends(const MathList& list, int brackets) {
  std::vector<std::size_t> ends;
  int depth = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const MathClass c = list[i].math_class;
    if (c == MathClass::Open) ++depth;
    if (c == MathClass::Close) --depth;
    const bool breakable = c == MathClass::Relation || c == MathClass::Binary;
    if (i > 0 && depth <= brackets && breakable) ends.push_back(i);
  }
  if (!list.empty()) ends.push_back(list.size());
  return ends;
}

std::vector<std::string> words_of(std::string_view text) {
  const std::string clean = clean_text(text);
  std::vector<std::string> words;
  for (std::size_t start = 0; start < clean.size();) {
    const std::size_t end = std::min(clean.find(' ', start), clean.size());
    if (end > start) words.push_back(clean.substr(start, end - start));
    start = end + 1;
  }
  return words;
}

/// The byte offsets at which characters start.
std::vector<std::size_t> character_starts(std::string_view text) {
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < text.size(); at += decode_character(text, at).length) {
    starts.push_back(at);
  }
  return starts;
}

}  // namespace

TextLine typeset(const Fonts& fonts, std::string_view text, Face face, double size) {
  const FaceMetrics metrics = fonts.metrics(face);
  TextLine line{{}, 0, metrics.ascent * size, metrics.descent * size};
  for (ShapedText& run : fonts.shape(text, face, size)) {
    const double width = run.width;
    line.runs.push_back({std::move(run), {line.width, 0}});
    line.width += width;
  }
  return line;
}

TextLine typeset_math(const Fonts& fonts, std::string_view markup, double size) {
  return MathSetter(fonts, size).line(parse_math(markup), 0);
}

std::string plain_math(std::string_view markup) {
  std::string plain;
  append_plain(plain, parse_math(markup), false);
  return plain;
}

std::vector<std::string> wrap(const Fonts& fonts, std::string_view text, Face face, double size,
                              double width) {
  // A line that is exactly as wide must not break for a last bit of its sum.
  constexpr double kRounding = 1e-6;
  const double space = fonts.width(" ", face, size);
  std::vector<std::string> lines;
  double used = 0;
  for (const std::string& word : words_of(text)) {
    const double word_width = fonts.width(word, face, size);
    if (!lines.empty() && used + space + word_width <= width + kRounding) {
      lines.back() += ' ' + word;
      used += space + word_width;
    } else {
      lines.push_back(word);
      used = word_width;
    }
  }
  return lines;
}

namespace {

std::vector<TextLine> set_lines(const Fonts& fonts, const MathList& list, double size, double width,
                                const std::vector<std::size_t>& ends) {
  MathSetter setter(fonts, size);
  std::vector<TextLine> lines;
  std::size_t start = 0;
  std::size_t previous = 0;
  for (const std::size_t end : ends) {
    const auto set = [&] {
      return setter.line(std::span(list).subspan(start, end - start), start == 0 ? 0 : size);
    };
    TextLine line = set();
    if (lines.empty()) {
      lines.push_back(std::move(line));
    } else if (line.width <= width) {
      lines.back() = std::move(line);
    } else {
      start = previous;
      lines.push_back(set());
    }
    previous = end;
  }
  return lines;
}

}  // namespace

std::vector<TextLine> wrap_math(const Fonts& fonts, std::string_view markup, double size,
                                double width) {
  const MathList list = parse_math(markup);
  std::vector<TextLine> lines = set_lines(fonts, list, size, width, line_ends(list, 0));
  const bool fits =
      std::ranges::all_of(lines, [width](const TextLine& line) { return line.width <= width; });
  return fits ? lines : set_lines(fonts, list, size, width, line_ends(list, 1));
}

std::string elide(const Fonts& fonts, std::string_view text, Face face, double size, double width) {
  std::string clean = clean_text(text);
  const auto fits = [&](const std::string& candidate) {
    return fonts.width(candidate, face, size) <= width;
  };
  if (fits(clean)) return clean;
  const auto shortened = [&clean](std::size_t end) {
    while (end > 0 && clean[end - 1] == ' ') --end;
    return clean.substr(0, end) + "…";
  };
  const std::vector<std::size_t> ends = character_starts(clean);
  const auto first_too_long = std::partition_point(
      ends.begin(), ends.end(), [&](std::size_t end) { return fits(shortened(end)); });
  return first_too_long == ends.begin() ? std::string() : shortened(*(first_too_long - 1));
}

}  // namespace tviz
