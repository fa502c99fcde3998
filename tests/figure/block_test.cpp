// SPDX-License-Identifier: MIT

/// What a drawn block says: where its dots and parts are, and which structures are drawn.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "placed_drawing.hpp"
#include "sample_graphs.hpp"
#include "tviz/tviz.hpp"

namespace tviz::test {

static std::ostream& operator<<(std::ostream& out, const SampleGraph& sample) {
  return out << sample.name;
}

namespace {

Scene scene_of(const Graph& graph, const Overlay& overlay, std::int64_t max_layers) {
  std::vector<std::string> warnings;
  LayoutOptions options;
  options.max_layers = max_layers;
  return lay_out(graph, overlay, load_theme("circuits"), Fonts{}, options, warnings);
}

std::vector<Region> regions_of(const Scene& scene) {
  std::vector<Region> regions;
  for (const PlacedBand& placed : place(scene, false).bands) {
    for (const Primitive& primitive : placed.band->primitives) {
      if (const auto* region = std::get_if<Region>(&primitive)) regions.push_back(*region);
    }
  }
  return regions;
}

class DrawnBlock : public testing::TestWithParam<SampleGraph> {};

/// Marks what enters and leaves each component of layer 0, and its stream points.
Overlay marks_on_lines(const Graph& graph) {
  Overlay overlay;
  const auto mark = [&](const std::string& path, const std::string& site) {
    overlay.highlights.push_back({path, site, {}, site, site, "", overlay.highlights.size()});
  };
  const Stream& stream = graph.streams.front();
  for (const ComponentReference& each : components_of(graph)) {
    if (each.block != &stream.blocks.front()) continue;
    // What is in series has no lines of its own; hooks colour it.
    const Component& component = *each.component;
    if (is_norm(component) || is_in_series(component) || component.kind.starts_with("custom:")) {
      continue;
    }
    mark(each.path(), "in");
    mark(each.path(), "out");
  }
  for (const StreamPoint& point : stream.structures.front().stream_points) {
    mark(stream.blocks.front().path, point.point.site);
  }
  return overlay;
}

bool lies_on(const Point& point, const Segment& line) {
  const auto between = [](double value, double a, double b) {
    return value > std::min(a, b) - 0.01 && value < std::max(a, b) + 0.01;
  };
  return between(point.x, line.from.x, line.to.x) && between(point.y, line.from.y, line.to.y);
}

std::vector<Rect> dots_of(const PlacedDrawing& drawing) {
  std::vector<Rect> dots;
  // Those with letters are larger, but smaller than any other circle.
  const double size = 2 * load_theme("circuits").marker_radius;
  std::ranges::copy_if(drawing.circles, std::back_inserter(dots), [size](const Rect& circle) {
    return circle.width > size - 0.01 && circle.width < 1.8 * size;
  });
  return dots;
}

TEST_P(DrawnBlock, DotsOfHooksLieOnLinesApartFromBoxesAndEachOther) {
  const Graph graph = GetParam().build();
  const Overlay overlay = marks_on_lines(graph);
  const PlacedDrawing drawing = place_drawing(scene_of(graph, overlay, 1), false);
  const std::vector<Rect> dots = dots_of(drawing);
  EXPECT_EQ(dots.size(), overlay.highlights.size());
  for (const Rect& dot : dots) {
    const Point middle = dot.center();
    const bool on_line = std::ranges::any_of(
        drawing.lines, [&](const Segment& line) { return lies_on(middle, line); });
    EXPECT_TRUE(on_line || middle.x == drawing.streams.front()) << middle.x << "," << middle.y;
    for (const Rect& box : drawing.boxes) {
      EXPECT_FALSE(middle.x > box.x - dot.width / 2 && middle.x < box.right() + dot.width / 2 &&
                   middle.y > box.y - dot.width / 2 && middle.y < box.bottom() + dot.width / 2)
          << middle.x << "," << middle.y;
    }
    for (const Rect& other : dots) {
      if (&other == &dot) continue;
      EXPECT_GT(std::hypot(middle.x - other.center().x, middle.y - other.center().y), dot.width)
          << middle.x << "," << middle.y;
    }
  }
}

/// Whether a line leaves a box above it or at one of its sides.
bool is_left_by(const Rect& box, const Segment& line) {
  return std::ranges::any_of(std::array{line.from, line.to}, [&](const Point& end) {
    const bool on_top = std::abs(end.y - box.y) < 0.5 && end.x > box.x && end.x < box.right();
    const bool beside = end.y > box.y && end.y < box.bottom() &&
                        (std::abs(end.x - box.x) < 0.5 || std::abs(end.x - box.right()) < 0.5);
    return on_top || beside;
  });
}

TEST_P(DrawnBlock, EveryBoxHasALineToWhatReadsIt) {
  const PlacedDrawing drawing = place_drawing(scene_of(GetParam().build(), {}, 1), false);
  for (const Rect& box : drawing.boxes) {
    const Point middle = box.center();
    // A norm on the stream has its line.
    const double stream = drawing.streams.front();
    if (box.x < stream && stream < box.right()) continue;
    // Of a block; heads above each other are in a frame of their own, which has the lines.
    const auto frames_around = std::ranges::count_if(drawing.frames, [&](const Rect& frame) {
      return middle.x > frame.x && middle.x < frame.right() && middle.y > frame.y &&
             middle.y < frame.bottom();
    });
    if (frames_around != 1) continue;
    EXPECT_TRUE(std::ranges::any_of(drawing.lines,
                                    [&](const Segment& line) { return is_left_by(box, line); }))
        << middle.x << "," << middle.y;
  }
}

TEST_P(DrawnBlock, EachStructureIsDrawnOpenOnceAtLeast) {
  const Graph graph = GetParam().build();
  std::set<std::size_t> drawn;
  for (const Region& region : regions_of(scene_of(graph, {}, 1))) {
    const Stream& stream = graph.streams.front();
    const tviz::Block* block = find_block(stream, region.path);
    if (block != nullptr) drawn.insert(block->structure);
  }
  EXPECT_EQ(drawn.size(), graph.streams.front().structures.size());
}

TEST_P(DrawnBlock, EachPartHasARegionInItsComponentAndAPanel) {
  const Graph graph = GetParam().build();
  const tviz::Block& block = graph.streams.front().blocks.back();
  Scene scene = scene_of(graph, {}, 1000);
  add_panels(graph, {}, load_theme("circuits"), Fonts{}, {}, scene);
  const std::vector<Region> regions = regions_of(scene);
  for (const Component* component :
       components_of(graph.streams.front().structures[block.structure])) {
    const auto find = [&](const std::string& path) {
      return std::ranges::find(regions, path, &Region::path);
    };
    const std::string path = block.path + "." + component->path;
    const auto whole = find(path);
    ASSERT_NE(whole, regions.end()) << path;
    // A mixture that is too narrow for its parts is one box.
    const bool has_parts =
        find(path + "." + (component->parts.empty() ? "" : component->parts.front().path)) !=
        regions.end();
    for (const Part& part : component->parts) {
      if (!has_parts) break;
      const auto region = find(path + "." + part.path);
      ASSERT_NE(region, regions.end()) << path << "." << part.path;
      EXPECT_GE(region->bounds.x, whole->bounds.x - 0.01);
      EXPECT_LE(region->bounds.right(), whole->bounds.right() + 0.01);
      EXPECT_GE(region->bounds.y, whole->bounds.y - 0.01);
      EXPECT_LE(region->bounds.bottom(), whole->bounds.bottom() + 0.01);
      const auto detail = std::ranges::find(scene.details, region->detail, &Detail::id);
      ASSERT_NE(detail, scene.details.end()) << region->detail;
      EXPECT_EQ(detail->title, part.title);
    }
  }
}

/// The formula of attention in a panel, as one text.
std::string attention_formula(const Graph& graph, Typeface typeface) {
  const Fonts fonts(typeface);
  std::vector<std::string> warnings;
  Scene scene = lay_out(graph, {}, load_theme("circuits"), fonts, {}, warnings);
  add_panels(graph, {}, load_theme("circuits"), fonts, {}, scene);
  const auto detail = std::ranges::find(scene.details, "Attention", &Detail::title);
  std::string text;
  for (const DetailText& part : detail->equation) text += part.text;
  return text;
}

TEST(Panel, FormulasHaveTheSameSpacesInEveryTypeface) {
  const Graph graph = build_graph(read_model("gpt2-small"), Registry());
  EXPECT_EQ(attention_formula(graph, Typeface::Times),
            "h(x) = AxWVWO ,  A = softmax(xWQ(xWK)⊤/√64)");
  for (const Typeface typeface : {Typeface::ComputerModern, Typeface::Sans}) {
    EXPECT_EQ(attention_formula(graph, typeface), attention_formula(graph, Typeface::Times));
  }
}

INSTANTIATE_TEST_SUITE_P(Samples, DrawnBlock, testing::ValuesIn(sample_graphs()),
                         [](const auto& sample) { return sample.param.name; });

Graph sample(const std::string& name) {
  return std::ranges::find(sample_graphs(), name, &SampleGraph::name)->build();
}

TEST(Outline, PartsStandBelowTheirComponent) {
  const std::string outline = scene_of(sample("mixtral"), {}, 1).outline;
  EXPECT_NE(outline.find("  experts\n    Router\n    Experts\n"), std::string::npos) << outline;
}

TEST(Outline, SaysWhatTheStreamBeginsAndEndsWith) {
  EXPECT_NE(scene_of(sample("vit"), {}, 1).description.find("from the patches at the bottom"),
            std::string::npos);
}

TEST(Card, TellsTotalsWhereTheOrderIsTooLong) {
  const PlacedDrawing drawing = place_drawing(scene_of(sample("nemotron"), {}, 1), false);
  std::vector<std::string> texts;
  for (const DrawnText& text : drawing.texts) texts.push_back(text.text);
  for (const char* total : {"17 × MLP", "13 × Mamba-2", "3 × attention"}) {
    EXPECT_NE(std::ranges::find(texts, total), texts.end()) << total;
  }
}

}  // namespace
}  // namespace tviz::test
