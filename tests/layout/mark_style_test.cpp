// SPDX-License-Identifier: MIT
#include "layout/mark_style.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "layout/canvas.hpp"
#include "layout/component_drawing.hpp"
#include "layout/marks.hpp"

namespace tviz {
namespace {

class MarkLooks : public testing::Test {
 protected:
  MarkStyle mark(std::size_t color, MarkKind kind = {}) const {
    return mark_style(theme.highlights[color], kind, theme);
  }

  Theme theme = load_theme("circuits");
  Fonts fonts;
  Style style{theme, fonts};
};

template <class Shape>
std::vector<Shape> only(const std::vector<Primitive>& primitives) {
  std::vector<Shape> found;
  for (const Primitive& primitive : primitives) {
    if (const auto* shape = std::get_if<Shape>(&primitive)) found.push_back(*shape);
  }
  return found;
}

Overlay with_functions(std::size_t count) {
  Overlay overlay;
  for (std::size_t i = 0; i < count; ++i) {
    overlay.highlights.push_back({"mlp", "post", {}, std::to_string(i), "hook", "", i});
  }
  return overlay;
}

TEST(MarkLetter, GoesOnAfterZ) {
  EXPECT_EQ(mark_letter(0), "A");
  EXPECT_EQ(mark_letter(25), "Z");
  EXPECT_EQ(mark_letter(26), "AA");
  EXPECT_EQ(mark_letter(27), "AB");
  EXPECT_EQ(mark_letter(51), "AZ");
  EXPECT_EQ(mark_letter(52), "BA");
  EXPECT_EQ(mark_letter(701), "ZZ");
  EXPECT_EQ(mark_letter(702), "AAA");
}

TEST_F(MarkLooks, EightFunctionsNeedNoLetters) {
  const Overlay overlay = with_functions(8);
  for (const MarkStyle& each : Marks(overlay, theme).anywhere("mlp")) EXPECT_EQ(each.letter, "");
}

TEST_F(MarkLooks, OfNineFunctionsEachHasALetter) {
  const Overlay overlay = with_functions(9);
  const std::vector<MarkStyle> styles = Marks(overlay, theme).anywhere("mlp");
  ASSERT_EQ(styles.size(), 9U);
  EXPECT_EQ(styles.front().letter, "A");
  EXPECT_EQ(styles.back().letter, "I");
  EXPECT_EQ(styles.back().colors, styles.front().colors) << "the colours begin anew";
}

TEST_F(MarkLooks, TextIsLegibleOnEveryGround) {
  for (const std::string& name : theme_names()) {
    theme = load_theme(name);
    for (std::size_t color = 0; color < theme.highlights.size(); ++color) {
      for (const bool backward : {false, true}) {
        for (const bool dormant : {false, true}) {
          const MarkStyle each = mark(color, {"", backward, dormant});
          EXPECT_GE(contrast(each.ground, each.ink), 4.5)
              << name << " " << format(each.colors.fill) << backward << dormant;
        }
      }
    }
  }
}

TEST_F(MarkLooks, BackwardAndDormantLookDifferentInEachPlace) {
  const Rectangle box{{0, 0, 40, 30}, 3, std::nullopt, std::nullopt};
  const auto plain = only<Rectangle>(marked_shape(box, mark(0), 2));
  ASSERT_EQ(plain.size(), 1U);
  EXPECT_EQ(plain[0].fill, theme.highlights[0].fill);
  EXPECT_TRUE(plain[0].stroke->dashes.empty());

  const auto dormant = only<Rectangle>(marked_shape(box, mark(0, {"", false, true}), 2));
  ASSERT_EQ(dormant.size(), 1U);
  EXPECT_NE(dormant[0].fill, theme.highlights[0].fill);
  EXPECT_FALSE(dormant[0].stroke->dashes.empty());

  const auto backward = only<Rectangle>(marked_shape(box, mark(0, {"", true, false}), 2));
  ASSERT_EQ(backward.size(), 2U) << "a frame is a line on a wider one";
  EXPECT_EQ(backward[0].fill, theme.page);
  EXPECT_EQ(backward[1].stroke->color, theme.highlights[0].fill);
  EXPECT_GT(backward[0].stroke->width, backward[1].stroke->width);
  for (const Rectangle& frame : backward) {
    EXPECT_GT(frame.bounds.x, 0) << "it stays in its box";
    EXPECT_LT(frame.bounds.right(), 40);
  }
}

TEST_F(MarkLooks, ABackwardDotPointsDownwards) {
  const auto parts = marker({10, 10}, 6, mark(1, {"", true, false}), theme, fonts);
  EXPECT_TRUE(only<Circle>(parts).empty());
  const auto triangles = only<Polyline>(parts);
  ASSERT_EQ(triangles.size(), 1U);
  const auto& points = triangles[0].points;
  EXPECT_EQ(points[0].y, points[1].y);
  EXPECT_GT(points[2].y, points[0].y);
}

TEST_F(MarkLooks, ADormantDotIsADottedRing) {
  const auto rings = only<Circle>(marker({0, 0}, 5, mark(1, {"", false, true}), theme, fonts));
  ASSERT_EQ(rings.size(), 1U);
  EXPECT_FALSE(rings[0].stroke->dashes.empty());
  EXPECT_NE(rings[0].fill, theme.highlights[1].fill);
}

TEST_F(MarkLooks, DotsGrowForTheirLetters) {
  for (const std::string letters : {"A", "W", "AB", "WW"}) {
    for (const bool backward : {false, true}) {
      const std::vector<MarkStyle> marks{mark(0, {letters, backward, false}), mark(1, {"B"})};
      Canvas canvas(style);
      canvas.markers({0, 0}, marks);
      const std::vector<Primitive> parts = std::move(canvas).take();
      const auto texts = only<TextRun>(parts);
      ASSERT_EQ(texts.size(), 2U);
      EXPECT_GE(texts[0].text.size, theme.minimum_size);
      const double width = marker_width(theme, marks);
      EXPECT_GE(texts[0].origin.x, -width / 2);
      EXPECT_LE(texts[0].origin.x + texts[0].text.width, -kMarkerSpace / 2) << letters;
    }
  }
  EXPECT_EQ(marker_extent(theme, std::vector<MarkStyle>{mark(0)}), theme.marker_radius);
}

TEST_F(MarkLooks, BadgesStandAtTheirStripes) {
  const std::vector<MarkStyle> marks{mark(0, {"A"}), mark(4, {"E"}), mark(0, {"I"})};
  const auto boxes = only<Rectangle>(badges({100, 50, 60, 36}, marks, theme, fonts));
  ASSERT_EQ(boxes.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(boxes[i].bounds.x, 100 + 20.0 * static_cast<double>(i));
    EXPECT_EQ(boxes[i].bounds.center().y, 50);
    EXPECT_EQ(boxes[i].fill, marks[i].colors.fill);
  }
}

TEST_F(MarkLooks, BadgesThatHaveNoRoomAreCounted) {
  std::vector<MarkStyle> marks;
  for (std::size_t i = 0; i < 30; ++i) marks.push_back(mark(i % 8, {mark_letter(i)}));
  const auto parts = badges({0, 0, 44, 36}, marks, theme, fonts);
  const auto boxes = only<Rectangle>(parts);
  std::size_t shown = boxes.size() - 1;
  EXPECT_EQ(only<TextRun>(parts).back().text.text, "+" + std::to_string(30 - shown));
  for (const Rectangle& box : boxes) {
    EXPECT_GE(box.bounds.x, 0);
    EXPECT_LE(box.bounds.right(), 46);
    for (const Rectangle& other : boxes) {
      if (&box == &other || box.bounds.y != other.bounds.y) continue;
      EXPECT_TRUE(box.bounds.right() <= other.bounds.x || other.bounds.right() <= box.bounds.x);
    }
  }
}

TEST_F(MarkLooks, TheLabelOfMarksWithoutACommonInkKeepsItsGround) {
  const std::vector<MarkStyle> marks{mark(0), mark(7)};
  ASSERT_FALSE(carry_label(marks));
  EXPECT_EQ(text_color(theme.learned, marks), theme.learned.text);
  const Rect bounds{0, 0, 44, 36};
  Canvas canvas(style);
  canvas.box(bounds, theme.learned, marks);
  const auto areas = only<Rectangle>(std::move(canvas).take());
  EXPECT_EQ(areas.front().fill, theme.learned.fill);
  const double label = 0.4 * theme.head_size;
  std::size_t stripes = 0;
  for (const Rectangle& area : areas) {
    if (!area.fill || area.fill == theme.learned.fill) continue;
    ++stripes;
    EXPECT_TRUE(area.bounds.bottom() < bounds.center().y - label ||
                area.bounds.y > bounds.center().y + label);
  }
  EXPECT_EQ(stripes, 4U);
}

}  // namespace
}  // namespace tviz
