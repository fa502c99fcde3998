// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>

#include "tviz/base/error.hpp"
#include "tviz/scene/scene.hpp"

namespace tviz {
namespace {

constexpr Color kPaper{255, 255, 255};
constexpr Color kLightInk{34, 34, 34};
constexpr Color kDarkPaper{20, 20, 24};
constexpr Color kDarkInk{230, 230, 220};

Scene boxes(Color page, Color fill, Color stroke) {
  Scene scene;
  scene.background = page;
  const Rectangle box{{0, 0, 10, 10}, 0, fill, Stroke{stroke, 1, {}}};
  Fold fold;
  fold.folded = {Band{20, {box}}};
  fold.unfolded = {Band{40, {box, box}}};
  scene.items = {Band{20, {box}}, fold};
  return scene;
}

const Rectangle& first_box(const Scene& scene) {
  return std::get<Rectangle>(std::get<Band>(scene.items.front()).primitives.front());
}

TEST(DarkColors, PairTheColoursOfTwoScenes) {
  Scene scene = boxes(kPaper, kPaper, kLightInk);
  add_dark_colors(scene, boxes(kDarkPaper, kDarkPaper, kDarkInk));
  EXPECT_EQ(first_box(scene).fill, kPaper);
  const auto dark_of = [&scene](Color color) {
    return std::ranges::find(scene.dark_colors, color, &ColorPair::light)->dark;
  };
  EXPECT_EQ(dark_of(kPaper), kDarkPaper);
  EXPECT_EQ(dark_of(kLightInk), kDarkInk);
}

TEST(DarkColors, TakeThePlaceOfTheLightOnes) {
  Scene scene = boxes(kPaper, kPaper, kLightInk);
  const Scene dark = boxes(kDarkPaper, kDarkInk, kLightInk);
  add_dark_colors(scene, dark);
  EXPECT_EQ(to_json(in_dark_colors(scene)), to_json(dark));
}

TEST(DarkColors, TellApartWhatHasOneColourInTheLightOnly) {
  Scene scene = boxes(kPaper, kPaper, kLightInk);
  add_dark_colors(scene, boxes(kDarkPaper, kDarkInk, kLightInk));
  const Color shade{255, 255, 254};
  EXPECT_EQ(scene.background, kPaper);
  EXPECT_EQ(first_box(scene).fill, shade);
  EXPECT_EQ(std::ranges::find(scene.dark_colors, shade, &ColorPair::light)->dark, kDarkInk);
  EXPECT_EQ(std::ranges::find(scene.dark_colors, kLightInk, &ColorPair::light),
            scene.dark_colors.end());
}

TEST(DarkColors, AreOfTheSameDrawing) {
  Scene scene = boxes(kPaper, kPaper, kLightInk);
  Scene other = scene;
  other.items.pop_back();
  EXPECT_THROW(add_dark_colors(scene, other), Error);
}

TEST(DarkColors, AreAPartOfTheSceneAndItsHash) {
  Scene scene = boxes(kPaper, kPaper, kLightInk);
  const std::string before = hash(scene);
  EXPECT_EQ(to_json(scene).find("dark_colors"), std::string::npos);
  scene.dark_colors = {{kPaper, kDarkPaper}};
  EXPECT_NE(hash(scene), before);
  EXPECT_NE(to_json(scene).find("dark_colors"), std::string::npos);
}

}  // namespace
}  // namespace tviz
