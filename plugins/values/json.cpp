// SPDX-License-Identifier: MIT
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "readers.hpp"
#include "tviz/base/document.hpp"

namespace values {
namespace {

using tviz::Node;

/// Reads the numbers of one place; problems are collected.
class Numbers {
 public:
  Numbers(const tviz::Graph& graph, tviz::ValueSink& sink, std::vector<tviz::Problem>& problems)
      : graph_(graph), sink_(sink), problems_(problems) {}

  void read(const Node::Member& member) {
    const Node& value = member.value;
    if (value.kind == Node::Kind::Sequence) {
      if (!fits(member)) return;
      for (std::size_t head = 0; head < value.items.size(); ++head) {
        add({member.key, static_cast<std::int64_t>(head)}, value.items[head]);
      }
    } else {
      add(place(member.key), value);
    }
  }

 private:
  /// Whether a list has a number for each head or expert. What has neither is reported elsewhere.
  bool fits(const Node::Member& member) {
    const auto count = static_cast<std::int64_t>(member.value.items.size());
    const tviz::Component* component = tviz::find_component(graph_, member.key).component;
    const std::int64_t parts = component == nullptr ? 0 : tviz::count_heads_or_experts(*component);
    if (parts == 0 || count == parts) return true;
    const std::string word = component->n_heads > 0 ? "head" : "expert";
    problems_.push_back({"has " + std::to_string(parts) + " " + word + "s, got " +
                             std::to_string(count) + " numbers",
                         {"", member.value.line, member.value.column, member.key},
                         "a list has one number for each " + word + "; null leaves one out"});
    return false;
  }

  /// Also what JSON has no numbers for: "NaN", "Infinity", "-Infinity".
  static std::optional<double> number_of(const Node& node) {
    if (node.kind != Node::Kind::Scalar || !node.quoted) return tviz::as_real(node);
    if (node.scalar == "NaN") return std::nan("");
    if (node.scalar == "Infinity") return HUGE_VAL;
    if (node.scalar == "-Infinity") return -HUGE_VAL;
    return std::nullopt;
  }

  /// Null is no number, as heads that nobody measured have.
  void add(tviz::Value place, const Node& node) {
    if (node.kind == Node::Kind::Null) return;
    const auto number = number_of(node);
    if (!number) {
      problems_.push_back({"must be a number",
                           {"", node.line, node.column, place.component},
                           "a list must have one number for each head"});
      return;
    }
    place.number = *number;
    sink_.add(place);
  }

  const tviz::Graph& graph_;
  tviz::ValueSink& sink_;
  std::vector<tviz::Problem>& problems_;
};

}  // namespace

void JsonReader::read(std::string_view bytes, const tviz::Graph& graph,
                      tviz::ValueSink& sink) const {
  const tviz::Document document = tviz::parse_json(bytes, "");
  std::vector<tviz::Problem> problems;
  tviz::FieldReader fields(document.root, "", "", problems);
  if (const auto title = fields.text("title")) sink.set_title(*title);
  if (const Node* values = fields.node("values")) {
    if (values->kind != Node::Kind::Mapping) {
      fields.report("values", "must map components to numbers");
    }
    Numbers numbers(graph, sink, problems);
    for (const Node::Member& member : values->members) numbers.read(member);
  } else if (!fields.has("values")) {
    fields.report("values", "is missing", R"(write {"values": {"blocks.0.mlp": 0.7}})");
    // Not one more problem for each component that stands here instead.
    for (const Node::Member& member : document.root.members) {
      if (tviz::find_component(graph, member.key).component != nullptr) fields.ignore(member.key);
    }
  }
  fields.reject_unknown();
  tviz::throw_if_any(std::move(problems));
}

}  // namespace values
