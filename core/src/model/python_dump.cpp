// SPDX-License-Identifier: MIT
#include "model/python_dump.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tviz {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

/// The text after white space and comments.
std::string_view without_space(std::string_view text) {
  while (true) {
    const std::size_t start = text.find_first_not_of(kSpace);
    if (start == text.npos) return {};
    text.remove_prefix(start);
    if (text.front() != '#') return text;
    const std::size_t end = text.find('\n');
    if (end == text.npos) return {};
    text.remove_prefix(end);
  }
}

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '+' || c == '-';
}

class PythonReader {
 public:
  PythonReader(std::string_view text, std::string source, const Limits& limits)
      : text_(text), source_(std::move(source)), limits_(limits) {}

  Node read() {
    skip_space();
    word();
    skip_space();
    // In code the configuration may get a name: cfg = HookedTransformerConfig(…).
    if (peek() == '=') {
      advance();
      skip_space();
      word();
      skip_space();
    }
    if (peek() == ':') {
      advance();
      skip_space();
    }
    if (peek() != '(' && peek() != '{') fail("expected a configuration in brackets");
    Node root = container(1);
    skip_space();
    if (at_ < text_.size()) fail("expected nothing after the configuration");
    return root;
  }

 private:
  [[noreturn]] void fail(std::string message) const {
    throw Error(Problem{std::move(message), {source_, line_, column_, {}}, {}});
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void advance() {
    if (peek() == '\n') {
      ++line_;
      column_ = 0;
    }
    ++column_;
    ++at_;
  }

  void skip_space() {
    const std::size_t end = text_.size() - without_space(text_.substr(at_)).size();
    while (at_ < end) advance();
  }

  Node node(Node::Kind kind) {
    if (++nodes_ > limits_.document_nodes) {
      fail(fmt::format("more than {} values (limit document_nodes)", limits_.document_nodes));
    }
    return {.kind = kind, .line = line_, .column = column_};
  }

  std::string word() {
    std::string result;
    while (is_word_character(peek())) {
      result += peek();
      advance();
    }
    return result;
  }

  std::string quoted() {
    const char quote = peek();
    std::string result;
    advance();
    while (peek() != quote) {
      if (at_ >= text_.size()) fail("a text is not closed");
      if (peek() == '\\') advance();
      result += peek();
      advance();
    }
    advance();
    return result;
  }

  /// What stands in brackets: a map if its items have keys, else a list.
  Node container(std::size_t depth) {
    if (depth > limits_.document_depth) {
      fail(fmt::format("nested deeper than {} (limit document_depth)", limits_.document_depth));
    }
    const char opened = peek();
    const char closing = opened == '(' ? ')' : opened == '[' ? ']' : '}';
    Node result = node(opened == '{' ? Node::Kind::Mapping : Node::Kind::Sequence);
    advance();
    skip_space();
    while (peek() != closing) {
      Node first = value(depth + 1);
      skip_space();
      const bool has_key = peek() == '=' || peek() == ':';
      if (has_key) {
        advance();
        skip_space();
        result.kind = Node::Kind::Mapping;
        add(result, first, value(depth + 1));
        skip_space();
      } else {
        result.items.push_back(std::move(first));
      }
      if (peek() == ',') {
        advance();
        skip_space();
      } else if (peek() != closing) {
        fail(fmt::format("expected ',' or '{}'", closing));
      }
    }
    advance();
    return result;
  }

  void add(Node& mapping, const Node& key, Node value) {
    if (mapping.find(key.scalar) != nullptr)
      fail(fmt::format("the key '{}' appears twice", key.scalar));
    mapping.members.push_back({key.scalar, key.line, key.column, std::move(value)});
  }

  Node value(std::size_t depth) {
    const char c = peek();
    if (c == '(' || c == '[' || c == '{') return container(depth);
    Node result = node(Node::Kind::Scalar);
    if (c == '\'' || c == '"') {
      result.quoted = true;
      result.scalar = quoted();
    } else if (c == '<') {
      result.quoted = true;
      while (at_ < text_.size() && peek() != '>') advance();
      if (peek() != '>') fail("expected '>'");
      advance();
    } else {
      result.scalar = word();
      if (result.scalar.empty()) fail("expected a value");
      take_word(result, depth);
    }
    return result;
  }

  void take_word(Node& result, std::size_t depth) {
    if (result.scalar == "None") {
      result.kind = Node::Kind::Null;
      result.scalar.clear();
    } else if (result.scalar == "True" || result.scalar == "False") {
      result.scalar = result.scalar == "True" ? "true" : "false";
    } else if (!as_real(result)) {
      result.quoted = true;
    }
    // A value such as device(type='cuda').
    if (peek() == '(') container(depth);
  }

  std::string_view text_;
  std::string source_;
  const Limits& limits_;
  std::size_t at_ = 0;
  std::size_t nodes_ = 0;
  int line_ = 1;
  int column_ = 1;
};

}  // namespace

bool is_python_dump(std::string_view text) {
  std::string_view rest = without_space(text);
  const auto take_word = [&rest] {
    const auto end = std::find_if_not(rest.begin(), rest.end(), is_word_character);
    const std::string_view word = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
    rest = without_space(rest.substr(word.size()));
    return word;
  };
  std::string_view name = take_word();
  if (!name.empty() && rest.starts_with('=')) {
    rest = without_space(rest.substr(1));
    name = take_word();
  }
  return name.ends_with("Config") && (rest.starts_with('(') || rest.starts_with(':'));
}

Document parse_python_dump(std::string_view text, std::string source, const Limits& limits) {
  if (text.size() > limits.document_bytes) {
    throw Error(
        Problem{fmt::format("longer than {} bytes (limit document_bytes)", limits.document_bytes),
                {std::move(source), 0, 0, {}},
                {}});
  }
  return {source, PythonReader(text, source, limits).read()};
}

}  // namespace tviz
