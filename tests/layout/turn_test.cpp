// SPDX-License-Identifier: MIT
#include "layout/turn.hpp"

#include <gtest/gtest.h>

#include <variant>

namespace tviz {
namespace {

TEST(Turn, MovesWhatWasUpToTheRightAndWhatWasLeftToTheTop) {
  EXPECT_EQ(turned(Point{3, -10}), (Point{10, 3}));
  EXPECT_EQ(turned(Rect{1, -20, 5, 8}), (Rect{12, 1, 8, 5}));
  EXPECT_EQ(turned_back(turned(Point{3, -10})), (Point{3, -10}));
  EXPECT_EQ(turned_back(turned(Rect{1, -20, 5, 8})), (Rect{1, -20, 5, 8}));
}

TEST(Turn, MovesEveryPrimitiveAndKeepsTextUpright) {
  TextRun run{{3, -10}, {}, {}};
  run.text.text = "x";
  const std::vector<Primitive> before{
      Rectangle{{1, -20, 5, 8}, 2, {}, {}},        Circle{{3, -10}, 4, {}, {}},
      Polyline{{{3, -10}, {3, 0}}, false, {}, {}}, run,
      Artwork{{1, -20, 5, 8}, "<svg/>"},           Use{2, {3, -10}},
      Region{"blocks.0", "", "", {1, -20, 5, 8}}};
  const std::vector<Primitive> after = turned(before);
  EXPECT_EQ(std::get<Rectangle>(after[0]).bounds, (Rect{12, 1, 8, 5}));
  EXPECT_EQ(std::get<Circle>(after[1]).center, (Point{10, 3}));
  EXPECT_EQ(std::get<Polyline>(after[2]).points.back(), (Point{0, 3}));
  EXPECT_EQ(std::get<TextRun>(after[3]).origin, (Point{10, 3}));
  EXPECT_EQ(std::get<TextRun>(after[3]).text.text, "x");
  EXPECT_EQ(std::get<Artwork>(after[4]).bounds, (Rect{12, 1, 8, 5}));
  EXPECT_EQ(std::get<Use>(after[5]).offset, (Point{10, 3}));
  EXPECT_EQ(std::get<Region>(after[6]).bounds, (Rect{12, 1, 8, 5}));
  EXPECT_EQ(std::get<Region>(turned_back(after)[6]).bounds, (Rect{1, -20, 5, 8}));
}

}  // namespace
}  // namespace tviz
