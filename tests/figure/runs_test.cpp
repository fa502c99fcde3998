// SPDX-License-Identifier: MIT

/// Runs of layers that are folded, and the single layers in them.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "placed_drawing.hpp"
#include "tviz/tviz.hpp"

namespace tviz::test {
namespace {

Scene scene_of(const char* model, bool layers_open, std::int64_t max_layers) {
  const Figure figure = visualize(model);
  LayoutOptions options{.max_layers = max_layers};
  options.hook_names = figure.hook_names();
  options.layers_open = layers_open;
  std::vector<std::string> warnings;
  return lay_out(figure.graph(), {}, load_theme("circuits"), Fonts(), options, warnings);
}

std::size_t index_of(const Scene& scene, const std::string& id) {
  const auto found = std::ranges::find_if(scene.items, [&](const StackItem& item) {
    const Fold* fold = std::get_if<Fold>(&item);
    return fold != nullptr && fold->id == id;
  });
  EXPECT_NE(found, scene.items.end()) << id;
  return static_cast<std::size_t>(found - scene.items.begin());
}

/// The paths of an item's regions in one state.
std::vector<std::string> paths_of(const StackItem& item, bool unfolded) {
  std::vector<std::string> paths;
  for (const Band& band : bands_of(item, unfolded)) {
    for (const Primitive& primitive : band.primitives) {
      if (const auto* region = std::get_if<Region>(&primitive)) paths.push_back(region->path);
    }
  }
  return paths;
}

bool has_path(const StackItem& item, bool unfolded, const std::string& path) {
  const std::vector<std::string> paths = paths_of(item, unfolded);
  return std::ranges::find(paths, path) != paths.end();
}

TEST(Runs, HaveTheirLayersBelowThemFromTopToBottom) {
  for (const bool layers_open : {false, true}) {
    const Scene scene = scene_of("gpt2", layers_open, 8);
    const std::size_t run = index_of(scene, "layers-8-11");
    EXPECT_EQ(std::get<Fold>(scene.items[run]).members, 4U);
    for (std::size_t i = 0; i < 4; ++i) {
      const StackItem& member = scene.items[run + 1 + i];
      const std::string path = "blocks." + std::to_string(11 - i);
      EXPECT_TRUE(has_path(member, false, path + ".attn"));
      EXPECT_EQ(std::holds_alternative<Fold>(member), layers_open);
      if (!layers_open) continue;
      EXPECT_EQ(std::get<Fold>(member).id, "inside-" + path);
      EXPECT_EQ(std::get<Fold>(member).members, 0U);
      EXPECT_TRUE(has_path(member, true, path + ".attn"));
    }
  }
}

/// So the viewer, which lists what layers have while they are closed, finds it in open ones. A
/// part, such as a router, is drawn otherwise then and has its component's region.
TEST(Runs, OpenedLayersHaveTheRegionsOfClosedOnes) {
  for (const char* model : {"gpt2", "llama-3.1-8b", "t5-small", "mixtral-8x7b", "gemma-2-2b"}) {
    SCOPED_TRACE(model);
    for (const StackItem& item : scene_of(model, true, 1).items) {
      const Fold* fold = std::get_if<Fold>(&item);
      if (fold == nullptr || fold->members > 0) continue;
      for (const std::string& path : paths_of(item, false)) {
        const std::string component = path.substr(0, path.rfind('.'));
        EXPECT_TRUE(has_path(item, true, path) || has_path(item, true, component)) << path;
        if (std::ranges::count(path, '.') == 2) {
          EXPECT_TRUE(has_path(item, true, path)) << path;
        }
      }
    }
  }
}

TEST(Runs, AreTheSameFigureFoldedWhetherTheirLayersOpenOrNot) {
  for (const char* model : {"gpt2", "t5-small"}) {
    const PlacedDrawing still = place_drawing(scene_of(model, false, 2), false);
    const PlacedDrawing page = place_drawing(scene_of(model, true, 2), false);
    EXPECT_EQ(still.height, page.height);
    EXPECT_EQ(still.texts.size(), page.texts.size());
    EXPECT_EQ(still.lines.size(), page.lines.size());
  }
}

TEST(Runs, AreReachedByRailsAsACardOrLayerByLayer) {
  const Scene scene = scene_of("t5-small", true, 2);
  ASSERT_EQ(scene.rails.size(), 1U);
  for (const bool unfolded : {false, true}) {
    const std::vector<double> arrows = reads_of(place_drawing(scene, unfolded), scene.rails[0]);
    // Two layers and the card of the other four, or those.
    ASSERT_EQ(arrows.size(), unfolded ? 6U : 3U);
    const PlacedLine line = place(scene, unfolded).lines.back();
    EXPECT_NEAR(line.bottom, arrows.back(), 0.01);
    EXPECT_LE(line.top, arrows.front() + 0.01);
  }
}

}  // namespace
}  // namespace tviz::test
