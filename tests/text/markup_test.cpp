// SPDX-License-Identifier: MIT
#include "text/markup.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tviz/base/error.hpp"
#include "tviz/text/typeset.hpp"

namespace tviz {
namespace {

TEST(PlainMath, ReadsLikeAFormula) {
  EXPECT_EQ(plain_math("x_{3}"), "x_3");
  EXPECT_EQ(plain_math("x_{24}"), "x_24");
  EXPECT_EQ(plain_math("W_{pos}"), "W_pos");
  EXPECT_EQ(plain_math("x_3=x_2+m(x_3)"), "x_3 = x_2 + m(x_3)");
  EXPECT_EQ(plain_math("x_3 = x_2 + ∑_{h∈H_1} h(x_2)"), "x_3 = x_2 + ∑_(h∈H_1) h(x_2)");
  EXPECT_EQ(plain_math("A=\"softmax\"(x W_Q(x W_K)^⊤/√64)"), "A = softmax(x W_Q(x W_K)^⊤/√64)");
  EXPECT_EQ(plain_math("T(t) = W_U \"LN\"(x_{24})"), "T(t) = W_U LN(x_24)");
  EXPECT_EQ(plain_math("f(a,b)"), "f(a, b)");
  EXPECT_EQ(plain_math("\"MLP  \" m"), "MLP   m");
  EXPECT_EQ(plain_math("x_1^{−1}"), "x_1^(−1)");
  EXPECT_EQ(plain_math("{a b}_2"), "a b_2");
  EXPECT_EQ(plain_math(""), "");
}

TEST(PlainMath, DependsOnTheSignsNotOnTheirSpaces) {
  EXPECT_EQ(plain_math("  a  =  -b "), plain_math("a=−b"));
  EXPECT_EQ(plain_math("a\t·\nb"), "a · b");
}

TEST(Markup, BinaryOperatorsNeedTwoOperands) {
  const auto class_at = [](std::string_view markup, std::size_t index) {
    return parse_math(markup).at(index).math_class;
  };
  EXPECT_EQ(class_at("a−b", 1), MathClass::Binary);
  EXPECT_EQ(class_at("−b", 0), MathClass::Ordinary);
  EXPECT_EQ(class_at("a=−b", 2), MathClass::Ordinary);
  EXPECT_EQ(class_at("(−b)", 1), MathClass::Ordinary);
  EXPECT_EQ(class_at("a+−b", 2), MathClass::Ordinary);
  EXPECT_EQ(class_at("(a−)", 2), MathClass::Ordinary);
  EXPECT_EQ(class_at("∑−b", 1), MathClass::Ordinary);
  EXPECT_EQ(class_at("\"attn\"+\"mlp\"", 1), MathClass::Binary);
  EXPECT_EQ(class_at("a−", 1), MathClass::Ordinary);
}

TEST(Markup, ChoosesFaces) {
  const auto face_of = [](std::string_view markup) { return parse_math(markup).at(0).face; };
  EXPECT_EQ(face_of("x"), Face::SerifItalic);
  EXPECT_EQ(face_of("α"), Face::SerifItalic);
  EXPECT_EQ(face_of("é"), Face::SerifItalic);
  EXPECT_EQ(face_of("12"), Face::Serif);
  EXPECT_EQ(face_of("("), Face::Serif);
  EXPECT_EQ(face_of("\"LN\""), Face::Serif);
  for (const std::string sign : {"∑", "√", "∈", "⊤", "×", "·", "=", "+", "-", "→"}) {
    EXPECT_EQ(face_of(sign), Face::Math) << sign;
  }
}

TEST(Markup, JoinsWordsAndNumbers) {
  EXPECT_EQ(parse_math("pos").size(), 1U);
  EXPECT_EQ(parse_math("0.5").size(), 1U);
  EXPECT_EQ(parse_math("1..5").size(), 4U);
  EXPECT_EQ(parse_math("2x").size(), 2U);
  EXPECT_EQ(parse_math("x_12").size(), 2U);  // The script is one character.
}

std::string error_of(std::string_view markup) {
  try {
    parse_math(markup);
  } catch (const Error& error) {
    const Problem& problem = error.problems().at(0);
    return problem.where.source + ":" + std::to_string(problem.where.line) + ":" +
           std::to_string(problem.where.column) + ": " + problem.message + " | " + problem.hint;
  }
  return "no error";
}

TEST(Markup, SaysWhereItIsWrong) {
  EXPECT_EQ(error_of("x_{3"), "markup:1:3: '{' is never closed | in the formula 'x_{3'");
  EXPECT_EQ(error_of("α \"LN"), "markup:1:4: '\"' is never closed | in the formula 'α \"LN'");
  EXPECT_EQ(error_of("a}b"), "markup:1:2: '}' closes nothing | in the formula 'a}b'");
  EXPECT_EQ(error_of("x_"), "markup:1:2: nothing follows '_' | in the formula 'x_'");
  EXPECT_EQ(error_of("{x^}"), "markup:1:3: nothing follows '^' | in the formula '{x^}'");
  EXPECT_EQ(error_of("x_^2"), "markup:1:2: nothing follows '_' | in the formula 'x_^2'");
  EXPECT_EQ(error_of("x_1_2"), "markup:1:4: a second subscript | in the formula 'x_1_2'");
  EXPECT_EQ(error_of("x^1_2^3"), "markup:1:6: a second superscript | in the formula 'x^1_2^3'");
}

TEST(Markup, LimitsNesting) {
  const std::string fits = std::string(16, '{') + "x" + std::string(16, '}');
  EXPECT_EQ(error_of(fits), "no error");
  EXPECT_EQ(
      error_of("{" + fits + "}"),
      "markup:1:18: braces and scripts are nested too deeply | in the formula '{" + fits + "}'");
  EXPECT_NE(error_of(std::string(1'000'000, '{')), "no error");
}

TEST(Markup, TakesAnyBytes) {
  EXPECT_EQ(plain_math("a\xFF_\xC3"), "a\uFFFD_\uFFFD");
  EXPECT_EQ(plain_math("\"\xFF\n\""), "\uFFFD ");
}

TEST(Markup, ScriptsMayStandAlone) { EXPECT_EQ(plain_math("_2^3 x"), "_2^3 x"); }

}  // namespace
}  // namespace tviz
