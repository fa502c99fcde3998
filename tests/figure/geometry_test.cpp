// SPDX-License-Identifier: MIT

/// What makes a figure right, whatever the model: nothing is cut off, nothing overlaps, text
/// stays in its box, lines cross no box and never run on top of each other.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "geometry_cases.hpp"
#include "placed_drawing.hpp"
#include "tviz/scene/crop.hpp"

namespace tviz::test {
namespace {

bool inside(const Rect& inner, const Rect& outer, double slack = 0.01) {
  return inner.x >= outer.x - slack && inner.right() <= outer.right() + slack &&
         inner.y >= outer.y - slack && inner.bottom() <= outer.bottom() + slack;
}

double overlap(double a1, double a2, double b1, double b2) {
  return std::min(a2, b2) - std::max(a1, b1);
}

bool overlap(const Rect& a, const Rect& b) {
  return overlap(a.x, a.right(), b.x, b.right()) > 0.01 &&
         overlap(a.y, a.bottom(), b.y, b.bottom()) > 0.01;
}

std::string text_of(const Rect& r) {
  return testing::PrintToString(std::vector<double>{r.x, r.y, r.width, r.height});
}

/// `bearing`: how far the box of a text may reach out, since it is larger than the ink.
void expect_nothing_cut_off(const PlacedDrawing& drawing, double bearing = 0.01) {
  const Rect page{0, 0, drawing.width, drawing.height};
  for (const Rect& box : drawing.boxes) EXPECT_TRUE(inside(box, page)) << text_of(box);
  for (const Rect& frame : drawing.frames) EXPECT_TRUE(inside(frame, page)) << text_of(frame);
  for (const DrawnText& text : drawing.texts) {
    EXPECT_TRUE(inside(text.bounds, page, bearing)) << text.text << " " << text_of(text.bounds);
  }
}

void expect_no_overlap(const PlacedDrawing& drawing) {
  for (std::size_t i = 0; i < drawing.boxes.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_FALSE(overlap(drawing.boxes[i], drawing.boxes[j]))
          << text_of(drawing.boxes[i]) << " and " << text_of(drawing.boxes[j]);
    }
  }
  for (std::size_t i = 0; i < drawing.texts.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const DrawnText& a = drawing.texts[i];
      const DrawnText& b = drawing.texts[j];
      // Kerned neighbours of one formula and its scripts may touch.
      const bool neighbours =
          overlap(a.bounds.x, a.bounds.right(), b.bounds.x, b.bounds.right()) < 1;
      EXPECT_TRUE(neighbours || !overlap(a.bounds, b.bounds))
          << a.text << " " << text_of(a.bounds) << " and " << b.text << " " << text_of(b.bounds);
    }
  }
}

/// Signs of hooks lie on boxes and lines, but leave the labels free.
void expect_signs_apart(const PlacedDrawing& drawing) {
  for (std::size_t i = 0; i < drawing.signs.size(); ++i) {
    const Rect& sign = drawing.signs[i];
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_FALSE(overlap(sign, drawing.signs[j]))
          << text_of(sign) << " and " << text_of(drawing.signs[j]);
    }
    for (const DrawnText& text : drawing.texts) {
      EXPECT_FALSE(overlap(sign, text.bounds)) << text_of(sign) << " on " << text.text;
    }
  }
  for (std::size_t i = 0; i < drawing.letters.size(); ++i) {
    const DrawnText& letter = drawing.letters[i];
    EXPECT_TRUE(inside(letter.bounds, drawing.under_letters[i])) << letter.text;
    for (const DrawnText& text : drawing.texts) {
      EXPECT_FALSE(overlap(drawing.under_letters[i], text.bounds))
          << letter.text << " on " << text.text;
    }
  }
}

// Between a text and the edge of a card.
constexpr double kAir = 1.5;

Rect grown(const Rect& rect, double by) {
  return {rect.x - by, rect.y - by, rect.width + 2 * by, rect.height + 2 * by};
}

void expect_text_in_its_box(const PlacedDrawing& drawing) {
  for (const DrawnText& text : drawing.texts) {
    for (const Rect& box : drawing.boxes) {
      if (!overlap(text.bounds, box)) continue;
      EXPECT_TRUE(inside(text.bounds, box)) << text.text << " in " << text_of(box);
    }
    for (const Rect& card : drawing.cards) {
      if (!overlap(grown(text.bounds, kAir), card)) continue;
      EXPECT_TRUE(inside(grown(text.bounds, kAir), card))
          << text.text << " on the edge of " << text_of(card);
    }
  }
}

/// Whether more than a touch of a straight line lies in a rectangle (Liang and Barsky 1984).
bool crosses(const Segment& line, const Rect& rect) {
  constexpr double kTouch = 0.6;
  const double dx = line.to.x - line.from.x;
  const double dy = line.to.y - line.from.y;
  double begin = 0;
  double end = 1;
  const auto clip = [&](double step, double from, double low, double high) {
    if (step == 0) return from > low && from < high;
    const auto [first, last] = std::minmax({(low - from) / step, (high - from) / step});
    begin = std::max(begin, first);
    end = std::min(end, last);
    return begin < end;
  };
  return clip(dx, line.from.x, rect.x + kTouch, rect.right() - kTouch) &&
         clip(dy, line.from.y, rect.y + kTouch, rect.bottom() - kTouch);
}

std::string text_of(const Segment& line) {
  return testing::PrintToString(
      std::vector<double>{line.from.x, line.from.y, line.to.x, line.to.y});
}

// Macros of expectations would take most of the time of these loops.
void expect_free_lines(const PlacedDrawing& drawing) {
  for (const Segment& line : drawing.lines) {
    const auto expect_beside = [&line](const Rect& rect, std::string_view what) {
      if (crosses(line, rect)) ADD_FAILURE() << text_of(line) << " crosses " << what;
    };
    for (const Rect& box : drawing.boxes) expect_beside(box, "a box");
    for (const Rect& card : drawing.cards) expect_beside(card, "a card");
    for (const DrawnText& text : drawing.texts) expect_beside(text.bounds, text.text);
  }
}

/// Only the signs in operations and the lines from a router, which is a box with slanted
/// sides, are slanted.
void expect_right_angles(const PlacedDrawing& drawing) {
  for (const Segment& line : drawing.lines) {
    if (line.horizontal() || line.vertical()) continue;
    const auto starts_at = [&](const Rect& box) {
      const bool above =
          std::abs(line.from.y - box.y) < 0.01 && line.from.x > box.x && line.from.x < box.right();
      const bool right = std::abs(line.from.x - box.right()) < 0.01 && line.from.y > box.y &&
                         line.from.y < box.bottom();
      return above || right;
    };
    const auto lies_in = [&](const Rect& circle) {
      return inside({std::min(line.from.x, line.to.x), std::min(line.from.y, line.to.y), 0, 0},
                    circle);
    };
    EXPECT_TRUE(std::ranges::any_of(drawing.slanted_boxes, starts_at) ||
                std::ranges::any_of(drawing.circles, lies_in))
        << line.from.x << "," << line.from.y;
  }
}

void expect_lines_apart(const PlacedDrawing& drawing) {
  const auto shared = [](const Segment& a, const Segment& b) {
    if (a.horizontal() && b.horizontal() && std::abs(a.from.y - b.from.y) < 1) {
      return overlap(std::min(a.from.x, a.to.x), std::max(a.from.x, a.to.x),
                     std::min(b.from.x, b.to.x), std::max(b.from.x, b.to.x));
    }
    if (a.vertical() && b.vertical() && std::abs(a.from.x - b.from.x) < 1) {
      return overlap(std::min(a.from.y, a.to.y), std::max(a.from.y, a.to.y),
                     std::min(b.from.y, b.to.y), std::max(b.from.y, b.to.y));
    }
    return 0.0;
  };
  for (std::size_t i = 0; i < drawing.lines.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (shared(drawing.lines[i], drawing.lines[j]) < 0.01) continue;
      ADD_FAILURE() << text_of(drawing.lines[i]) << " runs on " << text_of(drawing.lines[j]);
    }
  }
}

void expect_no_empty_band(const PlacedDrawing& drawing) {
  std::vector<std::pair<double, double>> filled{{0, 0}, {drawing.height, drawing.height}};
  for (const auto* rects : {&drawing.boxes, &drawing.cards, &drawing.frames}) {
    for (const Rect& rect : *rects) filled.emplace_back(rect.y, rect.bottom());
  }
  for (const DrawnText& text : drawing.texts) {
    filled.emplace_back(text.bounds.y, text.bounds.bottom());
  }
  std::ranges::sort(filled);
  double end = 0;
  for (const auto& [top, bottom] : filled) {
    EXPECT_LT(top - end, 60) << "empty from " << end << " to " << top;
    end = std::max(end, bottom);
  }
}

void expect_every_rule(const Scene& scene, bool unfolded) {
  SCOPED_TRACE(unfolded ? "unfolded" : "folded");
  const PlacedDrawing drawing = place_drawing(scene, unfolded);
  expect_nothing_cut_off(drawing);
  expect_signs_apart(drawing);
  expect_no_overlap(drawing);
  expect_text_in_its_box(drawing);
  expect_free_lines(drawing);
  expect_right_angles(drawing);
  expect_lines_apart(drawing);
  if (!unfolded) expect_no_empty_band(drawing);
}

class Geometry : public testing::TestWithParam<GeometryCase> {};

TEST_P(Geometry, KeepsEveryRule) {
  const Scene scene = GetParam().scene();
  for (const bool unfolded : {false, true}) expect_every_rule(scene, unfolded);
}

class InteractiveGeometry : public testing::TestWithParam<GeometryCase> {};

TEST_P(InteractiveGeometry, KeepsEveryRule) {
  const Scene scene = GetParam().interactive_scene();
  for (const bool unfolded : {false, true}) expect_every_rule(scene, unfolded);
}

TEST_P(InteractiveGeometry, IsNotCutOffWhereItIsCropped) {
  const Scene scene = crop(GetParam().interactive_scene(), Fonts());
  for (const bool unfolded : {false, true}) {
    expect_nothing_cut_off(place_drawing(scene, unfolded), 1.5);
  }
}

class RightwardGeometry : public testing::TestWithParam<GeometryCase> {};

TEST_P(RightwardGeometry, KeepsEveryRule) { expect_every_rule(GetParam().scene(), false); }

INSTANTIATE_TEST_SUITE_P(Figures, RightwardGeometry, testing::ValuesIn(rightward_cases()),
                         [](const auto& test_case) {
                           return "case" + std::to_string(test_case.index);
                         });

INSTANTIATE_TEST_SUITE_P(Figures, InteractiveGeometry, testing::ValuesIn(interactive_cases()),
                         [](const auto& test_case) {
                           return "case" + std::to_string(test_case.index);
                         });

INSTANTIATE_TEST_SUITE_P(Figures, Geometry, testing::ValuesIn(geometry_cases()),
                         [](const auto& test_case) {
                           return "case" + std::to_string(test_case.index);
                         });

}  // namespace
}  // namespace tviz::test
