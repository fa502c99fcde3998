// SPDX-License-Identifier: MIT
#include "base/write_node.hpp"

#include <fmt/format.h>
#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace tviz {
namespace {

constexpr std::size_t kShortLine = 72;  // Characters of what stands in one line of YAML.

bool is_text(const Node& node) {
  return node.kind == Node::Kind::Scalar && (node.quoted || as_text(node).has_value());
}

/// How long the value is in one line, about; beyond kShortLine it does not matter.
std::size_t length_in_line(const Node& node) {
  constexpr std::size_t kMarks = 4;  // Quotes, or brackets and a separator.
  std::size_t length = node.scalar.size() + kMarks;
  for (const Node& item : node.items) {
    if (length > kShortLine) return length;
    length += length_in_line(item);
  }
  for (const Node::Member& member : node.members) {
    if (length > kShortLine) return length;
    length += member.key.size() + length_in_line(member.value);
  }
  return length;
}

class YamlWriter {
 public:
  std::string write(const Node& node) {
    value(node, false);
    return std::string(out_.c_str(), out_.size()) + "\n";
  }

 private:
  void value(const Node& node, bool in_line) {
    switch (node.kind) {
      case Node::Kind::Null:
        out_ << YAML::Null;
        return;
      case Node::Kind::Scalar:
        scalar(node);
        return;
      case Node::Kind::Sequence:
        in_line = style(node, in_line);
        out_ << YAML::BeginSeq;
        for (const Node& item : node.items) value(item, in_line);
        out_ << YAML::EndSeq;
        return;
      case Node::Kind::Mapping:
        in_line = style(node, in_line);
        out_ << YAML::BeginMap;
        for (const Node::Member& member : node.members) {
          out_ << YAML::Key << member.key << YAML::Value;
          value(member.value, in_line);
        }
        out_ << YAML::EndMap;
        return;
    }
  }

  bool style(const Node& node, bool in_line) {
    in_line = in_line || length_in_line(node) <= kShortLine;
    if (in_line) out_ << YAML::Flow;
    return in_line;
  }

  /// A text keeps its quotes where it would be read as something else without them.
  void scalar(const Node& node) {
    const Node plain{.kind = Node::Kind::Scalar, .scalar = node.scalar};
    if (node.quoted && !as_text(plain)) out_ << YAML::DoubleQuoted;
    out_ << node.scalar;
  }

  YAML::Emitter out_;
};

nlohmann::ordered_json json_of(const Node& node) {
  using Json = nlohmann::ordered_json;
  switch (node.kind) {
    case Node::Kind::Null:
      return nullptr;
    case Node::Kind::Scalar:
      if (is_text(node)) return node.scalar;
      if (const auto truth = as_boolean(node)) return *truth;
      if (const auto number = as_integer(node)) return *number;
      return as_real(node).value_or(0);
    case Node::Kind::Sequence: {
      Json list = Json::array();
      for (const Node& item : node.items) list.push_back(json_of(item));
      return list;
    }
    case Node::Kind::Mapping: {
      Json map = Json::object();
      for (const Node::Member& member : node.members) map[member.key] = json_of(member.value);
      return map;
    }
  }
  return nullptr;
}

}  // namespace

Node text_node(std::string text) {
  return {.kind = Node::Kind::Scalar, .quoted = true, .scalar = std::move(text)};
}

Node word_node(std::string word) { return {.kind = Node::Kind::Scalar, .scalar = std::move(word)}; }

Node number_node(std::int64_t number) { return word_node(fmt::format("{}", number)); }

Node number_node(double number) { return word_node(fmt::format("{}", number)); }

Node boolean_node(bool truth) { return word_node(truth ? "true" : "false"); }

Node list_node(std::vector<Node> items) {
  return {.kind = Node::Kind::Sequence, .items = std::move(items)};
}

Node map_node() { return {.kind = Node::Kind::Mapping}; }

void add_member(Node& map, std::string key, Node value) {
  map.members.push_back({.key = std::move(key), .value = std::move(value)});
}

void add_texts(Node& map, std::initializer_list<std::pair<const char*, std::string>> texts) {
  for (const auto& [key, text] : texts) {
    if (!text.empty()) add_member(map, key, text_node(text));
  }
}

std::string to_yaml(const Node& node) { return YamlWriter().write(node); }

std::string to_json(const Node& node) {
  // A name may come from anywhere; bytes that are no UTF-8 become U+FFFD.
  using Handler = nlohmann::ordered_json::error_handler_t;
  return json_of(node).dump(2, ' ', false, Handler::replace) + "\n";
}

}  // namespace tviz
