// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/number.hpp"
#include "base/source_text.hpp"
#include "base/tree_builder.hpp"
#include "base/utf8.hpp"
#include "tviz/base/document.hpp"

namespace tviz {
namespace {

constexpr int kNumberOverflow = 406;  // nlohmann's id for a number that no double holds.
constexpr std::size_t kShownBytes = 20;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_between_tokens(char c) { return is_space(c) || c == ',' || c == ':'; }

std::size_t string_length(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && text[length] != '"') length += text[length] == '\\' ? 2U : 1U;
  return std::min(length + 1, text.size());
}

/// Of the longest number that the text begins with; "01" is 0 and then another number.
std::size_t number_length(std::string_view text) {
  std::size_t length = 0;
  const auto skip_any_of = [&](std::string_view characters) {
    const bool found = length < text.size() && characters.find(text[length]) != characters.npos;
    if (found) ++length;
    return found;
  };
  const auto skip_digits = [&] {
    while (length < text.size() && is_digit(text[length])) ++length;
  };
  skip_any_of("-");
  if (!skip_any_of("0")) skip_digits();
  if (skip_any_of(".")) skip_digits();
  if (skip_any_of("eE")) {
    skip_any_of("+-");
    skip_digits();
  }
  return length;
}

/// The length of the well-formed token that the text begins with.
std::size_t token_length(std::string_view text) {
  if (text.empty()) return 0;
  const char first = text.front();
  if (first == '"') return string_length(text);
  if (first == '-' || is_digit(first)) return number_length(text);
  for (const std::string_view word : {"true", "false", "null"}) {
    if (text.starts_with(word)) return word.size();
  }
  return 1;
}

/// What a message shows of a text that is no token: up to the next space or punctuation.
std::string_view word(std::string_view text) {
  if (text.empty()) return {};
  if (text.front() == '"') return head(text.substr(0, string_length(text)), kShownBytes);
  const std::size_t end = text.find_first_of(" \t\r\n,:[]{}\"");
  return head(text.substr(0, std::max<std::size_t>(end, 1)), kShownBytes);
}

/// Follows the parser through the text. The parser gives no positions, but calls back once
/// for each token that is not ',' or ':', in order, and only for well-formed tokens.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  /// Moves to the start of the next token, but not beyond `end`.
  void seek(std::size_t end) {
    std::size_t start = offset_;
    while (start < end && is_between_tokens(text_[start])) ++start;
    step(start - offset_);
  }

  /// Moves behind the token that starts here and returns its text.
  std::string_view take() {
    const std::string_view token = rest().substr(0, token_length(rest()));
    step(token.size());
    return token;
  }

  Place place() const { return place_; }
  std::size_t size() const { return text_.size(); }
  std::string_view rest() const { return text_.substr(offset_); }

  /// The place of a later offset.
  Place place_of(std::size_t offset) const {
    return advance(place_, text_.substr(offset_, offset - offset_));
  }

 private:
  void step(std::size_t count) {
    place_ = advance(place_, text_.substr(offset_, count));
    offset_ += count;
  }

  std::string_view text_;
  std::size_t offset_ = 0;
  Place place_;
};

/// What belongs where nlohmann met something else, from its message: "[json.exception...]
/// parse error at ...: syntax error while parsing array - unexpected ...; expected ...".
std::string_view expected(std::string_view message) {
  const auto says = [&](std::string_view part) {
    return message.find(part) != std::string_view::npos;
  };
  if (says("; expected end of input")) return "the end of the text";
  if (says("while parsing object key - ")) return "a key in double quotes";
  if (says("while parsing object separator - ")) return "':'";
  if (says("while parsing object - ")) return "',' or '}'";
  if (says("while parsing array - ")) return "',' or ']'";
  return "a value";
}

/// The part of nlohmann's message that says what is wrong inside a token, or nothing.
std::string_view fault_in_token(std::string_view message) {
  for (const std::string_view kind : {"invalid string: ", "invalid number; "}) {
    const std::size_t start = message.find(kind);
    if (start == std::string_view::npos) continue;
    const std::string_view rest = message.substr(start + kind.size());
    return rest.substr(0, rest.find("; last read:"));
  }
  return {};
}

/// nlohmann's callbacks, turned into events with a place.
class JsonEvents : public nlohmann::json_sax<nlohmann::json> {
 public:
  JsonEvents(std::string_view text, TreeBuilder& tree) : cursor_(text), tree_(tree) {}

  bool null() override {
    tree_.null(next().place);
    return true;
  }
  bool boolean(bool) override { return plain(); }
  bool number_integer(number_integer_t) override { return plain(); }
  bool number_unsigned(number_unsigned_t) override { return plain(); }
  bool number_float(number_float_t, const string_t&) override { return plain(); }
  bool string(string_t& text) override {
    tree_.scalar(next().place, text, true);
    return true;
  }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override {
    tree_.begin(Node::Kind::Mapping, next().place);
    return true;
  }
  bool key(string_t& text) override {
    tree_.key(next().place, text);
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override {
    tree_.begin(Node::Kind::Sequence, next().place);
    return true;
  }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t position, const std::string& token,
                   const nlohmann::json::exception& error) override;

 private:
  struct Token {
    Place place;
    std::string_view text;
  };

  Token next() {
    cursor_.seek(cursor_.size());
    const Place place = cursor_.place();
    return {place, cursor_.take()};
  }

  /// A number keeps the spelling of the text, which the callbacks do not tell.
  bool plain() {
    const Token token = next();
    tree_.scalar(token.place, token.text, false);
    return true;
  }

  bool close() {
    next();
    tree_.end();
    return true;
  }

  Cursor cursor_;
  TreeBuilder& tree_;
};

bool JsonEvents::parse_error(std::size_t position, const std::string&,
                             const nlohmann::json::exception& error) {
  // `position` is the number of bytes read, the end of the text counted as one.
  const std::size_t last = std::min(position == 0 ? 0 : position - 1, cursor_.size());
  cursor_.seek(last);
  const std::string_view found = word(cursor_.rest());
  const std::string_view message = error.what();
  if (error.id == kNumberOverflow) {
    tree_.fail(cursor_.place(), fmt::format("number out of range: {}", found));
  }
  if (const std::string_view fault = fault_in_token(message); !fault.empty()) {
    const bool is_unclosed = last == cursor_.size();
    tree_.fail(is_unclosed ? cursor_.place() : cursor_.place_of(last),
               fmt::format("invalid JSON: {}", fault));
  }
  const std::string_view wanted = expected(message);
  tree_.fail(cursor_.place(),
             found.empty() ? fmt::format("invalid JSON: expected {} but the text ends", wanted)
                           : fmt::format("invalid JSON: expected {} but found {}", wanted, found));
}

}  // namespace

Document parse_json(std::string_view text, std::string source, const Limits& limits) {
  text = checked_text(text, source, limits);
  TreeBuilder tree(std::move(source), limits);
  JsonEvents events(text, tree);
  nlohmann::json::sax_parse(text.begin(), text.end(), &events);
  return tree.take();
}

}  // namespace tviz
