// SPDX-License-Identifier: MIT
// How rules list the tensors that a family has beside those that follow from the fields.
#include <fmt/format.h>

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
      for (const Node::Member& each : shapes->members) {
        tensors.shapes.emplace_back(each.key, shape(each.value, each.key));
      }
    }
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

std::vector<std::int64_t> RuleReader::shape(const Node& sizes, const std::string& name) {
  std::vector<std::int64_t> shape;
  for (const Node& each : sizes.items) {
    const std::int64_t number = whole(each).value_or(0);
    if (number < 1) {
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
