// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "base/color_pairs.hpp"
#include "tviz/base/error.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz {
namespace {

/// Finds every colour of a scene, in one order for scenes that differ in colours only.
class ColorList {
 public:
  explicit ColorList(Scene& scene) {
    add(scene.background);
    for (Definition& definition : scene.definitions) add(definition.primitives);
    for (StackItem& item : scene.items) std::visit([this](auto& each) { add(each); }, item);
    for (StreamLine& line : scene.streams) add(line.stroke);
    for (Rail& rail : scene.rails) add(rail.stroke);
    for (DetailMark& mark : scene.marks) add(mark.style);
    for (DetailScale& scale : scene.scales) {
      for (DetailColors& step : scale.steps) {
        add(step.fill);
        add(step.text);
      }
    }
    PanelStyle& panel = scene.panel;
    for (Color* color : {&panel.page, &panel.surface, &panel.border, &panel.ink, &panel.muted}) {
      add(*color);
    }
    add(panel.head);
  }

  const std::vector<Color*>& colors() const { return colors_; }

 private:
  void add(Color& color) { colors_.push_back(&color); }
  void add(Stroke& stroke) { add(stroke.color); }
  void add(BoxStyle& style) {
    add(style.fill);
    add(style.stroke);
    add(style.text);
  }
  void add(Band& band) { add(band.primitives); }
  void add(Fold& fold) {
    for (Band& band : fold.folded) add(band);
    for (Band& band : fold.unfolded) add(band);
    add(fold.unfold_hint);
    add(fold.fold_hint);
  }
  void add(std::vector<Primitive>& primitives) {
    for (Primitive& primitive : primitives) {
      std::visit([this](auto& each) { add(each); }, primitive);
    }
  }
  void add(TextRun& run) { add(run.color); }
  void add(Artwork&) {}
  void add(Use&) {}
  void add(Region&) {}
  /// A rectangle, circle or line.
  template <class Shape>
  void add(Shape& shape) {
    if (shape.fill) add(*shape.fill);
    if (shape.stroke) add(*shape.stroke);
  }

  std::vector<Color*> colors_;
};

}  // namespace

void add_dark_colors(Scene& scene, Scene dark) {
  const ColorList light_list(scene);
  const ColorList dark_list(dark);
  if (light_list.colors().size() != dark_list.colors().size()) {
    throw Error(Problem{"the theme and its dark partner draw different figures", {}, {}});
  }
  ColorPairs pairs;
  for (std::size_t i = 0; i < light_list.colors().size(); ++i) {
    Color& color = *light_list.colors()[i];
    color = pairs.add(color, *dark_list.colors()[i]);
  }
  for (const auto& [number, partner] : pairs.partners()) {
    const Color color{static_cast<std::uint8_t>(number >> 16U),
                      static_cast<std::uint8_t>(number >> 8U & 255U),
                      static_cast<std::uint8_t>(number & 255U)};
    if (color != partner) scene.dark_colors.push_back({color, partner});
  }
}

Scene in_dark_colors(Scene scene) {
  const ColorList list(scene);
  for (Color* color : list.colors()) {
    const auto pair = std::ranges::find(scene.dark_colors, *color, &ColorPair::light);
    if (pair != scene.dark_colors.end()) *color = pair->dark;
  }
  scene.dark_colors.clear();
  return scene;
}

}  // namespace tviz
