// SPDX-License-Identifier: MIT
#include "base/tree_builder.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/number.hpp"
#include "base/utf8.hpp"

namespace tviz {

TreeBuilder::TreeBuilder(std::string source, const Limits& limits) : limits_(limits) {
  document_.source = std::move(source);
  document_.root.line = 1;
  document_.root.column = 1;
}

void TreeBuilder::null(Place place) { add(Node::Kind::Null, place); }

void TreeBuilder::scalar(Place place, std::string_view text, bool quoted) {
  std::string value = limited(place, text);
  if (!quoted && is_number(text) && !parse_real(text)) {
    fail(place, fmt::format("number out of range: {}", head(text, 40)));
  }
  Node& node = add(Node::Kind::Scalar, place);
  node.scalar = std::move(value);
  node.quoted = quoted;
}

void TreeBuilder::begin(Node::Kind kind, Place place) {
  if (open_.size() == limits_.document_depth) {
    fail(place, fmt::format("nested deeper than {} levels (limit document_depth)",
                            limits_.document_depth));
  }
  open_.push_back({&add(kind, place), false, {}});
}

void TreeBuilder::key(Place place, std::string_view text) {
  Open& mapping = open_.back();
  std::string name = limited(place, text);
  if (!mapping.keys.insert(name).second) {
    const Node* first = mapping.node->find(name);
    fail(place, fmt::format("duplicate key '{}'", head(name, 40)),
         fmt::format("first given in line {}", first->line));
  }
  mapping.node->members.push_back({std::move(name), place.line, place.column, {}});
  mapping.awaits_value = true;
}

void TreeBuilder::end() { open_.pop_back(); }

bool TreeBuilder::expects_key() const {
  return !open_.empty() && open_.back().node->kind == Node::Kind::Mapping &&
         !open_.back().awaits_value;
}

void TreeBuilder::fail(Place place, std::string message, std::string hint) const {
  fail_at(document_.source, place, std::move(message), std::move(hint));
}

Document TreeBuilder::take() { return std::move(document_); }

Node& TreeBuilder::add(Node::Kind kind, Place place) {
  if (++nodes_ > limits_.document_nodes) {
    fail(place, fmt::format("more than {} values (limit document_nodes)", limits_.document_nodes));
  }
  Node* node = &document_.root;
  if (!open_.empty() && open_.back().node->kind == Node::Kind::Mapping) {
    node = &open_.back().node->members.back().value;
    open_.back().awaits_value = false;
  } else if (!open_.empty()) {
    node = &open_.back().node->items.emplace_back();
  }
  node->kind = kind;
  node->line = place.line;
  node->column = place.column;
  return *node;
}

std::string TreeBuilder::limited(Place place, std::string_view text) const {
  if (text.size() > limits_.scalar_bytes) {
    fail(place, fmt::format("a key or value longer than {} bytes (limit scalar_bytes)",
                            limits_.scalar_bytes));
  }
  return std::string(text);
}

}  // namespace tviz
