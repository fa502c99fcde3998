// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <sstream>
#include <utility>

#include "base/source_text.hpp"
#include "base/tree_builder.hpp"
#include "base/utf8.hpp"
#include "tviz/base/document.hpp"
#include "tviz/base/spelling.hpp"

namespace tviz {
namespace {

constexpr const char* kNotPlain = "!";  // yaml-cpp's tag of a scalar in quotes or a block.
constexpr const char* kPlain = "?";     // And of everything else that has no tag.

Place place(const YAML::Mark& mark) { return {mark.line + 1, mark.column + 1}; }

bool is_infinity_or_nan(std::string_view text) {
  std::string word = lower_case(text);
  if (word.starts_with('+') || word.starts_with('-')) word.erase(0, 1);
  return word == ".inf" || word == ".nan";
}

/// yaml-cpp takes the end of the text for a closing quotation mark.
bool is_closed(std::string_view text) {
  const char quote = text.front();
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      const bool doubled = quote == '\'' && i + 1 < text.size() && text[i + 1] == quote;
      if (!doubled) return true;
      ++i;
    }
  }
  return false;
}

/// yaml-cpp's events, without those parts of YAML that a configuration does not need and
/// that make small texts expensive or ambiguous.
class YamlEvents : public YAML::EventHandler {
 public:
  YamlEvents(std::string_view text, TreeBuilder& tree) : text_(text), tree_(tree) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 1) return;
    if (from(mark).starts_with("---")) {
      tree_.fail(place(mark), "a second document begins, but only one is allowed");
    }
    tree_.fail(place(mark), "invalid YAML: this is not part of the value before it",
               "check the indentation");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    if (tree_.expects_key()) refuse_key(mark);
    tree_.null(place(mark));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse_alias(mark); }
  void OnAnchor(const YAML::Mark& mark, const std::string&) override {
    tree_.fail(place(mark), "anchors are not allowed", "write the value out where it is needed");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    begin(Node::Kind::Sequence, mark, tag);
  }
  void OnSequenceEnd() override { tree_.end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    begin(Node::Kind::Mapping, mark, tag);
  }
  void OnMapEnd() override { tree_.end(); }

  [[noreturn]] void refuse_alias(const YAML::Mark& mark) const {
    tree_.fail(place(mark), "aliases are not allowed", "write the value out");
  }

 private:
  [[noreturn]] void refuse_key(const YAML::Mark& mark) const {
    // yaml-cpp takes a bracket that is never closed for the start of a key.
    const bool is_bracket = from(mark).starts_with('[') || from(mark).starts_with('{');
    tree_.fail(place(mark), "a key must be a word or a quoted text",
               is_bracket ? "or is this bracket never closed?" : "");
  }

  std::string_view from(const YAML::Mark& mark) const {
    const auto offset = static_cast<std::size_t>(mark.pos);
    return mark.pos < 0 || offset > text_.size() ? std::string_view{} : text_.substr(offset);
  }

  void check_tag(const YAML::Mark& mark, const std::string& tag) const {
    const bool written = from(mark).starts_with('!');
    if (written || (tag != kNotPlain && tag != kPlain)) {
      tree_.fail(place(mark), "tags are not allowed",
                 "put text that looks like a number in quotes");
    }
  }

  void begin(Node::Kind kind, const YAML::Mark& mark, const std::string& tag) {
    check_tag(mark, tag);
    if (tree_.expects_key()) refuse_key(mark);
    tree_.begin(kind, place(mark));
  }

  std::string_view text_;
  TreeBuilder& tree_;
  int documents_ = 0;
};

void YamlEvents::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                          const std::string& value) {
  check_tag(mark, tag);
  const bool quoted = tag == kNotPlain;
  const std::string_view text = from(mark);
  if (quoted && (text.starts_with('"') || text.starts_with('\'')) && !is_closed(text)) {
    tree_.fail(place(mark), "invalid YAML: missing closing quotation mark");
  }
  if (!quoted && is_infinity_or_nan(value)) {
    tree_.fail(place(mark), fmt::format("not a finite number: {}", value));
  }
  if (!tree_.expects_key()) {
    tree_.scalar(place(mark), value, quoted);
    return;
  }
  if (!quoted && value == "<<") {
    tree_.fail(place(mark), "merge keys are not allowed", "write the values out");
  }
  tree_.key(place(mark), value);
}

}  // namespace

Document parse_yaml(std::string_view text, std::string source, const Limits& limits) {
  text = checked_text(text, source, limits);
  TreeBuilder tree(std::move(source), limits);
  YamlEvents events(text, tree);
  try {
    std::istringstream input{std::string(text)};
    YAML::Parser parser(input);
    while (parser.HandleNextDocument(events)) {
    }
  } catch (const YAML::Exception& error) {
    if (error.msg == YAML::ErrorMsg::UNKNOWN_ANCHOR) events.refuse_alias(error.mark);
    tree.fail(place(error.mark), fmt::format("invalid YAML: {}", error.msg));
  }
  return tree.take();
}

}  // namespace tviz
