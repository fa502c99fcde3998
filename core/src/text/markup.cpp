// SPDX-License-Identifier: MIT
#include "text/markup.hpp"

#include <array>
#include <utility>

#include "text/utf8.hpp"
#include "tviz/base/error.hpp"

namespace tviz {
namespace {

/// Groups and scripts inside each other; more cannot be read, and each costs stack.
constexpr int kDepth = 16;

bool contains(std::u32string_view characters, char32_t character) {
  return characters.find(character) != std::u32string_view::npos;
}

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

bool is_letter(char32_t c) {
  const bool ascii = (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
  const bool latin = c >= 0xC0 && c <= 0x17F && c != U'×' && c != U'÷';
  return ascii || latin || (c >= 0x370 && c <= 0x3FF);
}

MathClass class_of(char32_t sign) {
  if (contains(U"=<>∈∉∋≈≃≅∼≡≠≤≥≪≫∝∥∣⊂⊆⊃⊇⊢⊨↦⟂", sign)) return MathClass::Relation;
  if (sign >= 0x2190 && sign <= 0x21FF) return MathClass::Relation;
  if (contains(U"+−±∓×÷·⋅∗∘∙⊕⊖⊗⊘⊙∪∩∧∨⊔⊓∖⋆", sign)) return MathClass::Binary;
  if (contains(U"∑∏∐∫⋀⋁⋂⋃", sign)) return MathClass::Operator;
  if (contains(U"([⌈⌊", sign)) return MathClass::Open;
  if (contains(U")]⌉⌋!?", sign)) return MathClass::Close;
  if (contains(U",;:", sign)) return MathClass::Punctuation;
  if (contains(U"…⋯", sign)) return MathClass::Inner;
  return MathClass::Ordinary;
}

/// Signs of mathematics share one face, so that their axes and weights agree.
Face face_of(char32_t sign) {
  const bool mathematical = sign >= 0x2100 || contains(U"+<=>|¬±·×÷′″∥", sign);
  return mathematical ? Face::Math : Face::Serif;
}

/// What the keyboard offers, as what is meant.
char32_t meant_by(char32_t sign) {
  switch (sign) {
    case U'-':
      return U'−';
    case U'*':
      return U'∗';
    case U'\'':
      return U'′';
    default:
      return sign;
  }
}

class Parser {
 public:
  explicit Parser(std::string_view markup) : markup_(markup) {}

  MathList parse() {
    MathList list = parse_list(0);
    if (!at_end()) fail("'}' closes nothing", at_);
    return list;
  }

 private:
  bool at_end() const { return at_ == markup_.size(); }
  DecodedCharacter peek() const { return decode_character(markup_, at_); }
  bool next_is(char32_t character) const { return !at_end() && peek().value == character; }

  [[noreturn]] void fail(std::string message, std::size_t at) const {
    Problem problem;
    problem.message = std::move(message);
    problem.where.source = "markup";
    problem.where.line = 1;
    problem.where.column = static_cast<int>(at) + 1;
    problem.hint.append("in the formula '").append(markup_).append("'");
    throw Error(std::move(problem));
  }

  /// Up to the end or a closing brace, which stays.
  MathList parse_list(int depth) {
    if (depth > kDepth) fail("braces and scripts are nested too deeply", at_);
    MathList list;
    bool after_space = skip_spaces();
    while (!at_end() && !next_is(U'}')) {
      MathAtom atom = parse_nucleus(depth);
      parse_scripts(atom, depth);
      atom.after_space = after_space;
      list.push_back(std::move(atom));
      after_space = skip_spaces();
    }
    return list;
  }

  bool skip_spaces() {
    const std::size_t start = at_;
    while (!at_end() && (peek().value == U' ' || is_control(peek().value))) at_ += peek().length;
    return at_ != start;
  }

  MathAtom parse_nucleus(int depth) {
    const char32_t first = peek().value;
    if (first == U'{') return parse_group(depth);
    if (first == U'"') return parse_quoted();
    if (first == U'_' || first == U'^') return {};
    if (is_letter(first)) return parse_word();
    if (is_digit(first)) return parse_number();
    return parse_character();
  }

  MathAtom parse_group(int depth) {
    const std::size_t start = at_++;
    MathAtom atom;
    atom.group = parse_list(depth + 1);
    if (at_end()) fail("'{' is never closed", start);
    ++at_;
    return atom;
  }

  /// An operator's name, like softmax: TeX sets a thin space between it and an operand.
  MathAtom parse_quoted() {
    const std::size_t start = at_++;
    const std::size_t end = markup_.find('"', at_);
    if (end == std::string_view::npos) fail("'\"' is never closed", start);
    MathAtom atom;
    atom.text = clean_text(markup_.substr(at_, end - at_));
    atom.math_class = MathClass::Operator;
    at_ = end + 1;
    return atom;
  }

  /// Letters side by side are shaped together, so that a word is kerned as one.
  MathAtom parse_word() {
    MathAtom atom = parse_character();
    while (!at_end() && is_letter(peek().value)) take(atom.text);
    return atom;
  }

  MathAtom parse_number() {
    MathAtom atom = parse_character();
    while (!at_end()) {
      const bool point = peek().value == U'.' && at_ + 1 < markup_.size() &&
                         is_digit(decode_character(markup_, at_ + 1).value);
      if (!point && !is_digit(peek().value)) break;
      take(atom.text);
    }
    return atom;
  }

  void take(std::string& text) {
    append_character(text, peek().value);
    at_ += peek().length;
  }

  MathAtom parse_character() {
    const char32_t character = meant_by(peek().value);
    at_ += peek().length;
    MathAtom atom;
    append_character(atom.text, character);
    if (is_letter(character)) {
      atom.face = Face::SerifItalic;
    } else if (!is_digit(character)) {
      atom.face = face_of(character);
      atom.math_class = class_of(character);
      // Without its bar, a root as high as what it covers would look lost.
      atom.large = atom.math_class == MathClass::Operator || character == U'√';
    }
    return atom;
  }

  void parse_scripts(MathAtom& atom, int depth) {
    while (next_is(U'_') || next_is(U'^')) {
      const bool lowered = next_is(U'_');
      auto& script = lowered ? atom.subscript : atom.superscript;
      if (script) fail(lowered ? "a second subscript" : "a second superscript", at_);
      const std::size_t sign = at_++;
      skip_spaces();
      if (at_end() || next_is(U'}') || next_is(U'_') || next_is(U'^')) {
        fail(lowered ? "nothing follows '_'" : "nothing follows '^'", sign);
      }
      script = parse_script(depth);
    }
  }

  MathList parse_script(int depth) {
    if (next_is(U'{')) return parse_group(depth).group;
    return {next_is(U'"') ? parse_quoted() : parse_character()};
  }

  std::string_view markup_;
  std::size_t at_ = 0;
};

/// Unlike TeX's, an operator's name can be an operand here: "attn" + "mlp".
bool takes_no_binary_after(const MathAtom& left) {
  const MathClass c = left.math_class;
  return c == MathClass::Binary || (c == MathClass::Operator && left.large) ||
         c == MathClass::Relation || c == MathClass::Open || c == MathClass::Punctuation;
}

bool takes_no_binary_before(MathClass right) {
  return right == MathClass::Relation || right == MathClass::Close ||
         right == MathClass::Punctuation;
}

/// A sign without an operand on both sides is no binary operator, as in "−1": appendix G
/// of the TeXbook, rules 5 and 6.
void resolve_binaries(MathList& list) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    MathAtom& atom = list[i];
    if (atom.math_class == MathClass::Binary &&
        (i == 0 || i + 1 == list.size() || takes_no_binary_after(list[i - 1]) ||
         takes_no_binary_before(list[i + 1].math_class))) {
      atom.math_class = MathClass::Ordinary;
    }
    resolve_binaries(atom.group);
    if (atom.subscript) resolve_binaries(*atom.subscript);
    if (atom.superscript) resolve_binaries(*atom.superscript);
  }
}

}  // namespace

MathList parse_math(std::string_view markup) {
  MathList list = Parser(markup).parse();
  resolve_binaries(list);
  return list;
}

int math_space(MathClass left, MathClass right, bool in_script) {
  // The table of chapter 18 of the TeXbook: none, t(hin); T(hin), M(edium), W(ide) vanish
  // in scripts; a dot cannot happen.
  constexpr std::array<std::string_view, 8> kTable{
      " tMW   T",  // Ordinary
      "ttMW   T",  // Operator
      "MM..M..M",  // Binary
      "WW. W  W",  // Relation
      "  .     ",  // Open
      " tMW   T",  // Close
      "TT.TTTTT",  // Punctuation
      "TtMWT TT",  // Inner
  };
  switch (kTable.at(static_cast<std::size_t>(left)).at(static_cast<std::size_t>(right))) {
    case 't':
      return 3;
    case 'T':
      return in_script ? 0 : 3;
    case 'M':
      return in_script ? 0 : 4;
    case 'W':
      return in_script ? 0 : 5;
    default:
      return 0;
  }
}

}  // namespace tviz
