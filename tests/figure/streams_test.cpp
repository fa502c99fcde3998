// SPDX-License-Identifier: MIT

/// Models of several streams: what stands where, and where their links lead.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "placed_drawing.hpp"
#include "tviz/tviz.hpp"
#include "two_streams.hpp"

namespace tviz::test {
namespace {

Scene scene_of(const Graph& graph, const LayoutOptions& options = {}) {
  std::vector<std::string> warnings;
  return lay_out(graph, {}, load_theme("circuits"), Fonts(), options, warnings);
}

/// The places of the regions of components with this path, wherever their layer is.
std::vector<Rect> places_of(const Scene& scene, bool unfolded, const std::string& component) {
  std::vector<Rect> places;
  for (const PlacedBand& band : place(scene, unfolded).bands) {
    for (const Primitive& primitive : band.band->primitives) {
      const auto* region = std::get_if<Region>(&primitive);
      if (region == nullptr || !region->path.ends_with(component)) continue;
      Rect bounds = region->bounds;
      bounds.y += band.top;
      places.push_back(bounds);
    }
  }
  return places;
}

std::string warning_of(const Graph& graph, const LayoutOptions& options) {
  std::vector<std::string> warnings;
  lay_out(graph, {}, load_theme("circuits"), Fonts(), options, warnings);
  return warnings.empty() ? "" : warnings.front();
}

TEST(Streams, StandSideBySideOnOneFoot) {
  const Scene scene = scene_of(encoder_decoder(6, 6));
  ASSERT_EQ(scene.columns.size(), 2U);
  ASSERT_EQ(scene.streams.size(), 2U);
  EXPECT_LT(scene.streams[0].x, scene.streams[1].x);
  for (const bool unfolded : {false, true}) {
    const Rect encoder = places_of(scene, unfolded, "encoder.tokens").at(0);
    const Rect decoder = places_of(scene, unfolded, "tokens").at(1);
    EXPECT_EQ(encoder.y, decoder.y);
    EXPECT_LT(encoder.right(), decoder.x);
  }
}

TEST(Streams, ThatAreAloneHaveNoColumn) {
  const Scene scene = visualize("gpt2").scene();
  EXPECT_TRUE(scene.columns.empty());
  EXPECT_TRUE(scene.rails.empty());
}

TEST(Streams, HaveTitlesAboveTheirFrames) {
  const PlacedDrawing drawing = place_drawing(scene_of(encoder_decoder(2, 2)), false);
  for (const std::string title : {"Encoder", "Decoder"}) {
    const auto text = std::ranges::find(drawing.texts, title, &DrawnText::text);
    ASSERT_NE(text, drawing.texts.end());
    const auto above = std::ranges::count_if(drawing.frames, [&](const Rect& frame) {
      return frame.x == text->bounds.x && frame.y > text->bounds.bottom();
    });
    EXPECT_EQ(above, 2) << title;
  }
}

TEST(Streams, HaveEqualWidthsIfTheirLayersAreEqual) {
  for (const double width : {600.0, 900.0, 1201.0}) {
    const Scene scene = scene_of(two_towers(2, 2), {.width = width});
    EXPECT_EQ(scene.width, width);
    const auto frames = place_drawing(scene, false).frames;
    const auto [least, most] = std::ranges::minmax(frames, {}, &Rect::width);
    EXPECT_LE(most.width - least.width, 1) << width;
  }
}

TEST(Links, LeadFromTheOutputIntoEveryReaderThatIsShown) {
  const Graph graph = encoder_decoder(12, 12);
  const Scene scene = scene_of(graph, {.max_layers = 3});
  ASSERT_EQ(scene.rails.size(), 1U);
  const Rail& rail = scene.rails[0];
  for (const bool unfolded : {false, true}) {
    const PlacedDrawing drawing = place_drawing(scene, unfolded);
    const std::vector<double> reads = reads_of(drawing, rail);
    std::vector<double> readers;
    for (const Rect& heads : places_of(scene, unfolded, "cross_attn")) {
      EXPECT_GT(heads.x, rail.x);
      readers.push_back(heads.center().y);
    }
    std::ranges::sort(readers);
    ASSERT_EQ(readers.size(), unfolded ? 12U : 3U);
    // The folded layers, above the others, read through the middle of their card.
    if (!unfolded) {
      const auto card = std::ranges::find_if(drawing.cards, [&](const Rect& bounds) {
        return bounds.x > rail.x && std::abs(bounds.center().y - reads.front()) < 0.01;
      });
      ASSERT_NE(card, drawing.cards.end());
      readers.insert(readers.begin(), card->center().y);
    }
    ASSERT_EQ(reads.size(), readers.size());
    // A row of heads has its bus below it.
    for (std::size_t i = 0; i < reads.size(); ++i) EXPECT_NEAR(reads[i], readers[i], 40);
    const Rect norm = places_of(scene, unfolded, "encoder.ln_final").at(0);
    const PlacedScene placed = place(scene, unfolded);
    const PlacedLine& line = placed.lines.back();
    const auto output = std::ranges::find_if(drawing.lines, [&](const Segment& each) {
      return each.horizontal() && each.from.x == norm.center().x && each.from.y < norm.y;
    });
    ASSERT_NE(output, drawing.lines.end());
    EXPECT_NEAR(output->to.x, rail.x, 1);
    EXPECT_NEAR(line.top, std::min(output->from.y, reads.front()), 0.01);
    EXPECT_NEAR(line.bottom, std::max(output->from.y, reads.back()), 0.01);
  }
}

TEST(Links, LeaveAStreamWithNothingAboveIt) {
  Graph graph = encoder_decoder(2, 2);
  graph.streams[0].exit.clear();
  const Scene scene = scene_of(graph);
  const Rail& rail = scene.rails.at(0);
  const auto end = std::ranges::find(rail.ends, scene.columns[0].first_item, &RailEnd::item);
  ASSERT_NE(end, rail.ends.end());
  const double y = place(scene, false).item_tops[end->item] + end->folded;
  const auto lines = place_drawing(scene, false).lines;
  EXPECT_TRUE(std::ranges::any_of(lines, [&](const Segment& line) {
    return line.horizontal() && line.from.x == scene.streams[0].x &&
           std::abs(line.to.x - rail.x) < 1 && std::abs(line.from.y - y) < 0.01;
  }));
}

TEST(Links, ReachWhatStandsAtTheEntry) {
  const Scene scene = scene_of(vision_decoder(24, 12), {.max_layers = 1});
  ASSERT_EQ(scene.rails.size(), 1U);
  const Rect reader = places_of(scene, false, "image_tokens").at(0);
  const std::vector<double> reads = reads_of(place_drawing(scene, false), scene.rails[0]);
  ASSERT_EQ(reads.size(), 1U);
  EXPECT_NEAR(reads.front(), reader.center().y, 0.01);
}

TEST(Links, ReachWhatStandsAboveTheBlocks) {
  const Scene scene = scene_of(compared_towers(12, 12), {.max_layers = 2});
  ASSERT_EQ(scene.rails.size(), 1U);
  for (const bool unfolded : {false, true}) {
    const Rect reader = places_of(scene, unfolded, "similarity").at(0);
    const auto reads = reads_of(place_drawing(scene, unfolded), scene.rails[0]);
    ASSERT_EQ(reads.size(), 1U);
    EXPECT_NEAR(reads.front(), reader.center().y, 0.01);
  }
}

TEST(Links, PassAboveStreamsThatTheyDoNotConcern) {
  const Scene scene = scene_of(three_streams(12, 6), {.max_layers = 2});
  // Two for the link that passes above the second stream, one for that of its neighbour.
  ASSERT_EQ(scene.rails.size(), 3U);
  const PlacedDrawing drawing = place_drawing(scene, false);
  double highest = drawing.height;
  for (const Rect& box : drawing.boxes) {
    if (box.height > 20) highest = std::min(highest, box.y);
  }
  const PlacedScene placed = place(scene, false);
  double top = drawing.height;
  for (std::size_t i = scene.streams.size(); i < placed.lines.size(); ++i) {
    top = std::min(top, placed.lines[i].top);
  }
  EXPECT_LT(top, highest);
}

TEST(Links, NeedNoneBetweenTowers) { EXPECT_TRUE(scene_of(two_towers(3, 3)).rails.empty()); }

TEST(StreamWidths, AreThoseThatTheNotesNeedUnlessOneIsAskedFor) {
  const Graph graph = encoder_decoder(6, 6);
  EXPECT_EQ(warning_of(graph, {}), "");
  const double usual = scene_of(graph).width;
  EXPECT_GT(usual, 600);
  EXPECT_EQ(warning_of(graph, {.width = 600}), "") << "they stand below";
  EXPECT_EQ(warning_of(graph, {.width = 600, .is_sub_figure = true}),
            "the notes were left out: they need a width of " +
                std::to_string(static_cast<int>(usual)) + " pixels, but the figure has 600");
  EXPECT_LT(scene_of(graph, {.annotations = Annotations::None}).width, usual);
}

TEST(StreamWidths, ThatAreTooSmallAreRefused) {
  try {
    scene_of(encoder_decoder(6, 6), {.width = 400, .annotations = Annotations::None});
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "width: a width of 400 pixels is too small (this model needs 450)");
  }
}

TEST(StreamPanels, AreNotThoseOfAnotherStream) {
  const Graph graph = encoder_decoder(3, 3);
  Scene scene = scene_of(graph);
  add_panels(graph, {}, load_theme("circuits"), Fonts(), {}, scene);
  std::set<std::string> ids;
  for (const Detail& detail : scene.details) EXPECT_TRUE(ids.insert(detail.id).second) << detail.id;
  std::set<std::string> used;
  for (const PlacedBand& band : place(scene, true).bands) {
    for (const Primitive& primitive : band.band->primitives) {
      if (const auto* region = std::get_if<Region>(&primitive)) {
        EXPECT_TRUE(ids.contains(region->detail)) << region->path;
        if (region->path.ends_with(".attn")) used.insert(region->detail);
      }
    }
  }
  EXPECT_EQ(used, (std::set<std::string>{"decoder.0.attn", "encoder.0.attn"}));
}

TEST(StreamLabels, SayWhichStreamIsMeant) {
  const Scene scene = scene_of(encoder_decoder(4, 4), {.max_layers = 1});
  std::vector<std::string> labels;
  for (const StackItem& item : scene.items) {
    const auto* fold = std::get_if<Fold>(&item);
    if (fold == nullptr) continue;
    labels.insert(labels.end(), {fold->id, fold->unfold_label, fold->fold_label});
  }
  EXPECT_EQ(labels, (std::vector<std::string>{"encoder-layers-1-3", "Show 3 more layers of Encoder",
                                              "Fold layers 1 – 3 of Encoder", "decoder-layers-1-3",
                                              "Show 3 more layers of Decoder",
                                              "Fold layers 1 – 3 of Decoder"}));
}

TEST(StreamOutline, NamesTheStreamsAndTheirLinks) {
  const std::string outline = scene_of(encoder_decoder(3, 3)).outline;
  EXPECT_NE(outline.find("\nEncoder:\ntokens\n"), std::string::npos) << outline;
  EXPECT_NE(outline.find("\nDecoder:\ntokens\n"), std::string::npos);
  EXPECT_NE(outline.find("\nLink: cross_attn of decoder reads the output of encoder\n"),
            std::string::npos);
}

}  // namespace
}  // namespace tviz::test
