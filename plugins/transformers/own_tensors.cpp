// SPDX-License-Identifier: MIT
// Learned tensors that a family has beside those that follow from its numbers and switches.
#include <cctype>

#include "components.hpp"

namespace transformers {

namespace {

using tviz::Component;
using tviz::ModelArchitecture;
using tviz::OwnTensors;

/// Experts may stand in the place of the MLP.
bool belongs_to(const OwnTensors& tensors, const Component& component) {
  return tensors.of == (component.kind == "experts" ? component.kind : component.path);
}

void add_weights(const OwnTensors& tensors, Component& component) {
  for (const auto& [name, shape] : tensors.shapes) component.weights.push_back({name, shape});
}

std::string capitalized(std::string text) {
  if (!text.empty()) text.front() = static_cast<char>(std::toupper(text.front()));
  return text;
}

}  // namespace

void add_own_tensors(const ModelArchitecture& model, Component& component) {
  for (const OwnTensors& tensors : model.own_tensors) {
    if (!belongs_to(tensors, component)) continue;
    add_weights(tensors, component);
    component.summary += (component.summary.empty() ? "" : " · ") + tensors.says;
    if (component.kind != "attention" || tensors.label.empty()) continue;
    const std::string path = "own_" + std::to_string(component.parts.size());
    component.parts.push_back(
        {path, "latent", tensors.label, "", capitalized(tensors.says), tensors.says});
  }
}

std::vector<Component> own_boxes(const ModelArchitecture& model, const std::string& place) {
  std::vector<Component> boxes;
  for (const OwnTensors& tensors : model.own_tensors) {
    if (tensors.of != place) continue;
    Component box{.path = place + '_' + std::to_string(boxes.size() + 1),
                  .kind = "custom:own",
                  .label = tensors.label,
                  .title = capitalized(tensors.says),
                  .summary = tensors.says};
    add_weights(tensors, box);
    boxes.push_back(std::move(box));
  }
  return boxes;
}

}  // namespace transformers
