// SPDX-License-Identifier: MIT
// Two models beside each other: only what differs has colour, and callouts reach what they are
// about.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tviz/tviz.hpp"

namespace tviz {
namespace {

ComparedModels compared(const std::string& left, const std::string& right) {
  return {read_model(left), read_model(right), {}, std::make_shared<const Registry>()};
}

const std::vector<Primitive>& primitives_of(const ComparedModels& figure) {
  return std::get<Band>(figure.scene().items.front()).primitives;
}

Rect region_of(const ComparedModels& figure, const std::string& path) {
  for (const Primitive& primitive : primitives_of(figure)) {
    const auto* region = std::get_if<Region>(&primitive);
    if (region != nullptr && region->path == path) return region->bounds;
  }
  ADD_FAILURE() << "no region " << path;
  return {};
}

/// Whether the boxes in a region have a hue, or are grey.
bool has_colour(const ComparedModels& figure, const std::string& path) {
  const Rect bounds = region_of(figure, path);
  bool found = false;
  bool coloured = false;
  for (const Primitive& primitive : primitives_of(figure)) {
    const auto* box = std::get_if<Rectangle>(&primitive);
    if (box == nullptr || !box->fill) continue;
    const Point center = box->bounds.center();
    const bool inside = center.x >= bounds.x && center.x <= bounds.right() &&
                        center.y >= bounds.y && center.y <= bounds.bottom();
    if (!inside) continue;
    found = true;
    const auto [least, most] = std::minmax({box->fill->red, box->fill->green, box->fill->blue});
    coloured = coloured || most - least > 12;
  }
  EXPECT_TRUE(found) << path;
  return coloured;
}

std::set<std::string> coloured(const ComparedModels& figure,
                               const std::vector<std::string>& paths) {
  std::set<std::string> found;
  for (const std::string& path : paths) {
    if (has_colour(figure, path)) found.insert(path);
  }
  return found;
}

TEST(ComparedModels, HaveColourWhereTheyDiffer) {
  EXPECT_EQ(
      coloured(compared("gpt2", "gpt2-medium"),
               {"a:embed", "a:pos_embed", "a:blocks.0.ln1", "a:blocks.0.attn", "a:blocks.0.mlp",
                "a:unembed", "b:blocks.0.attn", "b:blocks.0.mlp", "b:blocks.0.ln2", "b:logits"}),
      (std::set<std::string>{"a:blocks.0.attn", "a:blocks.0.mlp", "b:blocks.0.attn",
                             "b:blocks.0.mlp"}));
  EXPECT_EQ(coloured(compared("gpt2", "llama-3.1-8b"),
                     {"a:tokens", "a:embed", "a:pos_embed", "a:blocks.0.ln1", "a:unembed",
                      "a:logits", "b:blocks.0.ln1", "b:blocks.0.attn", "b:logits"}),
            (std::set<std::string>{"a:embed", "a:pos_embed", "a:blocks.0.ln1", "a:unembed",
                                   "b:blocks.0.ln1", "b:blocks.0.attn"}));
  // Gemma 2 has norms after its sublayers; those before them are as in Llama.
  EXPECT_EQ(coloured(compared("llama-3.1-8b", "gemma-2-2b"),
                     {"a:blocks.0.ln1", "b:blocks.0.ln1", "b:blocks.0.ln1_post",
                      "b:blocks.0.ln2_post", "a:logits", "b:logits"}),
            (std::set<std::string>{"b:blocks.0.ln1_post", "b:blocks.0.ln2_post", "a:logits",
                                   "b:logits"}));
}

TEST(ComparedModels, HaveNoColourIfTheyAreEqual) {
  const ComparedModels figure = compared("gpt2", "gpt2");
  EXPECT_TRUE(figure.differences().empty());
  EXPECT_TRUE(
      coloured(figure, {"a:embed", "a:blocks.0.attn", "b:blocks.0.mlp", "b:unembed"}).empty());
}

TEST(ComparedModels, StandOnOneFoot) {
  for (const char* right : {"llama-3.1-8b", "gemma-2-2b", "pythia-70m"}) {
    const ComparedModels figure = compared("gpt2", right);
    EXPECT_NEAR(region_of(figure, "a:tokens").bottom(), region_of(figure, "b:tokens").bottom(), 2)
        << right;
  }
}

/// Leaders are the thin lines that end in a dot; the dot touches a box of what differs.
TEST(ComparedModels, HaveLeadersThatReachTheirBoxes) {
  for (const char* right : {"llama-3.1-8b", "gemma-2-2b", "gpt2-medium", "mixtral-8x7b"}) {
    const ComparedModels figure = compared("gpt2", right);
    std::size_t leaders = 0;
    std::vector<Rect> regions;
    for (const Primitive& primitive : primitives_of(figure)) {
      if (const auto* region = std::get_if<Region>(&primitive)) regions.push_back(region->bounds);
    }
    for (const Primitive& primitive : primitives_of(figure)) {
      const auto* line = std::get_if<Polyline>(&primitive);
      if (line == nullptr || !line->stroke || line->stroke->width != 0.7) continue;
      ++leaders;
      const Point& tip = line->points.back();
      const auto touches = [&](const Rect& box) {
        const bool beside =
            std::min(std::abs(tip.x - box.x), std::abs(tip.x - box.right())) < 0.1 &&
            tip.y > box.y && tip.y < box.bottom();
        const bool above =
            std::min(std::abs(tip.y - box.y), std::abs(tip.y - box.bottom())) < 0.1 &&
            tip.x > box.x && tip.x < box.right();
        return beside || above;
      };
      EXPECT_TRUE(std::ranges::any_of(regions, touches)) << right << ": " << tip.x << "," << tip.y;
    }
    EXPECT_GE(leaders, 2U) << right;
  }
}

TEST(ComparedModels, AreOfEveryFormatAndKeepTheirTextsApart) {
  RenderOptions options;
  options.output.text = TextMode::System;
  const ComparedModels figure(read_model("llama-3.1-8b"), read_model("gemma-2-2b"), options,
                              std::make_shared<const Registry>());
  const std::string svg = figure.render("svg");
  for (const char* text : {"Llama 3.1 8B against Gemma 2 2B", "32 × 128", "8 × 256", "sandwich",
                           "the same in both", "8.03B parameters · d_model 4096"}) {
    EXPECT_NE(svg.find(text), std::string::npos) << text;
  }
  EXPECT_TRUE(figure.render("pdf").starts_with("%PDF"));
  EXPECT_NE(figure.render("html").find("Gemma 2 2B: "), std::string::npos);
  EXPECT_THROW(figure.diagram(), Error);
  std::vector<Rect> texts;
  for (const Primitive& primitive : primitives_of(figure)) {
    const auto* text = std::get_if<TextRun>(&primitive);
    if (text == nullptr || text->text.face != Face::Sans) continue;
    const double size = text->text.size;
    const Rect bounds{text->origin.x, text->origin.y - 0.7 * size, text->text.width, 0.7 * size};
    for (const Rect& other : texts) {
      const bool apart = bounds.x >= other.right() - 0.5 || other.x >= bounds.right() - 0.5 ||
                         bounds.y >= other.bottom() || other.y >= bounds.bottom();
      EXPECT_TRUE(apart) << text->text.text;
    }
    texts.push_back(bounds);
  }
}

}  // namespace
}  // namespace tviz
