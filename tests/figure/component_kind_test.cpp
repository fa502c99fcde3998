// SPDX-License-Identifier: MIT
// Components that a plugin draws, from the plugin to the bytes.
#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <limits>
#include <stdexcept>

#include "../built_in_plugin.hpp"
#include "tviz/tviz.hpp"

namespace tviz {
namespace {

using Draw = std::function<void(double width, ComponentCanvas& canvas)>;

/// What the plugin below does next: a descriptor's functions have no state of their own.
struct Behaviour {
  double height = 50;
  Draw draw;
};
Behaviour& behaviour() {
  static Behaviour now;
  return now;
}

class Sketch final : public ComponentKind {
 public:
  double height(const Component&, double) const override { return behaviour().height; }
  void draw(const Component&, double width, ComponentCanvas& canvas) const override {
    behaviour().draw(width, canvas);
  }
};

constexpr Offer kSketchOffer = provide<ComponentKind, Sketch>("mlp");
constexpr TvizPluginDescriptor kSketch =
    built_in_plugin<kSketchOffer>("sketch", "Draws MLPs as the test says.");

Figure figure_of(double height, Draw draw, RenderOptions options = {}) {
  behaviour() = {height, std::move(draw)};
  return {read_model("gpt2"), std::move(options), registry_with(kSketch)};
}

std::string error_of(double height, Draw draw) {
  try {
    figure_of(height, std::move(draw));
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

constexpr const char* kIcon = R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"/>)";

void draw_box(double width, ComponentCanvas& canvas) {
  canvas.box({0, 0, width, 50}, BoxRole::Learned);
  canvas.label(R"("drawn by a plugin")", {0, 0, width, 50}, BoxRole::Learned);
  canvas.artwork(kIcon, {0, 0, 20, 20});
}

/// The number of primitives of a type in the figure, that of shared drawings counted once.
template <class Shape>
std::size_t count(const Scene& scene) {
  std::size_t number = 0;
  const auto add = [&](const std::vector<Primitive>& primitives) {
    for (const Primitive& each : primitives)
      number += std::holds_alternative<Shape>(each) ? 1U : 0U;
  };
  for (const Definition& definition : scene.definitions) add(definition.primitives);
  for (const StackItem& item : scene.items) {
    for (const Band& band : bands_of(item, false)) add(band.primitives);
  }
  return number;
}

TEST(ComponentKind, IsDrawnByItsPluginOnceAStructure) {
  const Figure figure = figure_of(50, draw_box);
  EXPECT_EQ(count<Artwork>(figure.scene()), 1U);
  const std::string svg = figure.render("svg");
  EXPECT_NE(svg.find("drawn by a plugin"), std::string::npos);
  EXPECT_NE(svg.find("<image"), std::string::npos);
  EXPECT_TRUE(figure.render("pdf").starts_with("%PDF"));
}

TEST(ComponentKind, MakesRoomForTheHeightThatItAsksFor) {
  const double low = place(figure_of(50, draw_box).scene(), false).height;
  const double high = place(figure_of(90, draw_box).scene(), false).height;
  // Eight layers are open.
  EXPECT_DOUBLE_EQ(high - low, 8 * 40.0);
}

TEST(ComponentKind, StandsUprightInAFigureThatFlowsToTheRight) {
  double given = 0;
  const auto draw = [&](double width, ComponentCanvas& canvas) {
    given = width;
    draw_box(width, canvas);
  };
  const Figure figure = figure_of(50, draw, {.max_layers = 1, .direction = Direction::Right});
  EXPECT_EQ(count<Artwork>(figure.scene()), 1U);
  for (const Definition& definition : figure.scene().definitions) {
    for (const Primitive& each : definition.primitives) {
      const auto* box = std::get_if<Rectangle>(&each);
      if (box == nullptr || box->bounds.height != 50) continue;
      EXPECT_EQ(box->bounds.width, given);
    }
  }
  // Where it is too high for the stream, the component is a box with its label.
  EXPECT_EQ(count<Artwork>(
                figure_of(2000, draw, {.max_layers = 1, .direction = Direction::Right}).scene()),
            0U);
}

TEST(ComponentKind, ShowsHooksInItsLearnedBoxes) {
  std::vector<Color> seen;
  const auto draw = [&](double width, ComponentCanvas& canvas) {
    draw_box(width, canvas);
    seen.push_back(canvas.colors().learned.fill);
  };
  const Theme theme = load_theme("circuits");
  figure_of(50, draw, {.hooks = {{"blocks.1.mlp.hook_post", "ablate", {}}}});
  EXPECT_EQ(seen, (std::vector<Color>{theme.learned.fill, theme.highlights.front().fill}));
}

TEST(ComponentKind, IsNotLoadedForModelsWithoutTheKind) {
  behaviour() = {50, [](double, ComponentCanvas&) { throw std::runtime_error("asked"); }};
  EXPECT_NO_THROW(Figure(read_model("attn-only-1l"), {}, registry_with(kSketch)));
}

constexpr Offer kOwnOffer = provide<ComponentKind, Sketch>("custom:memory");
constexpr TvizPluginDescriptor kOwn =
    built_in_plugin<kOwnOffer>("memory", "Draws a kind of its own.");

class MemoryAtTheEnd final : public Architecture {
 public:
  void build(const ModelArchitecture&, GraphBuilder& builder) const override {
    builder.begin_stream("residual");
    builder.add_block(builder.add_structure(
        {.additions = {{.branches = {{{{.path = "mlp", .kind = "mlp", .label = "m"}}}}}}}));
    builder.add_exit({.path = "memory", .kind = "custom:memory", .label = "m"});
  }
};

constexpr Offer kModelOffer = provide<Architecture, MemoryAtTheEnd>("memory");
constexpr TvizPluginDescriptor kModel = built_in_plugin<kModelOffer>("model", "Has a memory.");

TEST(ComponentKind, IsNotDrawnOutsideBlocks) {
  const auto registry = registry_with(kOwn);
  registry->add_static(&kModel);
  const Figure figure({.kind = "memory"}, {}, registry);
  EXPECT_EQ(figure.warnings(),
            std::vector<std::string>{"memory: a box with its label, since plugins draw only what "
                                     "stands in blocks, and this custom:memory stands outside"});
}

TEST(ComponentKind, FailuresNameIt) {
  EXPECT_EQ(error_of(50, [](double, ComponentCanvas&) { throw std::runtime_error("no ink"); }),
            "component kind mlp: the plugin failed: no ink");
  EXPECT_EQ(error_of(0, draw_box),
            "component kind mlp: asked for a height of 0 pixels, but must ask for 1 to 10000");
  EXPECT_EQ(error_of(std::numeric_limits<double>::quiet_NaN(), draw_box),
            "component kind mlp: asked for a height of nan pixels, but must ask for 1 to 10000");
  const std::string outside = error_of(50, [](double width, ComponentCanvas& canvas) {
    canvas.box({0, 0, width, 51}, BoxRole::Operation);
  });
  EXPECT_TRUE(outside.starts_with("component kind mlp: drew at (")) << outside;
  EXPECT_NE(outside.find(", 51), which is outside its place of "), std::string::npos) << outside;
  const std::string no_number = error_of(50, [](double, ComponentCanvas& canvas) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    canvas.line(std::array{Point{0, 0}, Point{nan, 10}});
  });
  EXPECT_TRUE(no_number.starts_with("component kind mlp: drew at (nan, 10)")) << no_number;
  EXPECT_EQ(error_of(50, [](double, ComponentCanvas& canvas) { canvas.arrow({}); }),
            "component kind mlp: drew a line with fewer than two points");
  EXPECT_EQ(error_of(50,
                     [](double, ComponentCanvas& canvas) {
                       canvas.artwork(std::string((1U << 20U) + 1, ' '), {0, 0, 1, 1});
                     }),
            "component kind mlp: the artwork has 1048577 bytes, but the limit is 1048576");
}

}  // namespace
}  // namespace tviz
