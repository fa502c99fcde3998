// SPDX-License-Identifier: MIT

/// What makes a figure right, whatever the model: nothing is cut off, nothing overlaps, text
/// stays in its box, lines cross no box and never run on top of each other.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "families.hpp"
#include "placed_drawing.hpp"
#include "sample_graphs.hpp"
#include "tviz/tviz.hpp"
#include "two_streams.hpp"

namespace tviz::test {
namespace {

struct Case {
  std::string name;
  ModelArchitecture model;
  RenderOptions options;
  std::function<Graph()> graph{};  ///< Drawn instead of the model's, if there is one.
};

Scene scene_of(const Case& test) {
  if (!test.graph) return visualize(test.model, test.options).scene();
  const RenderOptions& options = test.options;
  std::vector<std::string> warnings;
  return lay_out(test.graph(), Overlay{}, load_theme(options.theme), Fonts{},
                 {options.max_layers, options.width, options.annotations, options.heads}, warnings);
}

std::ostream& operator<<(std::ostream& out, const Case& test) { return out << test.name; }

ModelArchitecture odd_model(std::int64_t heads, std::int64_t key_value_heads) {
  ModelArchitecture model;
  model.model_name = "odd";
  model.n_layers = 3;
  model.d_model = 64;
  model.n_heads = heads;
  model.n_key_value_heads = key_value_heads;
  model.d_head = 16;
  model.d_mlp = 128;
  model.d_vocab = 1000;
  model.n_ctx = 128;
  return model;
}

std::vector<Case> cases_of_several_streams() {
  const std::pair<const char*, Graph> graphs[] = {
      {"encoder and decoder", encoder_decoder(6, 6)},
      {"small encoder, deep decoder", encoder_decoder(1, 24, 16)},
      {"deep encoder, small decoder", encoder_decoder(24, 1, 12)},
      {"vision and language", vision_decoder(24, 12)},
      {"two towers", two_towers(12, 4)},
      {"compared towers, first deep", compared_towers(12, 1)},
      {"compared towers, second deep", compared_towers(1, 12)},
      {"three streams", three_streams(6, 6)}};
  std::vector<Case> list;
  for (const auto& [name, graph] : graphs) {
    for (const std::int64_t max_layers : {1, 3}) {
      Case test{name + std::string(", layers ") + std::to_string(max_layers), {}, {}};
      test.graph = [graph = graph] { return graph; };
      test.options.max_layers = max_layers;
      list.push_back(test);
      test.name += " at 900";
      test.options.width = 900;
      list.push_back(test);
      test.name += " without notes, every head";
      test.options.annotations = Annotations::None;
      test.options.heads = HeadsShown::All;
      list.push_back(test);
    }
    if (graph.streams.size() > 2) continue;
    Case narrow{name + std::string(" at 600"), {}, {}};
    narrow.graph = [graph = graph] { return graph; };
    narrow.options.width = 600;
    list.push_back(narrow);
  }
  return list;
}

std::vector<Case> cases() {
  std::vector<Case> list;
  for (const char* name : {"gpt2-small", "gpt2-xl", "gpt-neo-125m", "pythia-70m", "attn-only-1l",
                           "attn-only-2l", "llama-2-7b", "llama-3.1-8b", "mistral-7b"}) {
    for (const double width : {312.0, 600.0, 1000.0}) {
      Case test{name + std::string(" at ") + std::to_string(static_cast<int>(width)),
                read_model(name),
                {}};
      test.options.width = width;
      list.push_back(test);
      test.name += " without notes, every head";
      test.options.annotations = Annotations::None;
      test.options.heads = HeadsShown::All;
      list.push_back(test);
    }
  }
  for (const auto& [heads, groups] :
       {std::pair{1, 1}, {2, 1}, {3, 3}, {5, 5}, {6, 2}, {8, 1}, {64, 8}, {128, 8}, {71, 1}}) {
    list.push_back({std::to_string(heads) + " heads in " + std::to_string(groups) + " groups",
                    odd_model(heads, groups),
                    {}});
  }
  Case bare{"no norm, no positions", odd_model(4, 4), {}};
  bare.model.normalization = Normalization::None;
  bare.model.positional_embedding = PositionalEmbedding::None;
  list.push_back(bare);
  bare.name = "parallel without norm";
  bare.model.parallel_attn_mlp = true;
  list.push_back(bare);
  Case hooked{"many hooked heads", odd_model(32, 32), {}};
  hooked.options.hooks = {
      {"blocks.0.attn.hook_z", "few", {1, 5, 9}},
      {"blocks.1.attn.hook_z", "some", {0, 3, 6, 9, 12, 15}},
      {"blocks.2.attn.hook_z", "many", {1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21}}};
  list.push_back(hooked);
  for (const Family& family : families()) list.push_back({family.name, family.model, {}});
  for (Case& test : cases_of_several_streams()) list.push_back(std::move(test));
  for (const SampleGraph& sample : sample_graphs()) {
    for (const double width : {380.0, 600.0, 800.0}) {
      Case test{sample.name + " at " + std::to_string(static_cast<int>(width)), {}, {}};
      test.graph = sample.build;
      test.options.width = width;
      list.push_back(test);
      test.name += " without notes, every head";
      test.options.annotations = Annotations::None;
      test.options.heads = HeadsShown::All;
      list.push_back(test);
    }
  }
  return list;
}

class Geometry : public testing::TestWithParam<Case> {
 protected:
  PlacedDrawing draw(bool unfolded) const { return place_drawing(scene_of(GetParam()), unfolded); }
};

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

TEST_P(Geometry, NothingIsCutOff) {
  for (const bool unfolded : {false, true}) {
    const PlacedDrawing drawing = draw(unfolded);
    const Rect page{0, 0, drawing.width, drawing.height};
    for (const Rect& box : drawing.boxes) EXPECT_TRUE(inside(box, page)) << text_of(box);
    for (const Rect& frame : drawing.frames) EXPECT_TRUE(inside(frame, page)) << text_of(frame);
    for (const DrawnText& text : drawing.texts) {
      EXPECT_TRUE(inside(text.bounds, page)) << text.text << " " << text_of(text.bounds);
    }
  }
}

TEST_P(Geometry, BoxesAndTextsDoNotOverlap) {
  const PlacedDrawing drawing = draw(true);
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

TEST_P(Geometry, TextStaysInItsBox) {
  const PlacedDrawing drawing = draw(true);
  for (const DrawnText& text : drawing.texts) {
    for (const Rect& box : drawing.boxes) {
      if (!overlap(text.bounds, box)) continue;
      EXPECT_TRUE(inside(text.bounds, box)) << text.text << " in " << text_of(box);
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
    const auto [first, last] = std::minmax((low - from) / step, (high - from) / step);
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

TEST_P(Geometry, LinesCrossNoBoxAndNoText) {
  for (const bool unfolded : {false, true}) expect_free_lines(draw(unfolded));
}

/// Only the signs in operations and the lines from a router, which is a box with slanted
/// sides, are slanted.
TEST_P(Geometry, LinesAreHorizontalOrVertical) {
  const PlacedDrawing drawing = draw(false);
  for (const Segment& line : drawing.lines) {
    if (line.horizontal() || line.vertical()) continue;
    const auto starts_at = [&](const Rect& box) {
      return std::abs(line.from.y - box.y) < 0.01 && line.from.x > box.x &&
             line.from.x < box.right();
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

TEST_P(Geometry, LinesDoNotRunOnTopOfEachOther) {
  for (const bool unfolded : {false, true}) expect_lines_apart(draw(unfolded));
}

TEST_P(Geometry, NoEmptyBandIsLeft) {
  const PlacedDrawing drawing = draw(false);
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

INSTANTIATE_TEST_SUITE_P(Figures, Geometry, testing::ValuesIn(cases()), [](const auto& test_case) {
  return "case" + std::to_string(test_case.index);
});

}  // namespace
}  // namespace tviz::test
