// SPDX-License-Identifier: MIT

/// What makes a figure right, whatever the model: nothing is cut off, nothing overlaps, text
/// stays in its box, lines cross no box and never run on top of each other.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "families.hpp"
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

/// Rectangles by height, since rules about pairs of them would ask for the square of a large
/// figure's 10,000 shapes.
class Rows {
 public:
  explicit Rows(const std::vector<Rect>& rects) : rects_(rects) {
    for (std::size_t i = 0; i < rects.size(); ++i) {
      for (std::int64_t row = first(rects[i]); row <= last(rects[i]); ++row) {
        rows_[row].push_back(i);
      }
    }
  }

  /// Calls `visit` once with the index of each rectangle at the heights of `rect`.
  template <class Visit>
  void beside(const Rect& rect, Visit visit) const {
    for (std::int64_t row = first(rect); row <= last(rect); ++row) {
      const auto found = rows_.find(row);
      if (found == rows_.end()) continue;
      for (const std::size_t index : found->second) {
        if (row == std::max(first(rect), first(rects_[index]))) visit(index);
      }
    }
  }

 private:
  static constexpr double kRowHeight = 16;
  static std::int64_t row_of(double y) { return std::llround(std::floor(y / kRowHeight)); }
  // A touch counts, so what ends where a row begins is in that row.
  static std::int64_t first(const Rect& rect) { return row_of(rect.y - 1); }
  static std::int64_t last(const Rect& rect) { return row_of(rect.bottom() + 1); }

  const std::vector<Rect>& rects_;
  std::unordered_map<std::int64_t, std::vector<std::size_t>> rows_;
};

std::vector<Rect> bounds_of(const std::vector<DrawnText>& texts) {
  std::vector<Rect> bounds;
  for (const DrawnText& text : texts) bounds.push_back(text.bounds);
  return bounds;
}

Rect bounds_of(const Segment& line) {
  const auto [left, right] = std::minmax(line.from.x, line.to.x);
  const auto [top, bottom] = std::minmax(line.from.y, line.to.y);
  return {left, top, right - left, bottom - top};
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
  const Rows boxes(drawing.boxes);
  for (std::size_t i = 0; i < drawing.boxes.size(); ++i) {
    boxes.beside(drawing.boxes[i], [&](std::size_t j) {
      if (j >= i || !overlap(drawing.boxes[i], drawing.boxes[j])) return;
      ADD_FAILURE() << text_of(drawing.boxes[i]) << " and " << text_of(drawing.boxes[j]);
    });
  }
  const std::vector<Rect> bounds = bounds_of(drawing.texts);
  const Rows texts(bounds);
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    texts.beside(bounds[i], [&](std::size_t j) {
      if (j >= i || !overlap(bounds[i], bounds[j])) return;
      // Kerned neighbours of one formula and its scripts may touch.
      if (overlap(bounds[i].x, bounds[i].right(), bounds[j].x, bounds[j].right()) < 1) return;
      ADD_FAILURE() << drawing.texts[i].text << " " << text_of(bounds[i]) << " and "
                    << drawing.texts[j].text << " " << text_of(bounds[j]);
    });
  }
}

/// Whether a rectangle lies more than a touch inside the circle in a square.
bool is_in_circle(const Rect& rect, const Rect& circle) {
  const Point center = circle.center();
  const double dx = center.x - std::clamp(center.x, rect.x, rect.right());
  const double dy = center.y - std::clamp(center.y, rect.y, rect.bottom());
  return std::hypot(dx, dy) < circle.width / 2 - 0.3;
}

/// Of a badge or, if it is as high as wide, a dot.
bool is_on(const Rect& letter, const Rect& sign) {
  const bool is_dot = std::abs(sign.width - sign.height) < 0.01;
  return is_dot ? is_in_circle(letter, sign) : overlap(letter, sign);
}

/// Whether the circles in two squares share more than a touch.
bool circles_overlap(const Rect& one, const Rect& other) {
  const Point apart{one.center().x - other.center().x, one.center().y - other.center().y};
  return std::hypot(apart.x, apart.y) < (one.width + other.width) / 2 - 0.3;
}

void expect_circles_apart(const PlacedDrawing& drawing) {
  const Rows circles(drawing.circles);
  for (std::size_t i = 0; i < drawing.circles.size(); ++i) {
    circles.beside(drawing.circles[i], [&](std::size_t j) {
      if (j >= i || !circles_overlap(drawing.circles[i], drawing.circles[j])) return;
      ADD_FAILURE() << "circles " << text_of(drawing.circles[i]) << " and "
                    << text_of(drawing.circles[j]);
    });
  }
}

/// Signs of hooks lie on boxes and lines, but leave the labels free.
void expect_signs_apart(const PlacedDrawing& drawing) {
  const std::vector<Rect> bounds = bounds_of(drawing.texts);
  const Rows texts(bounds);
  const auto expect_free = [&](const Rect& sign, std::string_view what) {
    texts.beside(sign, [&](std::size_t i) {
      if (overlap(sign, bounds[i])) ADD_FAILURE() << what << " on " << drawing.texts[i].text;
    });
  };
  for (std::size_t i = 0; i < drawing.signs.size(); ++i) {
    const Rect& sign = drawing.signs[i];
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_FALSE(overlap(sign, drawing.signs[j]))
          << text_of(sign) << " and " << text_of(drawing.signs[j]);
    }
    expect_free(sign, text_of(sign));
  }
  for (const Rect& circle : drawing.circles) {
    texts.beside(circle, [&](std::size_t i) {
      if (is_in_circle(bounds[i], circle)) ADD_FAILURE() << "a circle on " << drawing.texts[i].text;
    });
  }
  for (std::size_t i = 0; i < drawing.letters.size(); ++i) {
    const DrawnText& letter = drawing.letters[i];
    EXPECT_TRUE(inside(letter.bounds, drawing.under_letters[i])) << letter.text;
    expect_free(drawing.under_letters[i], letter.text);
    for (std::size_t j = 0; j < drawing.letters.size(); ++j) {
      if (i == j || !is_on(letter.bounds, drawing.under_letters[j])) continue;
      ADD_FAILURE() << drawing.letters[j].text << " covers " << letter.text << " "
                    << text_of(letter.bounds);
    }
  }
}

// Between a text and the edge of a card.
constexpr double kAir = 1.5;

Rect grown(const Rect& rect, double by) {
  return {rect.x - by, rect.y - by, rect.width + 2 * by, rect.height + 2 * by};
}

void expect_text_in_its_box(const PlacedDrawing& drawing) {
  const Rows boxes(drawing.boxes);
  const Rows cards(drawing.cards);
  for (const DrawnText& text : drawing.texts) {
    boxes.beside(text.bounds, [&](std::size_t i) {
      const Rect& box = drawing.boxes[i];
      if (!overlap(text.bounds, box) || inside(text.bounds, box)) return;
      ADD_FAILURE() << text.text << " in " << text_of(box);
    });
    const Rect with_air = grown(text.bounds, kAir);
    cards.beside(with_air, [&](std::size_t i) {
      const Rect& card = drawing.cards[i];
      if (!overlap(with_air, card) || inside(with_air, card)) return;
      ADD_FAILURE() << text.text << " on the edge of " << text_of(card);
    });
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

void expect_free_lines(const PlacedDrawing& drawing) {
  const std::vector<Rect> bounds = bounds_of(drawing.texts);
  const Rows boxes(drawing.boxes);
  const Rows cards(drawing.cards);
  const Rows texts(bounds);
  for (const Segment& line : drawing.lines) {
    const auto expect_beside = [&line](const Rect& rect, std::string_view what) {
      if (crosses(line, rect)) ADD_FAILURE() << text_of(line) << " crosses " << what;
    };
    const Rect around = bounds_of(line);
    boxes.beside(around, [&](std::size_t i) { expect_beside(drawing.boxes[i], "a box"); });
    cards.beside(around, [&](std::size_t i) { expect_beside(drawing.cards[i], "a card"); });
    texts.beside(around, [&](std::size_t i) { expect_beside(bounds[i], drawing.texts[i].text); });
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
  std::vector<Rect> bounds;
  for (const Segment& line : drawing.lines) bounds.push_back(bounds_of(line));
  const Rows lines(bounds);
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    lines.beside(bounds[i], [&](std::size_t j) {
      if (j >= i || shared(drawing.lines[i], drawing.lines[j]) < 0.01) return;
      ADD_FAILURE() << text_of(drawing.lines[i]) << " runs on " << text_of(drawing.lines[j]);
    });
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
  for (const Segment& line : drawing.lines) {
    if (line.horizontal()) filled.emplace_back(line.from.y, line.from.y);
  }
  std::ranges::sort(filled);
  double end = 0;
  for (const auto& [top, bottom] : filled) {
    EXPECT_LT(top - end, 60) << "empty from " << end << " to " << top;
    end = std::max(end, bottom);
  }
}

/// Frames of layers are dashed; nothing is written across them.
void expect_free_frames(const PlacedDrawing& drawing) {
  for (const DrawnText& text : drawing.texts) {
    for (const Rect& frame : drawing.frames) {
      if (overlap(text.bounds.x, text.bounds.right(), frame.x, frame.right()) < 1) continue;
      for (const double edge : {frame.y, frame.bottom()}) {
        EXPECT_FALSE(text.bounds.y < edge - 0.5 && text.bounds.bottom() > edge + 0.5)
            << text.text << " " << text_of(text.bounds) << " on a frame at " << edge;
      }
    }
  }
}

void expect_every_rule(const Scene& scene, bool unfolded) {
  SCOPED_TRACE(unfolded ? "unfolded" : "folded");
  const PlacedDrawing drawing = place_drawing(scene, unfolded);
  expect_nothing_cut_off(drawing);
  expect_signs_apart(drawing);
  expect_circles_apart(drawing);
  expect_no_overlap(drawing);
  expect_text_in_its_box(drawing);
  expect_free_frames(drawing);
  expect_free_lines(drawing);
  expect_right_angles(drawing);
  expect_lines_apart(drawing);
  if (!unfolded) expect_no_empty_band(drawing);
}

std::vector<GeometryCase> sampled(const std::vector<GeometryCase>& cases) {
  std::vector<GeometryCase> some;
  for (std::size_t i = 0; i < cases.size(); i += TVIZ_TEST_EVERY) some.push_back(cases[i]);
  return some;
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

constexpr std::size_t kGeometryShards = 8;  // So that the families are drawn side by side.

/// The families of tests/model/families.json and of small_families.json, each in three widths and
/// both directions.
class GeometryOfEveryFamily : public testing::TestWithParam<std::size_t> {};

TEST_P(GeometryOfEveryFamily, KeepsEveryRule) {
  const std::vector<Family> all = all_families();
  const Theme theme = load_theme("circuits");
  const Fonts fonts;
  for (std::size_t i = GetParam(); i < all.size(); i += kGeometryShards * TVIZ_TEST_EVERY) {
    const Graph graph = visualize(all[i].model).graph();
    for (const Direction direction : {Direction::Up, Direction::Right}) {
      LayoutOptions options{.max_layers = 2, .direction = direction};
      const double least = least_width(graph, Overlay{}, theme, fonts, options);
      // In the least width cards are so narrow that the rules take them for boxes.
      for (const double more : {60.0, 200.0, 600.0}) {
        options.width = least + more;
        std::vector<std::string> warnings;
        SCOPED_TRACE(testing::Message() << all[i].name << " at " << *options.width
                                        << (direction == Direction::Up ? " up" : " right"));
        expect_every_rule(lay_out(graph, Overlay{}, theme, fonts, options, warnings), false);
      }
    }
  }
}

TEST_P(GeometryOfEveryFamily, KeepsEveryRuleOnPaper) {
  const std::vector<Family> all = all_families();
  for (std::size_t i = GetParam(); i < all.size(); i += kGeometryShards * TVIZ_TEST_EVERY) {
    for (const double column : {312.0, 528.0}) {  // 3.25 and 5.5 inches.
      const double least = visualize(all[i].model, {.view = View::Block}).least_width();
      const double width = std::max(column, least);
      SCOPED_TRACE(testing::Message() << all[i].name << " at " << width);
      expect_every_rule(visualize(all[i].model, {.width = width}).paper_scene(), false);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Shard, GeometryOfEveryFamily,
                         testing::Range(std::size_t{0}, kGeometryShards));

INSTANTIATE_TEST_SUITE_P(Figures, RightwardGeometry, testing::ValuesIn(sampled(rightward_cases())),
                         [](const auto& test_case) {
                           return "case" + std::to_string(test_case.index);
                         });

INSTANTIATE_TEST_SUITE_P(Figures, InteractiveGeometry,
                         testing::ValuesIn(sampled(interactive_cases())),
                         [](const auto& test_case) {
                           return "case" + std::to_string(test_case.index);
                         });

INSTANTIATE_TEST_SUITE_P(Figures, Geometry, testing::ValuesIn(sampled(geometry_cases())),
                         [](const auto& test_case) {
                           return "case" + std::to_string(test_case.index);
                         });

}  // namespace
}  // namespace tviz::test
