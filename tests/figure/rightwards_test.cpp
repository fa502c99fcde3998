// SPDX-License-Identifier: MIT
// Figures whose data flows to the right.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <variant>

#include "placed_drawing.hpp"
#include "tviz/tviz.hpp"

namespace tviz::test {
namespace {

RenderOptions rightwards(std::int64_t max_layers = 2) {
  RenderOptions options;
  options.max_layers = max_layers;
  options.direction = Direction::Right;
  return options;
}

/// The places of all components, by path.
std::map<std::string, Rect> named_regions(const Scene& scene) {
  std::map<std::string, Rect> regions;
  for (const PlacedBand& placed : place(scene, false).bands) {
    for (const Primitive& primitive : placed.band->primitives) {
      const auto* region = std::get_if<Region>(&primitive);
      if (region == nullptr) continue;
      Rect bounds = region->bounds;
      bounds.y += placed.top;
      regions.emplace(region->path, bounds);
    }
  }
  return regions;
}

std::multiset<std::string> texts_of(const Scene& scene) {
  std::multiset<std::string> texts;
  for (const DrawnText& text : place_drawing(scene, false).texts) texts.insert(text.text);
  return texts;
}

/// Without the lines below the title, which a narrow header breaks elsewhere, and the symbols of
/// formulas, which a figure to the right lacks.
std::set<std::string> words_of(const Scene& scene) {
  std::set<std::string> words;
  for (std::string text : texts_of(scene)) {
    while (text.ends_with(' ')) text.pop_back();
    const bool of_header = text.find(" · ") != std::string::npos || text.ends_with(" parameters");
    if (text.size() > 3 && !of_header) words.insert(text);
  }
  return words;
}

std::string error_of(const RenderOptions& options) {
  try {
    visualize("gpt2", options);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

/// The x of the left and right ends of what is drawn below the header.
std::pair<double, double> ends_of(const Scene& scene) {
  const std::map<std::string, Rect> regions = named_regions(scene);
  const Rect& first = regions.at("tokens");
  const Rect& last = regions.at("logits");
  return {first.x, last.right()};
}

TEST(Rightwards, PartsFollowEachOtherFromLeftToRight) {
  const std::map<std::string, Rect> regions =
      named_regions(visualize("gpt2", rightwards()).scene());
  double end = 0;
  for (const char* path : {"tokens", "embed", "blocks.0.ln1", "blocks.0.attn", "blocks.0.ln2",
                           "blocks.0.mlp", "blocks.1.ln1", "blocks.1.attn", "blocks.1.ln2",
                           "blocks.1.mlp", "ln_final", "unembed", "logits"}) {
    ASSERT_TRUE(regions.contains(path)) << path;
    EXPECT_GE(regions.at(path).x, end) << path;
    end = regions.at(path).right();
  }
  const Rect& heads = regions.at("blocks.0.attn");
  EXPECT_GT(heads.height, 5 * heads.width);
  // The stream runs below the heads and through what stands on it.
  EXPECT_GT(regions.at("embed").center().y, heads.bottom());
  EXPECT_DOUBLE_EQ(regions.at("embed").center().y, regions.at("unembed").center().y);
}

TEST(Rightwards, SaysTheSameAsAFigureThatFlowsUp) {
  RenderOptions options = rightwards();
  options.heads = HeadsShown::All;
  options.annotations = Annotations::None;
  options.hooks = {{"blocks.1.attn.hook_z", "patch", {3}}, {"blocks.0.hook_mlp_out", "probe", {}}};
  for (const char* model : {"gpt2", "llama-3.1-8b", "gpt-j-6B", "t5-small"}) {
    options.hooks.resize(std::string_view(model) == "gpt2" ? 2 : 0);
    options.direction = Direction::Right;
    const Scene right = visualize(model, options).scene();
    options.direction = Direction::Up;
    const Scene up = visualize(model, options).scene();
    EXPECT_EQ(words_of(right), words_of(up)) << model;
    EXPECT_EQ(right.outline, up.outline);
  }
}

TEST(Rightwards, IsOneDrawingWithoutFolds) {
  const Scene scene = visualize("gpt2", rightwards()).scene();
  EXPECT_TRUE(scene.streams.empty());
  for (const StackItem& item : scene.items) EXPECT_TRUE(std::holds_alternative<Band>(item));
}

TEST(Rightwards, IsAsLongAsItsLayersNeed) {
  const double two = visualize("gpt2", rightwards(2)).scene().width;
  const double three = visualize("gpt2", rightwards(3)).scene().width;
  const double four = visualize("gpt2", rightwards(4)).scene().width;
  EXPECT_GT(three, two);
  EXPECT_DOUBLE_EQ(four - three, three - two);
}

TEST(Rightwards, FoldsMoreLayersWhereAWidthIsAskedFor) {
  RenderOptions options = rightwards(8);
  options.width = 1280;
  const Figure figure = visualize("gpt2", options);
  EXPECT_EQ(figure.scene().width, 1280);
  ASSERT_EQ(figure.warnings().size(), 1U);
  EXPECT_TRUE(
      figure.warnings().front().starts_with("more layers are folded than requested: 8 open"))
      << figure.warnings().front();
  const std::map<std::string, Rect> regions = named_regions(figure.scene());
  EXPECT_TRUE(regions.contains("blocks.1.attn"));
  EXPECT_FALSE(regions.contains("blocks.2.attn"));
}

TEST(Rightwards, FillsTheWidthThatIsAskedFor) {
  const double needed = visualize("gpt2", rightwards()).scene().width;
  RenderOptions options = rightwards();
  for (const double more : {0.0, 40.0, 600.0}) {
    options.width = needed + more;
    const Figure figure = visualize("gpt2", options);
    EXPECT_EQ(figure.scene().width, needed + more);
    EXPECT_TRUE(figure.warnings().empty());
    const auto [left, right] = ends_of(figure.scene());
    // In the middle, and up to a limit by longer gaps only.
    EXPECT_NEAR(left, figure.scene().width - right, 2);
    const double margin = load_theme("circuits").margin;
    EXPECT_EQ(left < margin + 3, more < 100) << left;
  }
}

TEST(Rightwards, RefusesAWidthInWhichNoLayerHasRoom) {
  RenderOptions options = rightwards();
  options.width = 600;
  const std::string message = error_of(options);
  EXPECT_TRUE(message.starts_with("width: a width of 600 pixels is too small")) << message;
  EXPECT_NE(message.find(" if it flows to the right"), std::string::npos) << message;
}

TEST(Rightwards, NeedsNoMoreThanItSays) {
  RenderOptions options = rightwards();
  options.width = 600;
  const std::string message = error_of(options);
  const std::string words = "this model needs ";
  const std::size_t number = message.find(words) + words.size();
  options.width = std::stod(message.substr(number));
  EXPECT_NO_THROW(visualize("gpt2", options));
  options.width = *options.width - 1;
  EXPECT_THROW(visualize("gpt2", options), Error);
}

TEST(Rightwards, OpensNoLayer) {
  RenderOptions options = rightwards();
  options.expanded = {"blocks.0"};
  EXPECT_EQ(error_of(options),
            "expand: a figure that flows to the right cannot show opened layers "
            "(let it flow upwards)");
  // Nor does it by itself, for many hooks on one box.
  options.expanded.clear();
  for (const char* site : {"q", "k", "v", "z", "pattern"}) {
    options.hooks.push_back({std::string("blocks.0.attn.hook_") + site, site, {}});
  }
  EXPECT_FALSE(texts_of(visualize("gpt2", options).scene()).contains("hook_q"));
}

TEST(Rightwards, DarkPagesHaveTheSameDrawing) {
  RenderOptions options = rightwards();
  options.theme = "auto";
  EXPECT_FALSE(visualize("gpt2", options).scene().dark_colors.empty());
}

}  // namespace
}  // namespace tviz::test
