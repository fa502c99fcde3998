// SPDX-License-Identifier: MIT
#include "scene/flatten.hpp"

#include <gtest/gtest.h>

#include <variant>

#include "tviz/base/error.hpp"

namespace tviz {
namespace {

constexpr Color kFlatInk{0x22, 0x22, 0x22};

/// A head of 30 pixels, a fold with a box in each of its states, a foot of 50 with a box at its
/// top, and a stream from 10 below the head's top to 20 below the foot's.
Scene folded_scene() {
  Fold fold;
  fold.folded = {Band{40, {Rectangle{{5, 6, 10, 10}, 0, kFlatInk, {}}}}};
  fold.unfolded = {Band{100, {Rectangle{{7, 8, 10, 10}, 0, kFlatInk, {}}}}};
  Scene scene;
  scene.width = 600;
  scene.definitions = {Definition{{Circle{{1, 2}, 3, kFlatInk, {}}}}};
  scene.items = {Band{30, {}}, fold, Band{50, {Use{0, {3, 0}}}}};
  scene.streams = {StreamLine{500, 0, 10, 2, 20, Stroke{kFlatInk, 1, {}}}};
  return scene;
}

TEST(Flatten, PlacesTheFoldedDrawingInOneBandBehindItTheStream) {
  const Scene flat = flatten(folded_scene());
  ASSERT_EQ(flat.items.size(), 1U);
  const Band& band = std::get<Band>(flat.items.front());
  EXPECT_EQ(band.height, 120);
  ASSERT_EQ(band.primitives.size(), 3U);
  EXPECT_EQ(std::get<Polyline>(band.primitives[0]).points,
            (std::vector<Point>{{500, 10}, {500, 90}}));
  EXPECT_EQ(std::get<Rectangle>(band.primitives[1]).bounds, (Rect{5, 36, 10, 10}));
  EXPECT_EQ(std::get<Use>(band.primitives[2]).offset, (Point{3, 70}));
  EXPECT_TRUE(flat.streams.empty());
  EXPECT_EQ(flat.definitions.size(), 1U);
  EXPECT_EQ(flat.width, 600);
}

TEST(Flatten, LeavesOutARailWhoseEndsAreAllHidden) {
  Scene scene = folded_scene();
  scene.rails = {Rail{20, {RailEnd{1, 4, 9}}, Stroke{kFlatInk, 1, {}}}};
  EXPECT_EQ(std::get<Band>(flatten(scene).items.front()).primitives.size(), 3U);
}

TEST(Flatten, RefusesAStreamThatEndsNowhere) {
  Scene scene = folded_scene();
  scene.streams.front().top_item = 9;
  EXPECT_THROW(flatten(scene), Error);
}

TEST(Moved, MovesEveryKindOfPrimitive) {
  const std::vector<Primitive> primitives =
      moved({Rectangle{{0, 0, 1, 1}, 0, kFlatInk, {}}, Circle{{0, 0}, 1, kFlatInk, {}},
             Polyline{{{0, 0}, {1, 1}}, false, kFlatInk, {}}, TextRun{{0, 0}, {}, kFlatInk},
             Artwork{{0, 0, 1, 1}, ""}, Use{0, {0, 0}}, Region{"", "", "", {0, 0, 1, 1}}},
            {10, 20});
  EXPECT_EQ(std::get<Rectangle>(primitives[0]).bounds, (Rect{10, 20, 1, 1}));
  EXPECT_EQ(std::get<Circle>(primitives[1]).center, (Point{10, 20}));
  EXPECT_EQ(std::get<Polyline>(primitives[2]).points, (std::vector<Point>{{10, 20}, {11, 21}}));
  EXPECT_EQ(std::get<TextRun>(primitives[3]).origin, (Point{10, 20}));
  EXPECT_EQ(std::get<Artwork>(primitives[4]).bounds, (Rect{10, 20, 1, 1}));
  EXPECT_EQ(std::get<Use>(primitives[5]).offset, (Point{10, 20}));
  EXPECT_EQ(std::get<Region>(primitives[6]).bounds, (Rect{10, 20, 1, 1}));
}

}  // namespace
}  // namespace tviz
