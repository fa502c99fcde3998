// SPDX-License-Identifier: MIT
// Layers drawn opened: what flows where.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "families.hpp"
#include "placed_drawing.hpp"
#include "tviz/tviz.hpp"

namespace tviz::test {
namespace {

PlacedDrawing opened(const char* model, std::vector<Hook> hooks = {}) {
  RenderOptions options;
  options.max_layers = 1;
  options.expanded = {"all"};
  options.annotations = Annotations::None;
  options.hooks = std::move(hooks);
  return place_drawing(visualize(model, options).scene(), false);
}

/// The lowest text that reads so, which is in the first layer.
Rect place_of(const PlacedDrawing& drawing, const std::string& text) {
  Rect lowest;
  for (const DrawnText& each : drawing.texts) {
    if (each.text == text && each.bounds.y > lowest.y) lowest = each.bounds;
  }
  EXPECT_GT(lowest.width, 0) << text;
  return lowest;
}

bool has_text(const PlacedDrawing& drawing, const std::string& text) {
  return std::ranges::any_of(drawing.texts,
                             [&](const DrawnText& each) { return each.text == text; });
}

/// The norm nearest in height to a label.
Rect norm_beside(const PlacedDrawing& drawing, const Rect& label) {
  Rect nearest;
  double least = 1e9;
  for (const DrawnText& each : drawing.texts) {
    const double distance = std::abs(each.bounds.center().y - label.center().y);
    if (each.text != "RMS" || distance > least) continue;
    least = distance;
    nearest = each.bounds;
  }
  return nearest;
}

TEST(OpenedLayers, TensorsStandInTheOrderInWhichTheyFlow) {
  const PlacedDrawing drawing = opened("gpt2");
  // From the bottom up.
  const std::vector<std::string> flow{"hook_resid_pre",  "hook_attn_in",   "hook_scale",
                                      "hook_normalized", "hook_q",         "hook_attn_scores",
                                      "hook_pattern",    "hook_z",         "hook_result",
                                      "hook_attn_out",   "hook_resid_mid", "hook_mlp_in"};
  std::vector<std::string> order = flow;
  // The norms' names stand at both norms of the layer, the lower ones are the attention's.
  std::ranges::stable_sort(order, std::greater<>(),
                           [&](const std::string& name) { return place_of(drawing, name).y; });
  EXPECT_EQ(order, flow);
}

TEST(OpenedLayers, WeightsAndOperationsAreThere) {
  const PlacedDrawing gpt2 = opened("gpt2");
  EXPECT_TRUE(has_text(gpt2, "softmax"));
  EXPECT_FALSE(has_text(gpt2, "rotate"));
  const PlacedDrawing llama = opened("llama-3.1-8b");
  EXPECT_TRUE(has_text(llama, "rotate"));
  EXPECT_TRUE(has_text(llama, "× 8"));
  EXPECT_TRUE(has_text(llama, "hook_rot_k"));
  const PlacedDrawing mixtral = opened("mixtral-8x7b");
  EXPECT_TRUE(has_text(mixtral, "hook_expert_weights"));
  EXPECT_TRUE(has_text(mixtral, "every expert e"));
}

/// TransformerLens takes Gemma 2's output of attention after the norm that follows it, and
/// OLMo 2's before.
TEST(OpenedLayers, OutputsStandBeforeOrAfterTheNormAsTheModelHasThem) {
  for (const auto& [model, after] :
       {std::pair{"gemma-2-2b", true}, {"allenai/OLMo-2-0425-1B", false}}) {
    SCOPED_TRACE(model);
    const PlacedDrawing drawing = opened(model);
    const Rect label = place_of(drawing, "hook_attn_out");
    const Rect norm = norm_beside(drawing, label);
    // Circles on a stem have their labels at the left, so the circle counts, not the text.
    const Rect* circle = nullptr;
    for (const Rect& each : drawing.circles) {
      const bool beside = std::abs(each.center().y - label.center().y) < 8 ||
                          (each.center().x > label.x && each.center().x < label.right() &&
                           std::abs(each.center().y - label.bottom()) < 14);
      if (beside && each.width < 12) circle = &each;
    }
    ASSERT_NE(circle, nullptr);
    EXPECT_EQ(circle->center().x > norm.center().x, after);
  }
}

/// The last input of a short convolution lies nearly above the norm, to which the line may not move
/// then.
TEST(OpenedLayers, CirclesAboveANormStandOnItsLine) {
  const Document config = parse_json(R"({"model_type": "lfm2", "hidden_size": 2048,
      "num_hidden_layers": 2, "num_attention_heads": 32, "num_key_value_heads": 8,
      "intermediate_size": 12288, "vocab_size": 65536, "layer_types": ["conv", "conv"]})",
                                     "config.json");
  RenderOptions options;
  options.dialect = "transformer_bridge";
  options.expanded = {"blocks.0"};
  const PlacedDrawing drawing =
      place_drawing(visualize(read_model(config), options).scene(), false);
  const double height = place_of(drawing, "conv.hook_in").center().y;
  int circles = 0;
  for (const Rect& each : drawing.circles) {
    if (std::abs(each.center().y - height) > 4) continue;
    ++circles;
    EXPECT_TRUE(std::ranges::any_of(drawing.lines, [&](const Segment& line) {
      return line.vertical() && std::abs(line.from.x - each.center().x) < 0.01;
    })) << each.center().x;
  }
  EXPECT_EQ(circles, 1);
}

/// Circles with a dashed line.
std::size_t count_dotted(const Scene& scene) {
  std::size_t count = 0;
  const auto add = [&](const std::vector<Primitive>& primitives) {
    count +=
        static_cast<std::size_t>(std::ranges::count_if(primitives, [](const Primitive& primitive) {
          const auto* circle = std::get_if<Circle>(&primitive);
          return circle != nullptr && circle->stroke && !circle->stroke->dashes.empty();
        }));
  };
  for (const Definition& each : scene.definitions) add(each.primitives);
  for (const PlacedBand& each : place(scene, false).bands) add(each.band->primitives);
  return count;
}

TEST(OpenedLayers, WhatNeverFiresIsDotted) {
  RenderOptions options;
  options.max_layers = 1;
  options.expanded = {"blocks.0"};
  // The inputs of attention, of its queries, keys and values, of the MLP, and the result.
  EXPECT_EQ(count_dotted(visualize("gpt2", options).scene()), 6U);
}

TEST(OpenedLayers, OnlyWhatIsAskedForIsOpened) {
  RenderOptions options;
  options.expanded = {"blocks.1.attn"};
  options.max_layers = 3;
  const PlacedDrawing drawing = place_drawing(visualize("gpt2", options).scene(), false);
  EXPECT_EQ(std::ranges::count(drawing.texts, "hook_pattern", &DrawnText::text), 1);
  EXPECT_FALSE(has_text(drawing, "hook_post"));
}

TEST(OpenedLayers, ALayerThatIsAskedForIsNotFolded) {
  RenderOptions options;
  options.expanded = {"blocks.50.attn"};
  const PlacedDrawing drawing = place_drawing(visualize("llama-3.1-405b", options).scene(), false);
  EXPECT_TRUE(has_text(drawing, "Layer 50"));
  EXPECT_TRUE(has_text(drawing, "hook_pattern"));
  EXPECT_FALSE(has_text(drawing, "Layer 51"));
}

TEST(OpenedLayers, ABoxWithTooManyHooksOpensByItself) {
  RenderOptions options;
  options.hooks = {{"blocks.0.attn.hook_{q,k,v,pattern,z}", "few", {}}};
  EXPECT_FALSE(has_text(place_drawing(visualize("gpt2", options).scene(), false), "hook_q"));
  options.hooks.push_back({"blocks.0.attn.hook_attn_scores", "one more", {}});
  EXPECT_TRUE(has_text(place_drawing(visualize("gpt2", options).scene(), false), "hook_q"));
}

TEST(OpenedLayers, LabelsStayInsideTheFrame) {
  RenderOptions options{.view = View::Block, .width = 528, .expanded = {"blocks.1"}};
  const PlacedDrawing drawing =
      place_drawing(visualize(family_named("flame-mamba_1B"), options).scene(), false);
  const Rect label = place_of(drawing, "hook_out");
  EXPECT_TRUE(std::ranges::any_of(drawing.frames, [&](const Rect& frame) {
    return label.y > frame.y + 1 && label.bottom() < frame.bottom();
  }));
}

TEST(OpenedLayers, TheInputsOfAScanHaveTheirNames) {
  for (const char* family : {"flame-mamba_1B", "flame-mamba2_1B"}) {
    const RenderOptions options{.view = View::Block, .width = 528, .expanded = {"all"}};
    const PlacedDrawing drawing =
        place_drawing(visualize(family_named(family), options).scene(), false);
    for (const char* name : {"u", "Δ", "B", "C", "z"}) EXPECT_TRUE(has_text(drawing, name)) << name;
    EXPECT_TRUE(has_text(drawing, "softplus"));
    // Not a word of HookedTransformer, which has no code for such a layer.
    EXPECT_FALSE(has_text(drawing, "hook_mlp_in"));
    EXPECT_TRUE(has_text(drawing, "hook_mixer_in"));
  }
}

TEST(OpenedLayers, LabelsTellTheHeads) {
  const PlacedDrawing drawing = opened("gpt2", {{"blocks.0.attn.hook_pattern", "f", {0, 2}}});
  EXPECT_TRUE(has_text(drawing, "hook_pattern · heads 0, 2"));
}

TEST(OpenedLayers, OfAStateSpaceFitAColumn) {
  constexpr double kColumn = 312;  // 3.25 inches
  for (const char* family : {"flame-mamba_1B", "flame-mamba2_1B"}) {
    const RenderOptions options{.width = kColumn, .expanded = {"all"}};
    const PlacedDrawing drawing =
        place_drawing(visualize(family_named(family), options).paper_scene(), false);
    EXPECT_TRUE(has_text(drawing, "in_proj")) << "short, of hook_out: " << family;
    EXPECT_TRUE(has_text(drawing, "norm.in")) << family;
  }
}

TEST(OpenedLayers, AFigureThatIsTooNarrowSaysWhatItNeeds) {
  RenderOptions options;
  options.expanded = {"all"};
  options.width = 200;
  try {
    visualize("gpt2", options);
    FAIL() << "drawn";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("this model needs"), std::string::npos);
  }
}

TEST(Expanded, UnknownPathsNameTheNearest) {
  RenderOptions options;
  options.expanded = {"blocks.3.attn", "blocks.5", "all", "blocks.3.mpl", "somewhere"};
  try {
    const Figure figure = visualize("gpt2", options);
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "expand: gpt2-small has no block or component 'blocks.3.mpl' to open (did you "
                 "mean 'blocks.3.mlp'?)\n"
                 "expand: gpt2-small has no block or component 'somewhere' to open (name a block "
                 "(blocks.5), a component in one (blocks.5.attn), or all)");
  }
}

}  // namespace
}  // namespace tviz::test
