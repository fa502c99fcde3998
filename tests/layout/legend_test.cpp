// SPDX-License-Identifier: MIT
#include "layout/legend.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace tviz {
namespace {

class LegendOf : public testing::Test {
 protected:
  Legend draw(const Overlay& overlay, double width) const {
    return draw_legend(Marks(overlay, theme), 0, width, {theme, fonts});
  }

  Theme theme = load_theme("circuits");
  Fonts fonts;
};

Highlight highlight(std::string label, std::string hook, std::size_t color) {
  return {"blocks.0.attn", "z", {}, std::move(label), std::move(hook), "", color};
}

std::vector<TextRun> texts_of(const Legend& legend) {
  std::vector<TextRun> texts;
  for (const Primitive& primitive : legend.primitives) {
    if (const auto* run = std::get_if<TextRun>(&primitive)) texts.push_back(*run);
  }
  return texts;
}

Overlay many(std::size_t count) {
  Overlay overlay;
  for (std::size_t i = 0; i < count; ++i) {
    overlay.highlights.push_back(
        highlight("function_" + std::to_string(i), "blocks." + std::to_string(i) + ".hook_q", i));
  }
  return overlay;
}

TEST_F(LegendOf, OneFunctionIsOneEntryWhateverItsHooks) {
  Overlay overlay;
  overlay.highlights = {highlight("f", "a", 0), highlight("f", "b", 0), highlight("f", "a", 0)};
  std::vector<std::string> words;
  for (const TextRun& text : texts_of(draw(overlay, 500))) words.push_back(text.text.text);
  EXPECT_EQ(words, (std::vector<std::string>{"f", "a", "b"}));
}

TEST_F(LegendOf, SaysBackwardAndDormantInWords) {
  Highlight mark = highlight("f", "blocks.0.attn.hook_result", 0);
  mark.heads_text = "heads 0, 2";
  mark.backward = true;
  mark.needs = "use_attn_result";
  EXPECT_EQ(hook_text(mark),
            "blocks.0.attn.hook_result · heads 0, 2 · backward · never fires: needs "
            "use_attn_result");
  mark.needs = "nothing: it is never called";
  mark.heads_text.clear();
  EXPECT_EQ(hook_text(mark),
            "blocks.0.attn.hook_result · backward · never fires: it is never called");
}

TEST_F(LegendOf, SaysOnceWhatAllHooksOfAFunctionHaveInCommon) {
  Overlay overlay;
  overlay.highlights = {highlight("f", "a", 0), highlight("f", "b", 0)};
  for (Highlight& mark : overlay.highlights) mark.needs = "use_attn_result";
  const auto words = [&] {
    std::vector<std::string> texts;
    for (const TextRun& text : texts_of(draw(overlay, 600))) texts.push_back(text.text.text);
    return texts;
  };
  EXPECT_EQ(words(),
            (std::vector<std::string>{"f", "a", "b", "· never fires: needs use_attn_result"}));
  overlay.highlights[1].needs.clear();
  EXPECT_EQ(words(),
            (std::vector<std::string>{"f", "a · never fires: needs use_attn_result", "b"}));
}

TEST_F(LegendOf, ShowsEachLookOfAFunction) {
  Overlay overlay;
  overlay.highlights = {highlight("f", "a", 0), highlight("f", "a", 0)};
  const std::size_t plain = draw(overlay, 500).primitives.size();
  overlay.highlights[1].backward = true;
  bool has_triangle = false;
  const Legend both = draw(overlay, 500);
  for (const Primitive& primitive : both.primitives) {
    has_triangle = has_triangle || std::get_if<Polyline>(&primitive) != nullptr;
  }
  EXPECT_TRUE(has_triangle);
  EXPECT_GT(both.primitives.size(), plain);
}

TEST_F(LegendOf, ManyEntriesStandInColumnsWithoutTouching) {
  for (const double width : {250.0, 552.0, 900.0}) {
    const Legend legend = draw(many(26), width);
    std::set<int> lefts;
    const auto texts = texts_of(legend);
    for (const TextRun& text : texts) {
      EXPECT_GE(text.origin.x, 0);
      EXPECT_LE(text.origin.x + text.text.width, width) << text.text.text;
      EXPECT_LE(text.origin.y, legend.height + 0.01);
      if (text.text.text.starts_with("function_")) {
        lefts.insert(static_cast<int>(text.origin.x / 30));
      }
      for (const TextRun& other : texts) {
        const bool same_line = std::abs(other.origin.y - text.origin.y) < text.text.size;
        if (&other == &text || !same_line) continue;
        EXPECT_TRUE(other.origin.x >= text.origin.x + text.text.width ||
                    text.origin.x >= other.origin.x + other.text.width)
            << text.text.text << " and " << other.text.text;
      }
    }
    const std::size_t columns = width < 300 ? 1U : width < 600 ? 2U : 4U;
    EXPECT_EQ(lefts.size(), columns) << width;
    const double one_column = draw(many(26), 250).height;
    EXPECT_LE(legend.height, one_column / static_cast<double>(columns) * 1.2);
  }
}

TEST_F(LegendOf, FewEntriesStandBelowEachOther) {
  const Legend legend = draw(many(4), 900);
  std::set<double> lefts;
  for (const TextRun& text : texts_of(legend)) {
    if (text.text.text.starts_with("function_")) lefts.insert(text.origin.x);
  }
  EXPECT_EQ(lefts.size(), 1U);
}

TEST_F(LegendOf, SumsUpTheHooksOfAFunctionThatHasMany) {
  Overlay overlay;
  for (int i = 0; i < 1000; ++i) {
    overlay.highlights.push_back(highlight("f", "hook_" + std::to_string(i), 0));
  }
  EXPECT_EQ(texts_of(draw(overlay, 500)).back().text.text, "and 995 more");
}

}  // namespace
}  // namespace tviz
