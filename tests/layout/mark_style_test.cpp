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

TEST_F(MarkLooks, SeveralHooksAreEqualTabsInTheLowerLeftCorner) {
  const std::vector<MarkStyle> marks{mark(0, {"A"}), mark(4, {"E"}), mark(0, {"I"})};
  const Rect bounds{100, 50, 60, 36};
  const auto tabs = only<Rectangle>(signs(bounds, marks, theme, fonts));
  ASSERT_EQ(tabs.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(tabs[i].bounds.width, tabs[0].bounds.width);
    EXPECT_EQ(tabs[i].bounds.bottom(), bounds.bottom() - 1);
    EXPECT_EQ(tabs[i].fill, marks[i].colors.fill);
    EXPECT_EQ(tabs[i].bounds.x, tabs[0].bounds.x + static_cast<double>(i) * tabs[0].bounds.width);
  }
  Canvas canvas(style);
  canvas.box(bounds, theme.learned, marks);
  const auto boxes = only<Rectangle>(std::move(canvas).take());
  EXPECT_EQ(boxes.front().fill, theme.learned.fill) << "none of them fills the box";
}

TEST_F(MarkLooks, OneHookFillsItsBoxAndItsLetterFollowsTheLabel) {
  const std::vector<MarkStyle> marks{mark(0, {"A"})};
  const Rect bounds{0, 0, 60, 30};
  EXPECT_TRUE(signs(bounds, marks, theme, fonts).empty());
  Canvas canvas(style);
  canvas.box(bounds, theme.learned, marks);
  canvas.label("h_1", bounds, 15, theme.learned, marks);
  const auto parts = std::move(canvas).take();
  EXPECT_EQ(only<Rectangle>(parts).front().fill, marks[0].colors.fill);
  const auto texts = only<TextRun>(parts);
  ASSERT_EQ(texts.back().text.text, "A");
  EXPECT_GE(texts.back().text.size, 7.0 / 6 * theme.minimum_size) << "7 pt in print";
  EXPECT_GT(texts.back().origin.x, texts.front().origin.x + texts.front().text.width);
}

TEST_F(MarkLooks, ANumberFillsItsBoxBesideAHook) {
  std::vector<MarkStyle> marks{mark(0, {"A"}), mark(4)};
  marks.back().is_number = true;
  ASSERT_NE(filling(marks), nullptr);
  EXPECT_EQ(*filling(marks), marks.back());
  const auto tabs = only<Rectangle>(signs({0, 0, 60, 30}, marks, theme, fonts));
  ASSERT_EQ(tabs.size(), 1U);
  EXPECT_EQ(tabs.front().fill, marks.front().colors.fill);
}

TEST_F(MarkLooks, TabsThatHaveNoRoomAreCounted) {
  std::vector<MarkStyle> marks;
  for (std::size_t i = 0; i < 30; ++i) marks.push_back(mark(i % 8, {mark_letter(i)}));
  const Rect bounds{0, 0, 66, 50};
  const auto parts = signs(bounds, marks, theme, fonts);
  const auto tabs = only<Rectangle>(parts);
  const std::size_t shown = tabs.size() - 1;
  EXPECT_GE(shown, 3U) << "in two rows";
  EXPECT_EQ(only<TextRun>(parts).back().text.text, "+" + std::to_string(30 - shown));
  for (const Rectangle& tab : tabs) {
    EXPECT_GE(tab.bounds.x, 0);
    EXPECT_LE(tab.bounds.right(), bounds.right());
    EXPECT_GE(tab.bounds.y, 0);
    EXPECT_LE(tab.bounds.bottom(), bounds.bottom());
  }
}

TEST_F(MarkLooks, ALabelStandsBesideTabsOrAboveThem) {
  const std::vector<MarkStyle> marks{mark(0, {"A"}), mark(1, {"B"})};
  const auto label_in = [&](const Rect& bounds) {
    Canvas canvas(style);
    canvas.label("MLP", bounds, 12, theme.learned, marks);
    return only<TextRun>(std::move(canvas).take()).front().origin.y;
  };
  EXPECT_GT(label_in({0, 0, 200, 30}), 15) << "in the middle of a wide box";
  EXPECT_LT(label_in({0, 0, 40, 30}), 15);
}

}  // namespace
}  // namespace tviz
