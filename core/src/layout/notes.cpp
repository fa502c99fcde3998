// SPDX-License-Identifier: MIT
#include "layout/notes.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

namespace tviz {
namespace {

constexpr double kLineHeight = 1.38;  // Of prose, in em.
constexpr double kIndent = 10;
constexpr double kPadding = 5;          // Above and below the text, along the bar.
constexpr double kTersePadding = 1;     // The same for a formula alone.
constexpr double kFormulaGap = 9;       // Between the sentence and the formula.
constexpr double kFormulaGapBelow = 2;  // The same below a figure.
constexpr double kFormulaLine = 1.5;    // Of formulas, in em.
constexpr double kNoteGap = 5;          // Between notes below each other.
constexpr double kTerseGap = 2;         // Between formulas.
constexpr double kNoteColumnGap = 18;   // Between notes side by side.
constexpr double kLeastColumn = 200;    // Of notes side by side.

void fill_in(std::string& text, std::string_view placeholder, const std::string& name) {
  for (auto at = text.find(placeholder); at != std::string::npos;
       at = text.find(placeholder, at + name.size())) {
    text.replace(at, placeholder.size(), name);
  }
}

/// Formulas that stand below each other.
std::vector<std::string_view> formulas_of(std::string_view equation) {
  std::vector<std::string_view> formulas;
  while (!equation.empty()) {
    const std::size_t end = std::min(equation.find('\n'), equation.size());
    formulas.push_back(equation.substr(0, end));
    equation.remove_prefix(std::min(end + 1, equation.size()));
  }
  return formulas;
}

/// A note in lines of a width, with its bar.
class NoteBlock {
 public:
  NoteBlock(const Note& note, double width, double formula_gap, const Style& style)
      : style_(style),
        size_(style.theme.equation_size),
        padding_(note.text.empty() ? kTersePadding : kPadding),
        formula_gap_(note.text.empty() ? 0 : formula_gap),
        sentence_(
            wrap(style.fonts, note.text, Face::Sans, style.theme.note_size, width - kIndent)) {
    set_formulas(note.equation, width - kIndent);
    // What cannot be broken is set smaller.
    double widest = 0;
    for (const TextLine& line : formula_) widest = std::max(widest, line.width);
    if (widest <= width - kIndent) return;
    size_ = std::max(style.theme.minimum_size, size_ * (width - kIndent) / widest);
    set_formulas(note.equation, width - kIndent);
  }

  double height() const {
    const Theme& theme = style_.theme;
    const double prose = static_cast<double>(sentence_.size()) * kLineHeight * theme.note_size;
    const double formulas = static_cast<double>(formula_.size()) * kFormulaLine * size_;
    return prose + (formula_.empty() ? 0 : formula_gap_ + formulas) + 2 * padding_;
  }

  /// Draws it with the upper end of its bar at a point.
  void draw(Canvas& canvas, Point at) const {
    const Theme& theme = style_.theme;
    Polyline bar;
    bar.points = {at, {at.x, at.y + height()}};
    bar.stroke = Stroke{theme.note_line, 1, {}};
    canvas.add(std::move(bar));
    const double left = at.x + kIndent;
    double y = at.y + padding_;
    for (const std::string& line : sentence_) {
      y += kLineHeight * theme.note_size;
      canvas.text(typeset(style_.fonts, line, Face::Sans, theme.note_size),
                  {left, y - 0.3 * theme.note_size}, theme.note_text);
    }
    y += formula_gap_;
    for (const TextLine& line : formula_) {
      y += kFormulaLine * size_;
      canvas.text(line, {left, y - 0.45 * size_}, theme.text);
    }
  }

 private:
  void set_formulas(std::string_view equation, double width) {
    formula_.clear();
    for (const std::string_view each : formulas_of(equation)) {
      for (TextLine& line : wrap_math(style_.fonts, each, size_, width)) {
        formula_.push_back(std::move(line));
      }
    }
  }

  const Style& style_;
  double size_;  ///< Of the formulas.
  double padding_;
  double formula_gap_;
  std::vector<std::string> sentence_;
  std::vector<TextLine> formula_;
};

bool is_empty(const Note& note) { return note.text.empty() && note.equation.empty(); }

}  // namespace

Note filled_in(Note note, const NoteNames& names) {
  for (std::string* text : {&note.text, &note.equation}) {
    fill_in(*text, "{before}", names.before);
    fill_in(*text, "{after}", names.after);
    fill_in(*text, "{layer}", names.layer);
  }
  return note;
}

double draw_note(Canvas& canvas, const Note& note, const Columns& columns, double center,
                 double lowest) {
  if (is_empty(note)) return lowest;
  const NoteBlock block(note, columns.right - columns.notes_left, kFormulaGap, canvas.style());
  const double top = std::min(center - block.height() / 2, lowest - block.height());
  block.draw(canvas, {columns.notes_left, top});
  return top;
}

Band draw_notes_below(std::vector<Note> notes, bool terse, const Page& page, const Style& style) {
  if (terse) {
    for (Note& note : notes) note.text.clear();
  }
  const double room = page.right - page.left;
  const double count = room >= 2 * kLeastColumn + kNoteColumnGap ? 2 : 1;
  const double width = (room - (count - 1) * kNoteColumnGap) / count;
  const double gap = terse ? kTerseGap : kNoteGap;
  std::vector<NoteBlock> blocks;
  double total = 0;
  for (const Note& note : notes) {
    if (is_empty(note)) continue;
    blocks.emplace_back(note, width, kFormulaGapBelow, style);
    total += blocks.back().height() + gap;
  }
  Canvas canvas(style);
  Point at{page.left, style.theme.header_gap / 2};
  const double top = at.y;
  double lowest = top;
  for (const NoteBlock& block : blocks) {
    const bool in_first = at.x == page.left;
    if (count > 1 && in_first && at.y - top + block.height() / 2 > total / count) {
      at = {page.left + width + kNoteColumnGap, top};
    }
    block.draw(canvas, at);
    at.y += block.height() + gap;
    lowest = std::max(lowest, at.y);
  }
  return {std::ceil(lowest), std::move(canvas).take()};
}

}  // namespace tviz
