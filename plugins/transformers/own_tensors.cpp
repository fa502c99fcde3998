// SPDX-License-Identifier: MIT
// Learned tensors that a family has beside those that follow from its numbers and switches.
#include <cctype>

#include "components.hpp"
#include "wording.hpp"

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

/// "1000 × 512", "4 tensors".
std::string sizes(const OwnTensors& tensors) {
  if (tensors.shapes.empty()) return "not drawn";
  if (tensors.shapes.size() > 1) {
    return counted(static_cast<std::int64_t>(tensors.shapes.size()), "tensor");
  }
  std::string text;
  for (const std::int64_t size : tensors.shapes.front().second) {
    text += (text.empty() ? "" : " × ") + std::to_string(size);
  }
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
        {path, "latent", tensors.label, "", capitalized(tensors.says), sizes(tensors)});
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
                  .summary = sizes(tensors)};
    add_weights(tensors, box);
    boxes.push_back(std::move(box));
  }
  return boxes;
}

}  // namespace transformers
