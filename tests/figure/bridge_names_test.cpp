// SPDX-License-Identifier: MIT
// Every name that was recorded from TransformerLens 4.3 (tests/plugins/bridge_4.json), hooked
// alone: the figure shows a mark for it, with the layers closed and opened. All types were tried
// so; these stand for them.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "tviz/base/document.hpp"
#include "tviz/tviz.hpp"

namespace tviz::test {
namespace {

// A colour that no theme has.
const Color kMark{0x12, 0x34, 0x56};

template <class Shape>
bool is_marked(const Shape& shape) {
  if constexpr (requires { shape.stroke; }) {
    return shape.stroke && shape.stroke->color == kMark;
  }
  return false;
}

std::size_t marks_among(const std::vector<Primitive>& primitives) {
  return static_cast<std::size_t>(std::ranges::count_if(primitives, [](const Primitive& each) {
    return std::visit([](const auto& shape) { return is_marked(shape); }, each);
  }));
}

/// Of everything that is drawn, with that in the legend.
std::size_t marks_in(const Scene& scene) {
  std::size_t marks = 0;
  for (const Definition& each : scene.definitions) marks += marks_among(each.primitives);
  for (const PlacedBand& each : place(scene, true).bands)
    marks += marks_among(each.band->primitives);
  return marks;
}

/// The names outside the layers and in the first one.
std::vector<std::string> names_of(const Node& model) {
  std::vector<std::string> names;
  for (const Node::Member& group : model.find("names")->members) {
    std::istringstream words(group.value.scalar);
    for (std::string name; words >> name;) {
      if (const auto star = name.find('*'); star != std::string::npos) name.replace(star, 1, "0");
      names.push_back(name);
    }
  }
  return names;
}

class BridgeNames : public testing::TestWithParam<std::string> {};

TEST_P(BridgeNames, EachMarksAPlace) {
  const Document document =
      parse_json(read_file(TVIZ_TEST_DATA "/../plugins/bridge_4.json", 1U << 20U), "bridge_4.json");
  const auto& models = document.root.find("models")->items;
  const Node& recorded = *std::ranges::find_if(
      models, [](const Node& model) { return model.find("model_type")->scalar == GetParam(); });
  const ModelArchitecture model = read_model(Document{GetParam(), *recorded.find("config")});
  RenderOptions options;
  options.dialect = "transformer_bridge@4.3";
  options.annotations = Annotations::None;
  options.overrides = {{"highlights.0.stroke", "#123456"}};
  for (const bool is_opened : {false, true}) {
    if (is_opened) options.expanded = {"all"};
    const std::vector<std::string> names = names_of(recorded);
    for (std::size_t i = 0; i < names.size(); i += TVIZ_TEST_EVERY) {
      options.hooks = {{names[i], "patch", {}}};
      EXPECT_GE(marks_in(visualize(model, options).scene()), 2U)
          << names[i] << (is_opened ? " opened" : " closed");
    }
  }
}

// One of each structure.
INSTANTIATE_TEST_SUITE_P(Types, BridgeNames,
                         testing::Values("bert", "exaone4", "falcon_h1", "gemma3_text", "gpt2",
                                         "granitemoehybrid", "lfm2", "mamba", "olmo2", "opt", "phi",
                                         "qwen3_moe", "rwkv", "t5"),
                         [](const auto& type) { return type.param; });

}  // namespace
}  // namespace tviz::test
