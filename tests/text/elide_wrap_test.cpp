// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

using Lines = std::vector<std::string>;

std::string text_of(const TextLine& line) {
  std::string text;
  for (const PlacedText& placed : line.runs) text += placed.run.text;
  return text;
}

Lines texts_of(const std::vector<TextLine>& lines) {
  Lines texts;
  for (const TextLine& line : lines) texts.push_back(text_of(line));
  return texts;
}

TEST(Wrap, FillsLines) {
  const Fonts fonts;
  const double width = fonts.width("added to the residual", Face::Sans, 10);
  EXPECT_EQ(
      wrap(fonts, "Each head is run and added to the residual stream.", Face::Sans, 10, width),
      (Lines{"Each head is run and", "added to the residual", "stream."}));
}

TEST(Wrap, ALongWordStandsAlone) {
  const Fonts fonts;
  EXPECT_EQ(wrap(fonts, "a hook_attn_scores b", Face::Mono, 10, 20),
            (Lines{"a", "hook_attn_scores", "b"}));
}

TEST(Wrap, CollapsesSpaces) {
  const Fonts fonts;
  EXPECT_EQ(wrap(fonts, "  a \n b  ", Face::Sans, 10, 1000), (Lines{"a b"}));
  EXPECT_EQ(wrap(fonts, "   ", Face::Sans, 10, 1000), Lines{});
}

TEST(WrapMath, KeepsWhatFitsOnOneLine) {
  const Fonts fonts;
  const double width = typeset_math(fonts, "a=b+c", 10).width;
  const auto lines = wrap_math(fonts, "a=b+c", 10, width);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_DOUBLE_EQ(lines[0].width, width);
}

TEST(WrapMath, BreaksBeforeOperatorsAndIndents) {
  const Fonts fonts;
  const double width = typeset_math(fonts, "a=b+c", 10).width - 0.01;
  const auto lines = wrap_math(fonts, "a=b+c", 10, width);
  ASSERT_EQ(texts_of(lines), (Lines{"a=b", "+c"}));
  EXPECT_DOUBLE_EQ(lines[1].runs[0].origin.x, 10);
  EXPECT_GT(lines[1].width, 10);
  // The operator stays binary at the start of its line.
  const PlacedText& plus = lines[1].runs[0];
  EXPECT_NEAR(lines[1].runs[1].origin.x - plus.origin.x - plus.run.width, 4.0 / 18 * 10, 1e-9);
}

TEST(WrapMath, EveryLineFitsWherePossible) {
  const Fonts fonts;
  const double width = typeset_math(fonts, "x_3=x_2", 10).width;
  const auto lines = wrap_math(fonts, "x_3=x_2+a+b·c+d", 10, width);
  EXPECT_GT(lines.size(), 2U);
  for (const TextLine& line : lines) EXPECT_LE(line.width, width) << text_of(line);
}

TEST(WrapMath, DoesNotBreakInInnerBracketsGroupsOrScripts) {
  const Fonts fonts;
  EXPECT_EQ(texts_of(wrap_math(fonts, "f((a+b))_{c+d}{e+g}\"h+i\"", 10, 1)).size(), 1U);
  EXPECT_EQ(texts_of(wrap_math(fonts, "f((a+b))=−c", 10, 1)), (Lines{"f((a+b))", "=−c"}));
}

TEST(WrapMath, BreaksInBracketsOnlyWhereALineIsTooWideOtherwise) {
  const Fonts fonts;
  const double width = typeset_math(fonts, "x=f(a+b)", 10).width;
  EXPECT_EQ(texts_of(wrap_math(fonts, "x=f(a+b)+c", 10, width)), (Lines{"x=f(a+b)", "+c"}));
  EXPECT_EQ(texts_of(wrap_math(fonts, "x=f(a+b+c)", 10, width)), (Lines{"x=f(a+b", "+c)"}));
}

TEST(WrapMath, OfNothingIsNothing) {
  const Fonts fonts;
  EXPECT_TRUE(wrap_math(fonts, " ", 10, 100).empty());
}

TEST(Elide, KeepsWhatFits) {
  const Fonts fonts;
  const double width = fonts.width("head_ablation", Face::Mono, 10);
  EXPECT_EQ(elide(fonts, "head_ablation", Face::Mono, 10, width), "head_ablation");
}

TEST(Elide, CutsAsLittleAsPossible) {
  const Fonts fonts;
  const double width = fonts.width("123456789", Face::Mono, 10);
  EXPECT_EQ(elide(fonts, "1234567890", Face::Mono, 10, width + 0.001), "12345678…");
  EXPECT_EQ(elide(fonts, "ααααααααααα", Face::Mono, 10, width + 0.001), "αααααααα…");
}

TEST(Elide, LeavesNoSpaceBeforeTheDots) {
  const Fonts fonts;
  const double width = fonts.width("12345678", Face::Mono, 10) + 0.001;
  EXPECT_EQ(elide(fonts, "123456 890", Face::Mono, 10, width), "123456…");
}

TEST(Elide, NeverExceedsTheWidth) {
  const Fonts fonts;
  for (double width = 0; width < 120; width += 1.7) {
    const std::string text = elide(fonts, "AVATAR ∈ layer 3 of 12", Face::Serif, 12, width);
    EXPECT_LE(fonts.width(text, Face::Serif, 12), width) << text;
  }
  EXPECT_EQ(elide(fonts, "abc", Face::Serif, 12, 1), "");
}

}  // namespace
}  // namespace tviz
