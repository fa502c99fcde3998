// SPDX-License-Identifier: MIT
#include "layout/notes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace tviz {
namespace {

constexpr double kLineHeight = 1.38;  // Of prose, in em.
constexpr double kIndent = 10;
constexpr double kPadding = 5;        // Above and below the text, along the bar.
constexpr double kFormulaGap = 9;     // Between the sentence and the formula.
constexpr double kFormulaLine = 1.5;  // Of formulas, in em.

std::string fill_in(std::string text, const NoteNumbers& numbers) {
  for (const auto& [placeholder, number] : {std::pair{"{before}", numbers.before},
                                            {"{after}", numbers.after},
                                            {"{layer}", numbers.layer}}) {
    const std::string_view word = placeholder;
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
      text.replace(at, word.size(), fmt::format("{}", number));
    }
  }
  return text;
}

}  // namespace

double draw_note(Canvas& canvas, const Note& note, const NoteNumbers& numbers,
                 const Columns& columns, double center, double lowest) {
  if (note.text.empty() && note.equation.empty()) return lowest;
  const Style& style = canvas.style();
  const Theme& theme = style.theme;
  const double text_left = columns.notes_left + kIndent;
  const double width = columns.right - text_left;
  const auto sentence =
      wrap(style.fonts, fill_in(note.text, numbers), Face::Sans, theme.note_size, width);
  const auto formula =
      wrap_math(style.fonts, fill_in(note.equation, numbers), theme.equation_size, width);
  const double prose = static_cast<double>(sentence.size()) * kLineHeight * theme.note_size;
  const double formulas = static_cast<double>(formula.size()) * kFormulaLine * theme.equation_size;
  const double height = prose + (formula.empty() ? 0 : kFormulaGap + formulas) + 2 * kPadding;
  const double top = std::min(center - height / 2, lowest - height);

  Polyline bar;
  bar.points = {{columns.notes_left, top}, {columns.notes_left, top + height}};
  bar.stroke = Stroke{theme.note_line, 1, {}};
  canvas.add(std::move(bar));
  double y = top + kPadding;
  for (const std::string& line : sentence) {
    y += kLineHeight * theme.note_size;
    canvas.text(typeset(style.fonts, line, Face::Sans, theme.note_size),
                {text_left, y - 0.3 * theme.note_size}, theme.note_text);
  }
  y += kFormulaGap;
  for (const TextLine& line : formula) {
    y += kFormulaLine * theme.equation_size;
    canvas.text(line, {text_left, y - 0.45 * theme.equation_size}, theme.text);
  }
  return top;
}

}  // namespace tviz
