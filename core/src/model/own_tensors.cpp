// SPDX-License-Identifier: MIT
// How rules list the tensors that a family has beside those that follow from the fields.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/conditions.hpp"
#include "model/rule_book.hpp"
#include "model/rules.hpp"

namespace tviz {

void RuleReader::read_tensors() {
  ModelArchitecture& model = reading_.model;
  const Node* list = rules_.find("tensors");
  if (list == nullptr || model.n_layers <= 0 || model.n_layers > limits_.layers) return;
  for (const Node& rule : list->items) {
    const auto text_of = [&](std::string_view word) {
      const Node* text = rule.find(word);
      return text == nullptr ? std::string() : text->scalar;
    };
    OwnTensors tensors{.of = text_of("of"), .says = text_of("says"), .label = text_of("label")};
    if (const Node* shapes = rule.find("shapes")) {
      stage_ = Stage{};
      add_shapes(*shapes, {}, tensors);
      stage_.reset();
    }
    if (const Node* each = rule.find("each")) add_stages(*each, tensors);
    if (const Node* layers = rule.find("layers")) {
      for (const std::string& word : layer_words("tensors", *layers)) {
        tensors.layers.push_back(word == "true");
      }
    }
    if (model.own_tensors.size() < kMostOwnTensors) {
      model.own_tensors.push_back(std::move(tensors));
    } else {
      reading_.problems.push_back(
          {fmt::format("more than {} own tensors", kMostOwnTensors), place_of("tensors"), {}});
    }
  }
}

void RuleReader::add_shapes(const Node& shapes, const std::string& prefix, OwnTensors& tensors) {
  for (const Node::Member& each : shapes.members) {
    std::vector<std::int64_t> sizes = shape(each.value, each.key);
    if (std::ranges::find(sizes, 0) == sizes.end()) {
      tensors.shapes.emplace_back(prefix + each.key, std::move(sizes));
    }
  }
}

/// The tensors that a network has once for each item of a list, with sizes from that item, and
/// those above the last.
void RuleReader::add_stages(const Node& each, OwnTensors& tensors) {
  const Node* shapes = each.find("shapes");
  const Node* above = each.find("above");
  const Found found = locate(each);
  const auto most = static_cast<std::size_t>(limits_.layers);
  const std::size_t count = found.value == nullptr ? 0 : std::min(found.value->items.size(), most);
  for (std::size_t i = 0; i < count && shapes != nullptr; ++i) {
    stage_ = Stage{i, is_set(each, "reversed") ? count - 1 - i : i};
    add_shapes(*shapes, std::to_string(i + 1) + '.', tensors);
  }
  if (above != nullptr && count > 0) {
    stage_ = Stage{count, count};
    add_shapes(*above, {}, tensors);
  }
  stage_.reset();
}

std::vector<std::int64_t> RuleReader::shape(const Node& sizes, const std::string& name) {
  std::vector<std::int64_t> shape;
  for (const Node& each : sizes.items) {
    const std::int64_t number = whole(each).value_or(-1);
    if (number < 0) {
      reading_.problems.push_back(
          {fmt::format("the size of the family's tensor {} is not known", name),
           place_of(name),
           {}});
      return {};
    }
    shape.push_back(number);
  }
  return shape;
}

}  // namespace tviz
