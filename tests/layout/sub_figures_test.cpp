// SPDX-License-Identifier: MIT
#include "layout/sub_figures.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "tviz/base/error.hpp"

namespace tviz {
namespace {

constexpr Color kInk{0x22, 0x22, 0x22};

class SideBySide : public testing::Test {
 protected:
  /// Fills its page but for the margins, and has one of everything.
  CaptionedScene drawing(double width, double height, std::string caption = {}) const {
    const double margin = theme.margin;
    const Rect inside{margin, margin, width - 2 * margin, height - 2 * margin};
    Scene scene;
    scene.title = "Model";
    scene.description = "It is described.";
    scene.outline = "Model: outlined\n";
    scene.width = width;
    scene.snippet = "model.run('{name}')";
    scene.definitions = {Definition{{Circle{{0, 0}, 1, kInk, {}}}},
                         Definition{{Circle{{0, 0}, 2, kInk, {}}}}};
    scene.items = {Band{height,
                        {Rectangle{inside, 0, kInk, {}}, Use{1, {inside.x, inside.y}},
                         Region{"blocks.0.attn", "Attention, layer 0: 1 head", "0.attn", inside}}}};
    scene.details = {Detail{.id = "0.attn", .title = "Attention"}};
    scene.marks = {DetailMark{.component = "blocks.0.attn", .site = "z", .label = "f"}};
    return {std::move(scene), std::move(caption)};
  }

  Scene compose(std::vector<CaptionedScene> scenes, std::size_t columns) const {
    return side_by_side(std::move(scenes), columns, theme, fonts);
  }

  template <class Kind>
  static std::vector<Kind> all_of(const Scene& scene) {
    std::vector<Kind> found;
    for (const PlacedBand& band : place(scene, false).bands) {
      EXPECT_EQ(band.top, 0);
      for (const Primitive& primitive : band.band->primitives) {
        if (const auto* kind = std::get_if<Kind>(&primitive)) found.push_back(*kind);
      }
    }
    return found;
  }

  static std::vector<std::string> words(const Scene& scene) {
    std::vector<std::string> words;
    for (const TextRun& run : all_of<TextRun>(scene)) words.push_back(run.text.text);
    return words;
  }

  Theme theme = load_theme("circuits");
  Fonts fonts;
};

TEST_F(SideBySide, StandsARowOnOneFootWithMarginsOnlyAround) {
  const Scene scene = compose({drawing(300, 200), drawing(200, 400)}, 2);
  const auto boxes = all_of<Rectangle>(scene);
  ASSERT_EQ(boxes.size(), 2U);
  EXPECT_EQ(boxes[0].bounds.x, theme.margin);
  EXPECT_EQ(boxes[1].bounds.y, theme.margin);
  EXPECT_EQ(boxes[0].bounds.bottom(), boxes[1].bounds.bottom());
  EXPECT_EQ(boxes[1].bounds.x - boxes[0].bounds.right(), 20);
  EXPECT_EQ(scene.width, boxes[1].bounds.right() + theme.margin);
}

TEST_F(SideBySide, KeepsTheSameGapsInAGrid) {
  const Scene scene =
      compose({drawing(200, 200), drawing(300, 300), drawing(200, 300), drawing(300, 200)}, 2);
  const auto boxes = all_of<Rectangle>(scene);
  ASSERT_EQ(boxes.size(), 4U);
  EXPECT_EQ(boxes[0].bounds.x, boxes[2].bounds.x);
  EXPECT_EQ(boxes[1].bounds.x, boxes[3].bounds.x);
  EXPECT_EQ(boxes[2].bounds.bottom(), boxes[3].bounds.bottom());
  EXPECT_GT(boxes[2].bounds.y, boxes[0].bounds.bottom() + theme.label_size);
}

TEST_F(SideBySide, WritesLabelsAndCaptionsInTheMiddleBelow) {
  const Scene scene = compose({drawing(300, 200, "first"), drawing(300, 200)}, 2);
  EXPECT_EQ(words(scene), (std::vector<std::string>{"(a) first", "(b)"}));
  const auto boxes = all_of<Rectangle>(scene);
  const auto texts = all_of<TextRun>(scene);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_DOUBLE_EQ(texts[i].origin.x + texts[i].text.width / 2, boxes[i].bounds.center().x);
    EXPECT_GT(texts[i].origin.y, boxes[i].bounds.bottom() + texts[i].text.size);
  }
  EXPECT_EQ(texts[0].origin.y, texts[1].origin.y);
}

TEST_F(SideBySide, BreaksALongCaption) {
  const Scene scene = compose({drawing(200, 200, "a caption of many words, more than fit")}, 1);
  const auto texts = all_of<TextRun>(scene);
  EXPECT_GT(texts.size(), 1U);
  for (const TextRun& text : texts) {
    EXPECT_GE(text.origin.x, theme.margin);
    EXPECT_LE(text.origin.x + text.text.width, scene.width - theme.margin);
    EXPECT_LT(text.origin.y, place(scene, false).height - theme.margin);
  }
}

TEST_F(SideBySide, KeepsApartWhatHasTheSameName) {
  const Scene scene = compose({drawing(300, 200), drawing(300, 200)}, 2);
  const auto regions = all_of<Region>(scene);
  ASSERT_EQ(regions.size(), 2U);
  EXPECT_EQ(regions[1].path, "b:blocks.0.attn");
  EXPECT_EQ(regions[1].label, "(b) Attention, layer 0: 1 head");
  EXPECT_EQ(regions[1].detail, scene.details[1].id);
  EXPECT_NE(regions[0].detail, regions[1].detail);
  EXPECT_EQ(scene.marks[1].component, regions[1].path);
  EXPECT_EQ(scene.details[1].title, "(b)\u00a0Attention");
}

TEST_F(SideBySide, TakesOverDefinitionsThatAreUsed) {
  const Scene scene = compose({drawing(300, 200), drawing(300, 200)}, 2);
  ASSERT_EQ(scene.definitions.size(), 2U);
  const auto uses = all_of<Use>(scene);
  ASSERT_EQ(uses.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(uses[i].definition, i);
    EXPECT_EQ(std::get<Circle>(scene.definitions[i].primitives[0]).radius, 2);
  }
}

TEST_F(SideBySide, TellsOfAll) {
  const Scene scene = compose({drawing(300, 200, "first"), drawing(300, 200)}, 2);
  EXPECT_EQ(scene.title, "(a) first, (b) Model");
  EXPECT_EQ(scene.description, "(a) first: It is described. (b) Model: It is described.");
  EXPECT_EQ(scene.outline, "(a) first\nModel: outlined\n(b) Model\nModel: outlined\n");
}

TEST_F(SideBySide, GivesCodeOnlyWhereItIsRightForAll) {
  EXPECT_EQ(compose({drawing(300, 200), drawing(300, 200)}, 2).snippet, "model.run('{name}')");
  CaptionedScene other = drawing(300, 200);
  other.scene.snippet = "other('{name}')";
  EXPECT_EQ(compose({drawing(300, 200), other}, 2).snippet, "");
  EXPECT_EQ(compose({drawing(300, 200), other, drawing(300, 200)}, 2).snippet, "");
}

TEST_F(SideBySide, HasALetterForEach) {
  EXPECT_THROW(compose({}, 1), Error);
  EXPECT_EQ(words(compose(std::vector<CaptionedScene>(26, drawing(100, 100)), 6)).back(), "(z)");
  EXPECT_THROW(compose(std::vector<CaptionedScene>(27, drawing(100, 100)), 6), Error);
}

class SubFigureWidths : public testing::Test {
 protected:
  std::vector<double> widths(double width, const std::vector<double>& least,
                             std::size_t columns) const {
    return sub_figure_widths(width, least, columns, theme);
  }

  /// Two margins and a gap are 50.
  Theme theme = load_theme("circuits", std::vector<ThemeOverride>{{"metrics.margin", "15"}});
};

TEST_F(SubFigureWidths, AreEqualWhereAllFit) {
  EXPECT_EQ(widths(650, {100, 200}, 2), (std::vector<double>{330, 330}));
}

TEST_F(SubFigureWidths, GiveOneThatNeedsMoreWhatItNeeds) {
  EXPECT_EQ(widths(650, {100, 430}, 2), (std::vector<double>{230, 430}));
}

TEST_F(SubFigureWidths, FillTheWidthWithoutAPixelLeft) {
  const std::vector<double> shares = widths(651, {100, 100}, 2);
  EXPECT_EQ(shares[0] + shares[1] - 4 * theme.margin, 651 - 50);
}

TEST_F(SubFigureWidths, AreThoseOfTheColumnInAGrid) {
  EXPECT_EQ(widths(650, {100, 100, 430}, 2), (std::vector<double>{430, 230, 430}));
}

TEST_F(SubFigureWidths, NameWhatDoesNotFit) {
  try {
    widths(300, {130, 330}, 2);
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "width: a width of 300 pixels is too small for these sub-figures (side by side "
                 "they need 450: (a) 100, (b) 300; fewer columns need less)");
  }
}

}  // namespace
}  // namespace tviz
