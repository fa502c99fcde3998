// SPDX-License-Identifier: MIT
#include "tviz/scene/crop.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "tviz/base/error.hpp"

namespace tviz {
namespace {

constexpr Color kInk{0x22, 0x22, 0x22};

Rectangle box(const Rect& bounds) { return {bounds, 0, kInk, {}}; }

Scene scene_of(std::vector<Primitive> primitives) {
  Scene scene;
  scene.width = 200;
  scene.items = {Band{100, std::move(primitives)}};
  return scene;
}

/// What a crop leaves of a page of 200 × 100: how far it moved the drawing, and its size.
Rect kept(std::vector<Primitive> primitives) {
  primitives.emplace_back(Region{"origin", "", "", {0, 0, 1, 1}});
  const Scene scene = crop(scene_of(std::move(primitives)), Fonts());
  const Band& band = std::get<Band>(scene.items.front());
  const Rect& moved = std::get<Region>(band.primitives.back()).bounds;
  return {-moved.x, -moved.y, scene.width, band.height};
}

TEST(Crop, EndsAtEachKindOfPrimitive) {
  const Stroke stroke{kInk, 4, {}};
  EXPECT_EQ(kept({box({10, 20, 30, 40})}), (Rect{10, 20, 30, 40}));
  EXPECT_EQ(kept({Rectangle{{10, 20, 30, 40}, 0, {}, stroke}}), (Rect{8, 18, 34, 44}));
  EXPECT_EQ(kept({Circle{{50, 40}, 10, kInk, stroke}}), (Rect{38, 28, 24, 24}));
  EXPECT_EQ(kept({Artwork{{5, 6, 7, 8}, "<svg/>"}}), (Rect{5, 6, 7, 8}));
}

TEST(Crop, CountsTheWidthOfALineAcrossItAndAtItsJoins) {
  const Stroke stroke{kInk, 4, {}};
  EXPECT_EQ(kept({Polyline{{{10, 50}, {60, 50}}, false, {}, stroke}}), (Rect{10, 48, 50, 4}));
  EXPECT_EQ(kept({Polyline{{{10, 50}, {60, 50}, {60, 80}}, false, {}, stroke}}),
            (Rect{10, 48, 52, 32}));
  EXPECT_EQ(kept({Polyline{{{10, 10}, {20, 10}, {20, 20}}, true, kInk, stroke}}),
            (Rect{8, 8, 14, 14}));
  EXPECT_EQ(kept({Polyline{{{10, 10}, {20, 10}, {15, 20}}, true, kInk, {}}}),
            (Rect{10, 10, 10, 10}));
}

TEST(Crop, EndsAtTheInkOfLettersNotAtTheirAdvances) {
  const Fonts fonts;
  const ShapedText text = fonts.shape("f", Face::SerifItalic, 40).front();
  const Rect ink = fonts.ink(text);
  EXPECT_LT(ink.x, 0);
  const Rect page = kept({TextRun{{50, 60}, text, kInk}});
  EXPECT_LE(page.x, 50 + ink.x);
  EXPECT_GT(page.x, 49 + ink.x);
  EXPECT_GE(page.right(), 50 + ink.right());
  EXPECT_LT(page.right(), 51 + ink.right());
  EXPECT_LE(page.y, 60 + ink.y);
  EXPECT_GT(page.y, 59 + ink.y);
  EXPECT_GE(page.bottom(), 60 + ink.bottom());
  EXPECT_LT(page.bottom(), 61 + ink.bottom());
}

TEST(Crop, StaysOnWholePixels) {
  EXPECT_EQ(kept({box({10.3, 20.6, 30, 40})}), (Rect{10, 20, 31, 41}));
}

TEST(Crop, SeesDefinitionsWhereTheyAreUsed) {
  Scene scene = scene_of({Use{0, {30, 20}}});
  scene.definitions = {Definition{{box({1, 2, 10, 10})}}};
  scene = crop(std::move(scene), Fonts());
  EXPECT_EQ(scene.width, 10);
  EXPECT_EQ(std::get<Use>(std::get<Band>(scene.items[0]).primitives[0]).offset, (Point{-1, -2}));
  EXPECT_THROW(crop(scene_of({Use{3, {0, 0}}}), Fonts()), Error);
}

TEST(Crop, LeavesWhatHasNoInk) {
  const Scene scene = crop(scene_of({Region{"a", "", "", {10, 10, 20, 20}}}), Fonts());
  EXPECT_EQ(scene.width, 200);
  EXPECT_EQ(std::get<Band>(scene.items[0]).height, 100);
}

/// Empty space of 10 at the top, in a band of its own, and of 30 + 20 at the bottom; a fold whose
/// unfolded state is wider; a stream and a rail.
Scene scene_with_fold() {
  Fold fold;
  fold.id = "fold";
  fold.folded = {Band{40, {box({50, 0, 100, 40})}}};
  fold.unfolded = {Band{80, {box({45, 0, 120, 80})}}};
  fold.unfold_button = {60, 5, 10, 10};
  Scene scene;
  scene.width = 200;
  scene.items = {Band{10, {}}, Band{30, {box({60, 5, 10, 10})}}, fold,
                 Band{50, {box({60, 0, 10, 20})}}, Band{20, {}}};
  scene.streams = {StreamLine{100, 1, 10, 3, 5, Stroke{kInk, 1, {}}}};
  scene.rails = {Rail{110, {RailEnd{1, 12, 12}, RailEnd{2, 6, 7}}, Stroke{kInk, 1, {}}}};
  return scene;
}

TEST(Crop, KeepsWhatUnfoldsOnThePage) {
  const Scene before = scene_with_fold();
  const Scene after = crop(before, Fonts());
  EXPECT_EQ(after.width, 120);
  for (const bool unfolded : {false, true}) {
    const PlacedScene was = place(before, unfolded);
    const PlacedScene is = place(after, unfolded);
    EXPECT_EQ(is.height, was.height - 15 - 50);
    ASSERT_EQ(is.lines.size(), was.lines.size());
    for (std::size_t i = 0; i < was.lines.size(); ++i) {
      EXPECT_EQ(is.lines[i].x, was.lines[i].x - 45);
      EXPECT_EQ(is.lines[i].top, was.lines[i].top - 15);
      EXPECT_EQ(is.lines[i].bottom, was.lines[i].bottom - 15);
    }
  }
  EXPECT_EQ(std::get<Fold>(after.items[2]).unfold_button, (Rect{15, 5, 10, 10}));
}

TEST(Crop, CropsColumnsThatStandAtTheEdge) {
  Scene scene;
  scene.width = 200;
  scene.items = {Band{100, {box({10, 30, 50, 60})}}, Band{80, {box({100, 5, 50, 65})}}};
  scene.columns = {Column{0, 0}, Column{1, 1}};
  scene = crop(std::move(scene), Fonts());
  const PlacedScene placed = place(scene, false);
  EXPECT_EQ(scene.width, 140);
  EXPECT_EQ(placed.height, 65);
  std::vector<Rect> boxes;
  for (const PlacedBand& band : placed.bands) {
    boxes.push_back(std::get<Rectangle>(band.band->primitives.front()).bounds);
    boxes.back().y += band.top;
  }
  EXPECT_EQ(boxes, (std::vector<Rect>{{0, 5, 50, 60}, {90, 0, 50, 65}}));
}

TEST(Crop, IsDoneOnce) {
  const Scene once = crop(scene_with_fold(), Fonts());
  EXPECT_EQ(to_json(crop(once, Fonts())), to_json(once));
}

}  // namespace
}  // namespace tviz
