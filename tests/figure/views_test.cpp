// SPDX-License-Identifier: MIT
// What a figure draws of its layers: on screens, on paper, and on request.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "families.hpp"
#include "placed_drawing.hpp"
#include "tviz/tviz.hpp"

namespace tviz {
namespace {

constexpr double kTextWidth = 528;    // 5.5 inches, that of NeurIPS.
constexpr double kColumn = 312;       // 3.25 inches, that of ICML.
constexpr double kHighestPage = 864;  // 9 inches.
constexpr double kSixPoints = 8 - 1e-6;

std::vector<std::string> texts_of(const Scene& scene) {
  std::vector<std::string> texts;
  for (const test::DrawnText& each : test::place_drawing(scene, false).texts) {
    texts.push_back(each.text);
  }
  return texts;
}

std::ptrdiff_t count(const std::vector<std::string>& texts, const std::string& text) {
  return std::ranges::count(texts, text);
}

bool has_start(const std::vector<std::string>& texts, const std::string& start) {
  return std::ranges::any_of(texts,
                             [&](const std::string& text) { return text.starts_with(start); });
}

double height_of(const Scene& scene) { return place(scene, false).height; }

double least_letters(const Scene& scene) {
  double least = 1000;
  const auto look_at = [&](const std::vector<Primitive>& primitives) {
    for (const Primitive& each : primitives) {
      if (const auto* text = std::get_if<TextRun>(&each)) {
        least = std::min(least, text->text.size);
      }
    }
  };
  for (const Definition& definition : scene.definitions) look_at(definition.primitives);
  for (const PlacedBand& placed : place(scene, false).bands) look_at(placed.band->primitives);
  return least;
}

TEST(Views, PaperGetsOneBlockAndScreensATower) {
  const Figure figure = visualize("gpt2");
  const auto on_paper = texts_of(figure.paper_scene());
  EXPECT_EQ(count(on_paper, "× 12"), 1);
  EXPECT_TRUE(has_start(on_paper, "one block · i = 0, 2, …, 22"));
  const auto on_screens = texts_of(figure.scene());
  EXPECT_EQ(count(on_screens, "Layer 7"), 1);
  EXPECT_EQ(count(on_screens, "× 12"), 0);
}

TEST(Views, ANumberOfLayersAsksForATower) {
  RenderOptions options;
  options.max_layers = 2;
  const Figure figure = visualize("gpt2", options);
  EXPECT_EQ(to_json(figure.paper_scene()), to_json(figure.scene()));
  EXPECT_EQ(count(texts_of(figure.scene()), "Layer 1"), 1);
}

TEST(Views, AViewThatIsAskedForIsDrawnEverywhere) {
  RenderOptions options;
  options.view = View::Block;
  const Figure figure = visualize("gpt2", options);
  EXPECT_EQ(count(texts_of(figure.scene()), "× 12"), 1);
  EXPECT_EQ(count(texts_of(figure.interactive_scene()), "× 12"), 1);
}

TEST(Views, EachKindOfBlockHasAFrame) {
  RenderOptions options;
  options.width = kTextWidth;
  const auto texts = texts_of(visualize("deepseek-v3", options).paper_scene());
  EXPECT_EQ(count(texts, "× 3"), 1);
  EXPECT_EQ(count(texts, "× 58"), 1);
}

TEST(Views, KindsThatAreDrawnAlikeShareAFrame) {
  RenderOptions options;
  options.annotations = Annotations::None;
  const auto texts = texts_of(visualize("gemma-3-1b-pt", options).paper_scene());
  EXPECT_EQ(count(texts, "× 26"), 1);
  EXPECT_TRUE(has_start(texts, "one block · i = 0, 2, …, 50"));
  EXPECT_EQ(count(texts, "local attention, window 512: 22 layers"), 1);
  EXPECT_EQ(count(texts, "global attention: 4 layers"), 1);
  // Layers of the kind that is rarer have numbers.
  for (const char* layer : {"5", "11", "17", "23", "25"}) EXPECT_EQ(count(texts, layer), 1);
}

TEST(Views, AMarkedLayerStaysApartWithItsOwnNumbers) {
  RenderOptions options;
  options.hooks = {{"blocks.5.attn.hook_z", "patch", {3}}};
  const auto texts = texts_of(visualize("gpt2", options).paper_scene());
  EXPECT_EQ(count(texts, "× 5"), 1);
  EXPECT_EQ(count(texts, "Layer 5"), 1);
  EXPECT_TRUE(has_start(texts, "Layers 6 – 11"));
}

TEST(Views, AHookOnEveryLayerMarksTheBlockThatStandsForThem) {
  RenderOptions options;
  options.hooks = {{"blocks.*.attn.hook_z", "patch", {}}};
  const auto texts = texts_of(visualize("gpt2", options).paper_scene());
  EXPECT_EQ(count(texts, "× 12"), 1);
  EXPECT_FALSE(has_start(texts, "Layer "));
}

Values one_value_a_head(std::int64_t layers, std::int64_t heads) {
  Values values;
  values.title = "effect";
  for (std::int64_t layer = 0; layer < layers; ++layer) {
    for (std::int64_t head = 0; head < heads; ++head) {
      const double number = static_cast<double>(layer * heads + head) / 100 - 0.7;
      values.list.push_back({"blocks." + std::to_string(layer) + ".attn", head, number});
    }
  }
  return values;
}

TEST(Views, NumbersOfManyLayersBecomeAnAtlas) {
  RenderOptions options;
  options.width = kColumn;
  options.values = one_value_a_head(12, 12);
  const Scene scene = visualize("gpt2", options).paper_scene();
  EXPECT_LE(height_of(scene), 384) << "more than four inches";
  const auto texts = texts_of(scene);
  EXPECT_EQ(count(texts, ".73"), 1);
  EXPECT_EQ(count(texts, "-.7"), 1) << "as short a minus as -.73 needs";
  EXPECT_EQ(count(texts, "not measured"), 1);
  EXPECT_GE(least_letters(scene), kSixPoints);
}

TEST(Views, ExpertsWithNumbersHaveCellsOfTheirOwn) {
  RenderOptions options{.width = kColumn};
  for (std::int64_t layer = 0; layer < 32; ++layer) {
    for (std::int64_t expert = 0; expert < 8; ++expert) {
      options.values.list.push_back({"blocks." + std::to_string(layer) + ".mlp", expert,
                                     0.001 * static_cast<double>(100 + 8 * layer + expert)});
    }
  }
  const auto texts = texts_of(visualize("mixtral", options).paper_scene());
  EXPECT_EQ(count(texts, "expert"), 1);
  EXPECT_EQ(count(texts, "heads"), 1) << "one cell for all, since they have no numbers";
  EXPECT_GE(count(texts, ".22"), 8) << "numbers in cells";
  EXPECT_EQ(count(texts, "7"), 2) << "of an expert and of a layer";
}

RenderOptions numbers_at_positions() {
  RenderOptions options{.width = kColumn};
  for (std::int64_t layer = 0; layer < 12; ++layer) {
    for (std::int64_t position = 0; position < 4; ++position) {
      const double number = 0.01 * static_cast<double>(10 * layer + position);
      options.values.list.push_back({"blocks." + std::to_string(layer), position, number});
    }
  }
  options.value_tokens = {"When Mary and John"};
  return options;
}

TEST(Views, NumbersAtPositionsAreAMapWithTokens) {
  const Figure figure = visualize("gpt2", numbers_at_positions());
  for (const Scene& scene : {figure.scene(), figure.paper_scene()}) {
    const auto texts = texts_of(scene);
    EXPECT_EQ(count(texts, "position"), 1);
    EXPECT_EQ(count(texts, "head"), 0) << "only what has numbers";
    EXPECT_EQ(count(texts, "Mary"), 1);
    EXPECT_EQ(count(texts, "1.1"), 4) << "two figures: 1.1 to 1.13";
    EXPECT_GE(least_letters(scene), kSixPoints);
  }
  const std::string& outline = figure.scene().outline;
  EXPECT_NE(outline.find("blocks.11: position 0, When 1.1, position 1, Mary 1.11"),
            std::string::npos);
}

TEST(Views, LongTokensAreAListThatTouchesNothing) {
  RenderOptions options = numbers_at_positions();
  options.value_tokens = {" a", "very", "unusual", "\n"};
  options.width = 190;
  const test::PlacedDrawing drawing =
      test::place_drawing(visualize("gpt2", options).scene(), false);
  const auto place = [&](std::string_view text) {
    return std::ranges::find(drawing.texts, text, &test::DrawnText::text)->bounds;
  };
  for (const char* token : {"0 a", "1 very", "2 unusual", "3 ␣"}) {
    EXPECT_LT(place(token).bottom(), place("embed").y) << token;
    EXPECT_LT(place(token).right(), place("embed").center().x) << token << " on the stream";
  }
}

TEST(Views, EachPositionHasItsToken) {
  RenderOptions options = numbers_at_positions();
  options.value_tokens = {"too", "few"};
  try {
    visualize("gpt2", options);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.problems().front().where.field, "value_tokens");
    EXPECT_EQ(error.problems().front().message, "got 2 tokens for 4 positions");
  }
  options.value_tokens.clear();
  options.view = View::Tower;
  EXPECT_THROW(visualize("gpt2", options), Error) << "only an atlas has a place for each";
}

TEST(Views, AnAtlasOfNarrowCellsIsLowAndNamesItsGroups) {
  RenderOptions options;
  options.width = kColumn;
  options.values = one_value_a_head(32, 32);
  const Scene scene = visualize("llama-3.1-8b", options).paper_scene();
  EXPECT_LE(height_of(scene), 480) << "more than five inches";
  EXPECT_EQ(count(texts_of(scene), "kv"), 8);
  EXPECT_EQ(count(texts_of(scene), "head"), 0);
}

TEST(Views, AnAtlasOfALargeModelFitsAPage) {
  RenderOptions options;
  options.width = kTextWidth;
  options.values = one_value_a_head(126, 128);
  EXPECT_LE(height_of(visualize("llama-3.1-405b", options).paper_scene()), kHighestPage);
}

TEST(Views, AnAtlasMarksWhatHooksAttachTo) {
  RenderOptions options;
  options.view = View::Atlas;
  const auto fills = [&] {
    std::size_t marked = 0;
    const Figure figure = visualize("gpt2", options);
    const Color color = load_theme("circuits").highlights.front().fill;
    for (const PlacedBand& placed : place(figure.scene(), false).bands) {
      for (const Primitive& each : placed.band->primitives) {
        const auto* box = std::get_if<Rectangle>(&each);
        const auto* disc = std::get_if<Circle>(&each);
        if (box != nullptr && box->fill == color) ++marked;
        if (disc != nullptr && disc->fill == color) ++marked;
      }
    }
    return marked;
  };
  options.hooks = {{"blocks.3.attn.hook_z", "patch", {1, 4}}};
  EXPECT_EQ(fills(), 3U) << "two heads and the legend";
  options.hooks = {{"blocks.3.hook_resid_pre", "patch", {}}};
  EXPECT_EQ(fills(), 2U) << "a dot beside the stream, and the legend";
}

TEST(Views, FiguresForPaperFitTheirPage) {
  std::vector<ModelArchitecture> models{test::family_named("jamba-REDUCED-4L"),
                                        test::family_named("llava-1.5-7b-hf")};
  for (const char* name : {"gpt2", "llama-3.1-8b", "gemma-3-1b-pt", "gemma-3-4b-it", "deepseek-v3",
                           "mixtral", "vit-base-patch16-224", "nemotron-h-56b", "t5-base"}) {
    models.push_back(read_model(name));
  }
  for (const ModelArchitecture& model : models) {
    for (const double width : {kTextWidth, kColumn}) {
      RenderOptions options;
      options.width = width;
      const Scene scene = visualize(model, options).paper_scene();
      EXPECT_LE(height_of(scene), kHighestPage) << model.model_name << " at " << width;
      EXPECT_GE(least_letters(scene), kSixPoints) << model.model_name << " at " << width;
    }
  }
}

TEST(Views, OfSeveralStreamsTheLastRemainsWhereAllHaveNoRoom) {
  RenderOptions options;
  options.width = kColumn;
  const Figure figure = visualize("gemma-3-4b-it", options);
  EXPECT_EQ(figure.graph().streams.size(), 1U);
  ASSERT_EQ(figure.warnings().size(), 1U);
  EXPECT_TRUE(figure.warnings().front().starts_with("only the decoder is drawn"))
      << figure.warnings().front();
  options.hooks = {{"blocks.0.hook_resid_pre", "patch", {}}};
  EXPECT_THROW(visualize("gemma-3-4b-it", options), Error) << "a hook may be in either";
}

TEST(Views, AHeightChoosesTheView) {
  RenderOptions options;
  options.width = 408;
  options.height = 600;
  const auto texts = texts_of(visualize("gpt2", options).scene());
  EXPECT_EQ(count(texts, "× 12"), 1) << "one block, on screens too";
  options.height = 269;
  const Scene atlas = visualize("gpt2", options).scene();
  EXPECT_EQ(count(texts_of(atlas), "head"), 1);
  EXPECT_LE(height_of(atlas), 269);
  options.view = View::Tower;
  options.height = 960;
  const Scene tower = visualize("gpt2", options).scene();
  EXPECT_LE(height_of(tower), 960);
  EXPECT_EQ(count(texts_of(tower), "Layer 0"), 1);
}

TEST(Views, AnAtlasShowsColorsAndNoLetters) {
  RenderOptions options;
  options.width = kTextWidth;
  for (const char* point :
       {"hook_resid_pre", "ln1.hook_scale", "attn.hook_q", "attn.hook_k", "attn.hook_v",
        "attn.hook_attn_scores", "attn.hook_pattern", "attn.hook_z"}) {
    options.hooks.push_back({std::string("blocks.{1,3,5,7,9}.") + point, point, {}});
  }
  EXPECT_EQ(count(texts_of(visualize("gpt2", options).paper_scene()), "head"), 1);
  options.hooks.push_back({"blocks.3.hook_mlp_out", "steer", {}});
  const auto texts = texts_of(visualize("gpt2", options).paper_scene());
  EXPECT_EQ(count(texts, "head"), 0);
  EXPECT_GE(count(texts, "hook_pattern"), 2) << "in the legend and in opened layers";
}

TEST(Views, AHeightLeavesOutNotesAndSaysSo) {
  RenderOptions options;
  options.width = kColumn;
  options.height = 400;
  const Figure figure = visualize("gpt2", options);
  EXPECT_LE(height_of(figure.scene()), 400);
  ASSERT_EQ(figure.warnings().size(), 1U);
  EXPECT_TRUE(figure.warnings().front().starts_with("the notes were left out: with them"));
}

TEST(Views, AHeightThatIsTooSmallSaysWhatEachViewNeeds) {
  RenderOptions options;
  options.height = 100;
  try {
    visualize("gpt2", options);
    FAIL() << "drawn";
  } catch (const Error& error) {
    const Problem& problem = error.problems().front();
    EXPECT_EQ(problem.message, "a height of 100 pixels is too small");
    EXPECT_EQ(problem.where.field, "height");
    EXPECT_TRUE(problem.hint.starts_with("in this width, one block of each kind needs "));
    EXPECT_NE(problem.hint.find(" and an atlas needs "), std::string::npos);
  }
}

TEST(Views, APageOfHtmlScrollsWhateverTheHeight) {
  RenderOptions options;
  options.height = 300;
  EXPECT_GT(height_of(visualize("gpt2", options).interactive_scene()), 1000);
}

TEST(Views, SubFiguresShareAHeight) {
  const auto registry = std::make_shared<const Registry>();
  const std::vector<SubFigure> parts{{read_model("gpt2"), {}, "One."},
                                     {read_model("llama-3.1-8b"), {}, "Another."}};
  SubFigureOptions options;
  options.width = 648;
  options.height = 500;
  EXPECT_LE(height_of(SubFigures(parts, options, registry).scene()), 500);
  options.columns = 1;
  options.height = 864;
  EXPECT_LE(height_of(SubFigures(parts, options, registry).scene()), 864);
}

TEST(Views, NotesThatHaveNoRoomBesideAFigureStandBelowIt) {
  RenderOptions options;
  options.width = kColumn;
  const Figure figure = visualize("gpt2", options);
  EXPECT_TRUE(figure.warnings().empty());
  for (const Scene& scene : {figure.scene(), figure.paper_scene()}) {
    const test::PlacedDrawing drawing = test::place_drawing(scene, false);
    const auto tokens = std::ranges::find(drawing.texts, "tokens  ", &test::DrawnText::text);
    const auto note = std::ranges::find(drawing.texts, "The last state, normed, is unembedded.",
                                        &test::DrawnText::text);
    ASSERT_NE(tokens, drawing.texts.end());
    ASSERT_NE(note, drawing.texts.end());
    EXPECT_GT(note->bounds.y, tokens->bounds.bottom());
  }
}

TEST(Views, ANoteStandsOnceHoweverManyLayersItIsTrueOf) {
  RenderOptions options;
  options.view = View::Block;
  options.hooks = {{"blocks.5.attn.hook_z", "patch", {3}}};
  for (const double width : {kColumn, 700.0}) {
    options.width = width;
    // The letter of the MLP on two boxes and in a formula.
    EXPECT_EQ(count(texts_of(visualize("gpt2", options).scene()), "m"), 3) << width;
  }
}

TEST(Views, ALayerKeepsItsNotesWhenItIsOpened) {
  for (const View view : {View::Tower, View::Block}) {
    RenderOptions options;
    options.view = view;
    options.width = 700;
    const Scene scene = visualize("gpt2", options).interactive_scene();
    for (const bool unfolded : {false, true}) {
      std::vector<std::string> texts;
      for (const test::DrawnText& each : test::place_drawing(scene, unfolded).texts) {
        texts.push_back(each.text);
      }
      EXPECT_TRUE(has_start(texts, "Each attention head, h,")) << unfolded;
    }
  }
}

TEST(Views, AnAtlasOfADeepModelFitsASlide) {
  RenderOptions options{.width = 408, .height = 269};  // --fit beamer
  const Scene scene = visualize("gpt2-xl", options).paper_scene();
  EXPECT_LE(height_of(scene), 269);
  EXPECT_GE(least_letters(scene), kSixPoints);
}

TEST(Views, WhatWouldFitIsTold) {
  const RenderOptions options{.width = 408, .height = 269};
  try {
    visualize("llama-3.1-405b", options).paper_scene();
    FAIL();
  } catch (const Error& error) {
    const std::string& hint = error.problems().front().hint;
    const std::size_t at = hint.find("; a height of ");
    ASSERT_NE(at, std::string::npos) << hint;
    RenderOptions enough = options;
    enough.height = 96 * std::stod(hint.substr(at + std::string("; a height of ").size()));
    EXPECT_LE(height_of(visualize("llama-3.1-405b", enough).paper_scene()), *enough.height);
  }
}

TEST(Views, LatentAttentionIsDrawnOutOnce) {
  const auto boxes = [](const RenderOptions& options) {
    const std::vector<std::string> texts = texts_of(visualize("deepseek-v3", options).scene());
    return std::pair(count(texts, "RoPE"), has_start(texts, "latent attention"));
  };
  RenderOptions options{.view = View::Block};
  EXPECT_EQ(boxes(options), std::pair(std::ptrdiff_t{2}, true));
  options.hooks = {{.point = "blocks.*.attn.hook_z", .heads = {3}}};
  EXPECT_EQ(boxes(options), std::pair(std::ptrdiff_t{4}, false));
}

TEST(Views, OpenedLayersFitAColumn) {
  for (const char* model : {"gpt2", "llama-3.1-8b"}) {
    RenderOptions options{.view = View::Block, .width = kColumn, .expanded = {"blocks.0"}};
    const std::vector<std::string> texts = texts_of(visualize(model, options).scene());
    EXPECT_EQ(count(texts, "pattern"), 1) << model;
    EXPECT_GE(least_letters(visualize(model, options).scene()), kSixPoints) << model;
  }
}

TEST(Views, OnlyATowerFlowsToTheRight) {
  RenderOptions options;
  options.direction = Direction::Right;
  options.view = View::Block;
  EXPECT_THROW(visualize("gpt2", options), Error);
  options.view = View::Automatic;
  const Figure figure = visualize("gpt2", options);
  EXPECT_EQ(to_json(figure.paper_scene()), to_json(figure.scene()));
}

}  // namespace
}  // namespace tviz
