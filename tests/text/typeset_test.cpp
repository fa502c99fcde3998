// SPDX-License-Identifier: MIT
#include "tviz/text/typeset.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tviz/base/error.hpp"

namespace tviz {
namespace {

constexpr double kEm = 18;  // So that TeX's units are pixels.

class Typeset : public testing::Test {
 protected:
  TextLine math(std::string_view markup) const { return typeset_math(fonts_, markup, kEm); }

  /// The run with this text.
  static const PlacedText& run(const TextLine& line, std::string_view text) {
    for (const PlacedText& placed : line.runs) {
      if (placed.run.text == text) return placed;
    }
    throw std::out_of_range("no run " + std::string(text));
  }

  /// The gap between the boxes of two runs.
  static double gap(const TextLine& line, std::string_view left, std::string_view right) {
    const PlacedText& before = run(line, left);
    return run(line, right).origin.x - before.origin.x - before.run.width;
  }

  const Fonts fonts_;
};

TEST_F(Typeset, PlainLineIsItsRunsSideBySide) {
  const TextLine line = typeset(fonts_, "x ∈ y", Face::Sans, 10);
  ASSERT_EQ(line.runs.size(), 3U);
  EXPECT_EQ(line.runs[0].origin, (Point{0, 0}));
  EXPECT_DOUBLE_EQ(line.runs[1].origin.x, line.runs[0].run.width);
  EXPECT_DOUBLE_EQ(line.width, fonts_.width("x ∈ y", Face::Sans, 10));
  EXPECT_DOUBLE_EQ(line.ascent, fonts_.metrics(Face::Sans).ascent * 10);
  EXPECT_DOUBLE_EQ(line.descent, fonts_.metrics(Face::Sans).descent * 10);
}

TEST_F(Typeset, HeightsDoNotDependOnTheText) {
  EXPECT_EQ(typeset(fonts_, "x", Face::Serif, 10).ascent,
            typeset(fonts_, "Hg∈", Face::Serif, 10).ascent);
  EXPECT_EQ(math("x").descent, math("p").descent);
  EXPECT_EQ(math("x").ascent, math("T=∈").ascent);
  EXPECT_EQ(math("").ascent, math("x").ascent);
}

TEST_F(Typeset, SubscriptsAreSmallerAndLowered) {
  const TextLine line = math("h_0");
  const PlacedText& zero = run(line, "0");
  EXPECT_NEAR(zero.run.size, 0.66 * kEm, 1e-9);
  EXPECT_NEAR(zero.origin.y, 0.22 * kEm, 1e-9);
  EXPECT_GE(zero.origin.x, run(line, "h").origin.x + run(line, "h").run.width);
  EXPECT_GT(line.width, zero.origin.x + zero.run.width);
  EXPECT_NEAR(line.descent, 0.22 * kEm + 0.217 * 0.66 * kEm, 0.01);
  EXPECT_EQ(line.ascent, math("h").ascent);
}

TEST_F(Typeset, ASubscriptOfComputerModernKeepsClearOfItsLetter) {
  const TextLine line = typeset_math(Fonts(Typeface::ComputerModern), "x_0", kEm);
  EXPECT_NEAR(gap(line, "x", "0"), 0.05 * kEm, 1e-9);
  EXPECT_NEAR(gap(math("x_0"), "x", "0"), 0, 1e-9);
}

TEST_F(Typeset, SuperscriptsAreSmallerAndRaised) {
  const TextLine line = math("x^⊤");
  EXPECT_NEAR(run(line, "⊤").origin.y, -0.36 * kEm, 1e-9);
  EXPECT_EQ(run(line, "⊤").run.face, Face::Math);
  EXPECT_NEAR(line.ascent, 0.36 * kEm + 0.683 * 0.66 * kEm, 0.01);
}

TEST_F(Typeset, BothScriptsStandAboveEachOther) {
  const TextLine line = math("3_1^2");
  EXPECT_DOUBLE_EQ(run(line, "1").origin.x, run(line, "2").origin.x);
  EXPECT_LT(run(line, "2").origin.y, 0);
  EXPECT_GT(run(line, "1").origin.y, 0);
  EXPECT_EQ(math("3^2_1").width, line.width);
}

TEST_F(Typeset, ScriptsNest) {
  const TextLine line = math("∑_{h∈H_1}h");
  const PlacedText& inner = run(line, "1");
  EXPECT_NEAR(inner.run.size, 0.5 * kEm, 1e-9);
  EXPECT_NEAR(inner.origin.y, 0.22 * kEm + 0.22 * 0.66 * kEm, 1e-9);
  EXPECT_NEAR(run(math("x_{a_{b_c}}"), "c").run.size, 0.5 * kEm, 1e-9);
}

TEST_F(Typeset, RelationsAndBinaryOperatorsHaveTexsSpace) {
  EXPECT_NEAR(gap(math("1=2"), "1", "="), 5, 1e-9);
  EXPECT_NEAR(gap(math("1=2"), "=", "2"), 5, 1e-9);
  EXPECT_NEAR(gap(math("1 + 2"), "1", "+"), 4, 1e-9);
  EXPECT_NEAR(gap(math("1 + 2"), "+", "2"), 4, 1e-9);
  EXPECT_NEAR(gap(math("1·2"), "·", "2"), 4, 1e-9);
  EXPECT_NEAR(gap(math("1→2"), "→", "2"), 5, 1e-9);
}

TEST_F(Typeset, UnaryMinusHasNone) {
  EXPECT_NEAR(gap(math("-2"), "−", "2"), 0, 1e-9);
  EXPECT_NEAR(gap(math("1 = - 2"), "−", "2"), 0, 1e-9);
  EXPECT_NEAR(gap(math("(−2)"), "−", "2"), 0, 1e-9);
  EXPECT_NEAR(gap(math("1 - 2"), "−", "2"), 4, 1e-9);
}

TEST_F(Typeset, ScriptsAreTight) {
  const TextLine line = math("2_{1+3,4=5}");
  EXPECT_NEAR(gap(line, "1", "+"), 0, 1e-9);
  EXPECT_NEAR(gap(line, ",", "4"), 0, 1e-9);
  EXPECT_NEAR(gap(line, "4", "="), 0, 1e-9);
}

TEST_F(Typeset, OtherSpacesOnlySeparate) {
  EXPECT_DOUBLE_EQ(math("1   (2)").width, math("1(2)").width);
  EXPECT_NEAR(gap(math("\"softmax\" (2)"), "softmax", "("), 0, 1e-9);
  EXPECT_NEAR(gap(math("(1,2)"), ",", "2"), 3, 1e-9);
  EXPECT_NEAR(gap(math("(1,2)"), "1", ","), 0, 1e-9);
}

TEST_F(Typeset, OperatorsHaveAThinSpace) {
  EXPECT_NEAR(gap(math("2∑3"), "∑", "3"), 3, 1e-9);
  EXPECT_NEAR(gap(math("2\"LN\"(3)"), "2", "LN"), 3, 1e-9);
  EXPECT_NEAR(gap(math("\"attn\"+\"mlp\""), "attn", "+"), 4, 1e-9);
}

TEST_F(Typeset, QuotedTextKeepsItsSpaces) {
  EXPECT_NEAR(math("\"a  b\"").width, fonts_.width("a  b", Face::Serif, kEm), 1e-9);
}

TEST_F(Typeset, LargeOperatorsGrowAroundTheAxis) {
  const TextLine line = math("∑");
  EXPECT_NEAR(line.runs[0].run.size, 1.2 * kEm, 1e-9);
  EXPECT_NEAR(line.runs[0].origin.y, 0.05 * kEm, 1e-9);
}

TEST_F(Typeset, InkNeverLeavesTheLineOrMeetsABracket) {
  for (const std::string markup : {"f(f)", "h(x)", "T(t)", "(f)_f^f", "p_p", "f", "|f|", "3f3"}) {
    const TextLine line = math(markup);
    double right = 0;  // Of the ink so far.
    for (const PlacedText& placed : line.runs) {
      const Overhang ink = fonts_.overhang(placed.run);
      EXPECT_GE(placed.origin.x - ink.left, -1e-9) << markup;
      right = std::max(right, placed.origin.x + placed.run.width + ink.right);
    }
    EXPECT_LE(right, line.width + 1e-9) << markup;
  }
  const TextLine line = math("(f)");
  const Overhang ink = fonts_.overhang(run(line, "f").run);
  EXPECT_GE(gap(line, "(", "f"), ink.left - 1e-9);
  EXPECT_GE(gap(line, "f", ")"), ink.right - 1e-9);
}

TEST_F(Typeset, SubscriptsTuckUnderTheirLetter) {
  const TextLine line = math("T_0^0");
  ASSERT_EQ(line.runs.size(), 3U);
  EXPECT_LT(line.runs[1].origin.x, line.runs[2].origin.x - 0.05 * kEm);
}

TEST_F(Typeset, MathIsLinearInTheSize) {
  constexpr std::string_view kFormula = "x_3=x_2+∑_{h∈H_1}h(x_2)^⊤";
  const TextLine small = typeset_math(fonts_, kFormula, 1);
  const TextLine large = typeset_math(fonts_, kFormula, 50);
  EXPECT_NEAR(small.width * 50, large.width, 1e-9);
  EXPECT_NEAR(small.descent * 50, large.descent, 1e-9);
  ASSERT_EQ(small.runs.size(), large.runs.size());
  EXPECT_NEAR(small.runs.back().origin.x * 50, large.runs.back().origin.x, 1e-9);
}

TEST_F(Typeset, RefusesBadMarkup) { EXPECT_THROW(math("x_{"), Error); }

}  // namespace
}  // namespace tviz
